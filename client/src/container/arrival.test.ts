import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const arriveAt = async (hash: string) => {
  window.location.hash = hash;
  vi.resetModules();
  return import('./arrival.ts');
};
const comeBackTo = (hash: string) => {
  window.location.hash = hash;
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
};

beforeEach(() => vi.resetModules());
afterEach(() => {
  window.location.hash = '';
  delete window.ZWJSBridge;
});

test('the ticket is out of the address before anything else runs, and given once', async () => {
  const { takeArrival } = await arriveAt('#/sign-in/return?ticket=abc-ticket&attempt=mark-of-this-page');
  expect(window.location.hash).toBe('#/sign-in/return');
  expect(takeArrival()).toEqual({ ticket: 'abc-ticket', ticketId: null, attempt: 'mark-of-this-page' });
  expect(takeArrival()).toBeNull();
});

test('a ticket of the newer generation is told apart', async () => {
  const { takeArrival } = await arriveAt('#/sign-in/return?ticketId=tk_1');
  expect(takeArrival()).toEqual({ ticket: null, ticketId: 'tk_1', attempt: null });
});

test('where the page itself is the registered callback, the ticket is taken out of its query and the mark out of sp', async () => {
  window.history.replaceState(null, '', '/index.html?ticket=abc-ticket&sp=https%3A%2F%2Fhost.example%2Findex.html%3Fattempt%3Dmark-of-this-page%23%2F');
  const { takeArrival } = await arriveAt('');
  expect(window.location.search + window.location.hash).toBe('#/sign-in/return');
  expect(takeArrival()).toEqual({ ticket: 'abc-ticket', ticketId: null, attempt: 'mark-of-this-page' });
});

test('another query is none of a sign-in', async () => {
  window.history.replaceState(null, '', '/index.html?from=home');
  const { takeArrival } = await arriveAt('#/offices');
  expect(takeArrival()).toBeNull();
  expect(window.location.search).toBe('?from=home');
  window.history.replaceState(null, '', '/');
});

test('other pages arrive with no ticket', async () => {
  const { takeArrival } = await arriveAt('#/offices?ticket=not-one');
  expect(takeArrival()).toBeNull();
  expect(window.location.hash).toBe('#/offices?ticket=not-one');
});

test('going back to the bounce page leaves the container; going back elsewhere does not', async () => {
  await arriveAt('');
  const close = vi.fn(() => Promise.resolve({}));
  window.ZWJSBridge = { close };
  comeBackTo('#/offices');
  comeBackTo('#/sign-in/return');
  expect(close).not.toHaveBeenCalled();
  comeBackTo('#/sign-in?returnTo=%2Fregister');
  expect(close).toHaveBeenCalled();
});
