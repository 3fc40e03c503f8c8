import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginAttempt, isOwnAttempt } from './sign-in-attempt.ts';

const markIn = (address: string) => new URL(address, 'https://own.example/').searchParams.get('attempt');

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.useRealTimers());

test('a sign-in that this page began is known again, once', () => {
  const mark = markIn(beginAttempt('/sim/app/?x=1'));
  expect(mark).toMatch(/^[\w-]{16,64}$/);
  expect([isOwnAttempt(mark), isOwnAttempt(mark)]).toEqual([true, false]);
});

test('a stranger’s ticket, without a mark or with one made up, is not', () => {
  beginAttempt('/');
  expect(isOwnAttempt(null)).toBe(false);
  beginAttempt('/');
  expect(isOwnAttempt('made-up-by-a-stranger')).toBe(false);
  expect(isOwnAttempt(null)).toBe(false);
});

test('a wrong mark uses the right one up: nobody tries twice', () => {
  const mark = markIn(beginAttempt('/'));
  expect([isOwnAttempt('wrong'), isOwnAttempt(mark)]).toEqual([false, false]);
});

test('each sign-in has a mark of its own, and the address keeps the rest', () => {
  const [one, other] = [beginAttempt('https://host.example/a/?x=1&attempt=old#/b'), beginAttempt('/')];
  expect(one).toMatch(/^https:\/\/host\.example\/a\/\?x=1&attempt=[\w-]+#\/b$/);
  expect(markIn(one)).not.toBe(markIn(other));
});

test('a mark that has lain about for a quarter of an hour proves nothing', () => {
  vi.useFakeTimers();
  const mark = markIn(beginAttempt('/'));
  vi.advanceTimersByTime(15 * 60_000 + 1);
  expect(isOwnAttempt(mark)).toBe(false);
});
