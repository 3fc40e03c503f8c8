import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from '../log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { Admission } from './admission.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setImmediate', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** One caller at the door. @returns whether they were let in. */
function callerAt(admission: Admission, headers: Readonly<Record<string, string>> = {}): boolean {
  const next = vi.fn();
  admission.atTheDoor(next)({ url: '/graphql', headers } as unknown as IncomingMessage, { writeHead: vi.fn(), end: vi.fn() } as unknown as ServerResponse);
  return next.mock.calls.length > 0;
}

/** A server whose last turn of the event loop took long, after so many had come in it. */
function late(callers = 20): Admission {
  const admission = new Admission({ most: 64, log: createLog('silent'), metrics: new Metrics() });
  for (let caller = 0; caller < callers; caller++) expect(callerAt(admission)).toBe(true);
  const now = performance.now.bind(performance);
  performance.now = () => now() + 150;
  vi.runAllTimers();
  return admission;
}

it('a long turn of the event loop lets in only what cannot wait', () => {
  const admission = late();
  expect([callerAt(admission), callerAt(admission, { priority: 'u=0' })]).toEqual([false, true]);
});

it('and is forgotten when the server has come to rest: the first who comes then is let in', () => {
  const admission = late();
  vi.advanceTimersByTime(3_000);
  expect(callerAt(admission)).toBe(true);
});

it('nor does it count when hardly anybody came in it: a server that has just started is slow, not overrun', () => {
  const admission = late(3);
  expect([callerAt(admission), callerAt(admission)]).toEqual([true, true]);
});
