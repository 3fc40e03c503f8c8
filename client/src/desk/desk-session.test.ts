import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginDeskSession, deskToken, endDeskSession, isAtDesk, keepAttempt, rememberDeskReturn, setPatience, takeAttempt, takeDeskReturn, touchDeskSession } from './desk-session.ts';

beforeEach(() => {
  vi.useFakeTimers();
  endDeskSession();
  beginDeskSession('staff.secret');
});
afterEach(() => {
  vi.useRealTimers();
});

test('a session ends on the screen when the server would end it, also when nobody asks the server', () => {
  setPatience(15 * 60_000);
  vi.advanceTimersByTime(15 * 60_000 - 1);
  expect(isAtDesk.value).toBe(true);
  vi.advanceTimersByTime(1);
  expect([isAtDesk.value, deskToken()]).toEqual([false, null]);
});

test('each answer of the server moves the end on', () => {
  setPatience(15 * 60_000);
  vi.advanceTimersByTime(14 * 60_000);
  touchDeskSession();
  vi.advanceTimersByTime(14 * 60_000);
  expect(isAtDesk.value).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(isAtDesk.value).toBe(false);
});

test('the end of one session does not end the next', () => {
  setPatience(15 * 60_000);
  endDeskSession();
  beginDeskSession('staff.next');
  vi.advanceTimersByTime(16 * 60_000);
  expect(deskToken()).toBe('staff.next');
});

test('the secret of an attempt is given out once', () => {
  keepAttempt('attempt');
  expect([takeAttempt(), takeAttempt()]).toEqual(['attempt', null]);
});

test.each([['/look-ups?x=1', '/look-ups?x=1'], ['//evil.example', '/'], ['https://evil.example', '/'], ['/\\evil.example', '/'], ['/sign-in', '/'], [['/a'], '/']])('after signing in, %j leads to %s', (asked, led) => {
  rememberDeskReturn(asked);
  expect(takeDeskReturn()).toBe(led);
});
