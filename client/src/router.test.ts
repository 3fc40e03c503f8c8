import { beforeEach, expect, test, vi } from 'vitest';
import { type RouteRecordRaw, createMemoryHistory } from 'vue-router';
import { beginSession, endSession } from './api/begin-session.ts';
import { expireSession } from './api/session.ts';
import { createAppRouter, leaveWhenSignedOut } from './router.ts';
import { fakeContainer } from './testing/within-app.ts';

const blank = { template: '<div />' };
const pages: RouteRecordRaw[] = [
  { path: '/', component: blank },
  { path: '/open', component: blank },
  { path: '/mine', component: blank, meta: { requiresSignIn: true } },
  { path: '/sign-in', component: blank },
];
const routerIn = (container = fakeContainer(), history = createMemoryHistory()) => createAppRouter(container, history, { first: pages.slice(0, 1), others: () => Promise.resolve(pages.slice(1)) });
const signIn = () => beginSession('t', { maskedName: '', documentType: '', maskedDocumentNumber: '' });

beforeEach(() => endSession());

test('a page about the person leads through sign-in and knows the way back', async () => {
  const router = routerIn();
  await router.push('/mine?step=2');
  expect(router.currentRoute.value).toMatchObject({ path: '/sign-in', query: { returnTo: '/mine?step=2' } });
});

test('a signed-in person goes straight in', async () => {
  await signIn();
  const router = routerIn();
  await router.push('/mine');
  expect(router.currentRoute.value.path).toBe('/mine');
});

test('when the session ends, pages about the person lead to sign-in and open pages stay', async () => {
  await signIn();
  const router = routerIn();
  await router.push('/open');
  expireSession();
  leaveWhenSignedOut(router);
  expect(router.currentRoute.value.path).toBe('/open');
  await signIn();
  await router.push('/mine');
  expireSession();
  leaveWhenSignedOut(router);
  await vi.waitFor(() => expect(router.currentRoute.value).toMatchObject({ path: '/sign-in', query: { returnTo: '/mine' } }));
});

test('an unknown address leads home', async () => {
  const router = routerIn();
  await router.push('/nowhere/at/all');
  expect(router.currentRoute.value.path).toBe('/');
});

test('a page that could not be learnt is asked for again at the next attempt', async () => {
  const others = vi.fn().mockRejectedValueOnce(new Error('no network')).mockResolvedValue(pages.slice(1));
  const router = createAppRouter(fakeContainer(), createMemoryHistory(), { first: pages.slice(0, 1), others });
  const told = vi.fn();
  router.onError((_fault, to) => told(to.fullPath));
  await router.push('/');
  await router.push('/open?step=2').catch(() => undefined);
  expect(told).toHaveBeenCalledWith('/open?step=2');
  await router.push('/open?step=2');
  expect(router.currentRoute.value.fullPath).toBe('/open?step=2');
});

test('learning the other pages takes nothing out of the history', async () => {
  const history = createMemoryHistory();
  const router = routerIn(fakeContainer(), history);
  await router.push('/');
  await router.push('/open');
  history.go(-1);
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/'));
});

test.each([
  ['zheliban', 1],
  ['browser', 0],
] as const)('in %s the first back from home closes the app %i time(s), whatever lies behind', async (kind, times) => {
  const close = vi.fn();
  const history = createMemoryHistory();
  const router = routerIn(fakeContainer({ kind, close }), history);
  await router.push('/open');
  await router.push('/');
  history.go(-1);
  expect(close).toHaveBeenCalledTimes(times);
});

test('back from elsewhere is just back', async () => {
  const close = vi.fn();
  const history = createMemoryHistory();
  const router = routerIn(fakeContainer({ kind: 'zheliban', close }), history);
  await router.push('/');
  await router.push('/open');
  history.go(-1);
  expect(close).not.toHaveBeenCalled();
});
