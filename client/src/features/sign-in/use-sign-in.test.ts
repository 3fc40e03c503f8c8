import { beforeEach, expect, test, vi } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { beginSession, endSession } from '../../api/begin-session.ts';
import { sessionToken } from '../../api/session.ts';
import { type Answers, fakeContainer, withinApp } from '../../testing/within-app.ts';
import { useSignIn } from './use-sign-in.ts';

const citizen = { maskedName: '*秀英', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3***1' };
const welcome = () => ({ signIn: { __typename: 'SignInSuccess', token: 'new', isSamePerson: null, viewer: { citizen } } });
const byRedirect = () => ({ signInOptions: [{ method: 'ZHELIBAN_TICKET_ID', redirectUrl: null, stepUpUrl: null }, { method: 'ZHELIBAN_TICKET', redirectUrl: 'https://sso.example/', stepUpUrl: null }] });

const signInWith = (answers: Answers, container = fakeContainer()) => withinApp(useSignIn, { answers, container });

beforeEach(() => endSession());

test('the container\'s own ticket comes first and needs no redirect', async () => {
  const { result, asked } = signInWith({ SignIn: welcome }, fakeContainer({ channel: 'ZHELIBAN_WECHAT', ssoTicket: () => Promise.resolve('tk') }));
  await result.start(true);
  expect(asked.map(({ name }) => name)).toEqual(['SignIn']);
  expect(asked[0]?.variables).toEqual({ input: { method: 'ZHELIBAN_TICKET_ID', ticket: 'tk', container: 'ZHELIBAN_WECHAT' } });
  expect(result.state.value).toEqual({ is: 'done', lostDrafts: false });
  expect(sessionToken()).toBe('new');
});

test('without one, the app inside 浙里办 goes to the sign-in page at once', async () => {
  const leaveFor = vi.fn();
  const { result } = signInWith({ SignInOptions: byRedirect }, fakeContainer({ kind: 'zheliban', leaveFor }));
  await result.start(true);
  expect(leaveFor).toHaveBeenCalledWith('https://sso.example/');
});

test('someone who has come back from there is not sent forward again', async () => {
  const leaveFor = vi.fn();
  const { result } = signInWith({ SignInOptions: byRedirect }, fakeContainer({ kind: 'zheliban', leaveFor }));
  await result.start(false);
  expect(leaveFor).not.toHaveBeenCalled();
  expect(result.state.value).toEqual({ is: 'offered', redirectUrl: 'https://sso.example/' });
});

test('in a browser the person decides to leave', async () => {
  const leaveFor = vi.fn();
  const { result } = signInWith({ SignInOptions: byRedirect }, fakeContainer({ leaveFor }));
  await result.start(true);
  expect(result.state.value).toMatchObject({ is: 'offered' });
  expect(leaveFor).not.toHaveBeenCalled();
});

test('no way to sign in is said, not hidden', async () => {
  const { result } = signInWith({ SignInOptions: () => ({ signInOptions: [] }) });
  await result.start(true);
  expect(result.state.value).toEqual({ is: 'closed' });
});

test('a refusal is shown in the server\'s words and opens no session', async () => {
  const refusal = { __typename: 'SignInRefused', code: 'SIGN_IN_REFUSED', message: '登录等待时间过长，请重新登录。' };
  const { result } = signInWith({ SignIn: () => ({ signIn: refusal }) });
  await result.exchange('ZHELIBAN_TICKET', 'old');
  expect(result.state.value).toEqual({ is: 'refused', refusal });
  expect(sessionToken()).toBeNull();
});

test('a lost network is told with a way to try again', async () => {
  const fault = new NetworkLost('r');
  const { result } = signInWith({
    SignIn: () => {
      throw fault;
    },
  });
  await result.exchange('ZHELIBAN_TICKET', 'x');
  expect(result.state.value).toEqual({ is: 'failed', fault });
});

test('a new ticket goes along with the former session, which the server ends in the same step', async () => {
  await beginSession('former', { ...citizen, maskedName: '*建国' });
  const tokens: (string | null)[] = [];
  const { result, asked } = signInWith({ SignIn: () => (tokens.push(sessionToken()), welcome()) });
  await result.exchange('ZHELIBAN_TICKET', 'x');
  expect(asked.map(({ name }) => name)).toEqual(['SignIn']);
  expect([tokens, sessionToken()]).toEqual([['former'], 'new']);
});

test('a refused ticket may be another person\'s: the former session ends; not so when sign-in itself does not answer', async () => {
  const refusal = (typename: string) => ({ SignIn: () => ({ signIn: { __typename: typename, code: '', message: '' } }), SignOut: () => ({ signOut: { signedOutAt: '' } }) });
  await beginSession('former', citizen);
  await signInWith(refusal('IdentityProviderUnavailable')).result.exchange('ZHELIBAN_TICKET', 'x');
  expect(sessionToken()).toBe('former');
  await signInWith(refusal('SignInRefused')).result.exchange('ZHELIBAN_TICKET', 'x');
  expect(sessionToken()).toBeNull();
});

test('a ticket that nobody here asked for signs nobody in before the person says that it is them', async () => {
  await beginSession('former', { ...citizen, maskedName: '*建国' });
  const { result, asked } = signInWith({ SignIn: welcome, SignOut: () => ({ signOut: { signedOutAt: '' } }) });
  await result.arrive('ZHELIBAN_TICKET', 'stranger');
  const state = result.state.value;
  if (state.is !== 'asked') throw new Error(state.is);
  expect([state.signedIn.viewer.citizen.maskedName, sessionToken()]).toEqual(['*秀英', 'former']);
  await result.decline(state.signedIn);
  expect([result.state.value.is, sessionToken()]).toEqual(['declined', 'former']);
  expect(asked.map(({ name }) => name)).toEqual(['SignIn', 'SignOut']);
});

test('the person who says that it is them is signed in, and whoever was before is signed out', async () => {
  await beginSession('former', { ...citizen, maskedName: '*建国' });
  const { result, asked } = signInWith({ SignIn: welcome, SignOut: () => ({ signOut: { signedOutAt: '' } }) });
  await result.arrive('ZHELIBAN_TICKET', 'portal');
  const state = result.state.value;
  if (state.is !== 'asked') throw new Error(state.is);
  await result.accept(state.signedIn);
  expect([result.state.value, sessionToken()]).toEqual([{ is: 'done', lostDrafts: false }, 'new']);
  expect(asked.map(({ name }) => name)).toEqual(['SignIn', 'SignOut']);
});

test('inside 浙里办 the container\'s own ticket is used instead of one that came in an address', async () => {
  const { result, asked } = signInWith({ SignIn: welcome }, fakeContainer({ ssoTicket: () => Promise.resolve('tk') }));
  await result.arrive('ZHELIBAN_TICKET', 'stranger');
  expect(asked[0]?.variables).toMatchObject({ input: { ticket: 'tk' } });
  expect(result.state.value.is).toBe('done');
});
