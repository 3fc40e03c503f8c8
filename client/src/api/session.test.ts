import { beforeEach, expect, test, vi } from 'vitest';
import { useDraft } from '../drafts.ts';
import { beginSession, endSession, expireSession, isSignedIn, rememberReturn, safePath, sessionToken, takeReturn } from './session.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const one = { maskedName: '*秀英', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3***********1' };
const another = { ...one, maskedName: '*建国' };
const storedWords = () => Object.values({ ...sessionStorage }).join(' ');

beforeEach(() => {
  endSession();
  sessionStorage.clear();
});

test('a session is known until it ends by its own time', async () => {
  await beginSession({ token: 'secret', expiresAt: inAnHour() }, one);
  expect(sessionToken()).toBe('secret');
  vi.useFakeTimers({ now: Date.now() + 3_600_001 });
  expect(sessionToken()).toBeNull();
  expect(isSignedIn.value).toBe(false);
  vi.useRealTimers();
});

test('drafts survive an expired session of the same person', async () => {
  await beginSession({ token: 'a', expiresAt: inAnHour() }, one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  expireSession();
  await beginSession({ token: 'b', expiresAt: inAnHour() }, one);
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('137');
});

test('another person finds nothing of the former one', async () => {
  await beginSession({ token: 'a', expiresAt: inAnHour() }, one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  await beginSession({ token: 'b', expiresAt: inAnHour() }, another);
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('');
});

test('signing out leaves nothing on the device', async () => {
  await beginSession({ token: 'a', expiresAt: inAnHour() }, one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  rememberReturn('/register');
  endSession();
  expect(sessionStorage.length).toBe(0);
});

test('neither name nor number rests on the device', async () => {
  await beginSession({ token: 'a', expiresAt: inAnHour() }, one);
  expect(storedWords()).not.toContain('秀英');
  expect(storedWords()).not.toContain('3***');
});

test('the question that asked for sign-in is found again, once', () => {
  rememberReturn('/register/contact');
  expect(takeReturn()).toBe('/register/contact');
  expect(takeReturn()).toBe('/');
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/sign-in?returnTo=/sign-in', undefined, ['/a']])('%j is no way back', (path) => {
  expect(safePath(path)).toBe('/');
});
