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
