import { EventEmitter } from 'node:events';
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

/** A request with its body, and an answer of which nothing is heard once its connection is gone. */
function work(closed = false) {
  const response = Object.assign(new EventEmitter(), { closed, end: vi.fn() });
  return { request: { url: '/graphql', headers: {} } as unknown as IncomingMessage, response: response as unknown as ServerResponse };
}

function full(most = 4) {
  const admission = new Admission({ most, log: createLog('silent'), metrics: new Metrics() });
  const admit = ({ request, response }: ReturnType<typeof work>) => {
    const go = vi.fn();
    admission.admit(request, response, go);
    return go.mock.calls.flat();
  };
  return { admit, places: Array.from({ length: most }, () => work()) };
}

it('a request that is handed from the short way to the long one has one place', () => {
  const { admit, places } = full();
  for (const place of [...places, ...places]) expect(admit(place)).toEqual([false]);
  expect(admit(work())).toEqual([true]);
  for (const { response } of places) response.end();
  for (const place of Array.from({ length: 4 }, () => work())) expect(admit(place)).toEqual([false]);
});

it('a place is free when the answer is there, though nobody reads it', () => {
  const { admit, places } = full();
  for (const place of places) {
    admit(place);
    place.response.emit('close');
    place.response.end();
  }
  expect(admit(work())).toEqual([false]);
});

it('nothing is done, and no place taken, for a request whose connection is gone', () => {
  const { admit } = full(1);
  expect([admit(work(true)), admit(work(true)), admit(work())]).toEqual([[], [], [false]]);
});
