import { describe, expect, it } from 'vitest';
import { readTraceParent } from './trace-parent.ts';

describe('traceparent', () => {
  it('names a trace, a span and whether it is kept; other flags are not taken over', () => {
    expect(readTraceParent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03')).toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 });
  });

  it.each([undefined, '', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-4bf92f3577b34da6a3ce929d0e0e4736-${'0'.repeat(16)}-01`, '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x', 'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'])('of another form names nothing: %s', (header) => {
    expect(readTraceParent(header)).toBeNull();
  });
});
