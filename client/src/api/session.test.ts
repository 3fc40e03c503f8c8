import { beforeEach, expect, test } from 'vitest';
import { useDraft } from '../use-draft.ts';
import { beginSession, endSession, rememberReturn, safePath, takeReturn } from './begin-session.ts';
import { dropSession, expireSession, hasLapsed, isSignedIn, sessionMark, sessionToken } from './session.ts';

const one = { maskedName: '*秀英', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3***********1' };
const another = { ...one, maskedName: '*建国' };
const storedWords = () => Object.values({ ...sessionStorage }).join(' ');

beforeEach(() => {
  endSession();
  sessionStorage.clear();
});

test('a session is known until it is ended', async () => {
  await beginSession('secret', one);
  expect([sessionToken(), isSignedIn.value]).toEqual(['secret', true]);
  expireSession();
  expect([sessionToken(), isSignedIn.value]).toEqual([null, false]);
});

test('a session that ended by itself is remembered as such until somebody signs in, and one that was ended on purpose is not', async () => {
  expireSession();
  expect(hasLapsed(), 'nobody was signed in').toBe(false);
  await beginSession('a', one);
  expireSession();
  expireSession();
  expect(hasLapsed()).toBe(true);
  await beginSession('b', one);
  expect(hasLapsed()).toBe(false);
  for (const onPurpose of [endSession, dropSession]) {
    await beginSession('c', one);
    onPurpose();
    expect(hasLapsed()).toBe(false);
  }
});

test('drafts survive an expired session of the same person', async () => {
  await beginSession('a', one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  expireSession();
  await beginSession('b', one);
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('137');
});

test('another person finds nothing of the former one', async () => {
  await beginSession('a', one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  await beginSession('b', another);
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('');
});

test('signing out leaves nothing on the device', async () => {
  await beginSession('a', one);
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  rememberReturn('/register');
  endSession();
  expect(sessionStorage.length).toBe(0);
});

test('neither name nor number rests on the device', async () => {
  await beginSession('a', one);
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

test('the server’s word that it is the same person keeps the answers and changes no page, even where the device cannot tell', async () => {
  await beginSession('a', one);
  const before = sessionMark.value;
  useDraft('register', () => ({ phone: '' })).value.value.phone = '137';
  expect(await beginSession('b', another, true)).toBe(false);
  expect([sessionToken(), sessionMark.value]).toEqual(['b', before]);
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('137');
});

test.each([
  [{ key: 'k' }, true],
  [null, false],
])('the server’s word that it is another person removes the answers, even where both look alike; with an attempt %j they are told: %s', async (attempt, told) => {
  await beginSession('a', one);
  const draft = useDraft<{ phone: string; attempt: object | null }>('register', () => ({ phone: '', attempt: null }));
  draft.value.value = { phone: '137', attempt };
  expect(await beginSession('b', one, false)).toBe(told);
  expect(sessionMark.value).toBe('b');
  expect(useDraft('register', () => ({ phone: '' })).value.value.phone).toBe('');
});
