import { describe, expect, it } from 'vitest';
import { lastThirtyDays, periodOf } from './report-period.ts';

describe('the period of a report', () => {
  it('is from the beginning of the first day in China to the end of the last', () => {
    expect(periodOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({ from: '2026-10-31T16:00:00.000Z', to: '2026-11-30T16:00:00.000Z' });
  });

  it('may be one day', () => {
    expect(periodOf({ from: '2026-11-01', to: '2026-11-01' })).toEqual({ from: '2026-10-31T16:00:00.000Z', to: '2026-11-01T16:00:00.000Z' });
  });

  it.each([
    ['2026-11-02', '2026-11-01'],
    ['', '2026-11-01'],
    ['2026-11-01', ''],
    ['2026-13-01', '2026-11-01'],
  ])('is none from %j to %j', (from, to) => {
    expect(periodOf({ from, to })).toBeNull();
  });

  it('begins as the last thirty days, as it is today in China', () => {
    expect(lastThirtyDays(new Date('2026-11-25T17:00:00Z'))).toEqual({ from: '2026-10-28', to: '2026-11-26' });
  });
});
