import { beforeEach, expect, test, vi } from 'vitest';
import { NetworkLost } from '../../api/faults.ts';
import { beginSession, endSession, sessionToken } from '../../api/session.ts';
import { type Answers, fakeContainer, withinApp } from '../../testing/within-app.ts';
import { useSignIn } from './use-sign-in.ts';

const citizen = { maskedName: '*秀英', documentType: 'RESIDENT_ID_CARD', maskedDocumentNumber: '3***1' };
const welcome = () => ({ signIn: { __typename: 'SignInSuccess', token: 'new', viewer: { citizen } } });
const byRedirect = () => ({ signInOptions: [{ method: 'ZHELIBAN_TICKET_ID', redirectUrl: null, stepUpUrl: null }, { method: 'ZHELIBAN_TICKET', redirectUrl: 'https://sso.example/', stepUpUrl: null }] });

const signInWith = (answers: Answers, container = fakeContainer()) => withinApp(useSignIn, { answers, container });

beforeEach(() => endSession());

test('the container\'s own ticket comes first and needs no redirect', async () => {
  const { result, asked } = signInWith({ SignIn: welcome }, fakeContainer({ channel: 'ZHELIBAN_WECHAT', ssoTicket: () => Promise.resolve('tk') }));
  await result.start(true);
  expect(asked.map(({ name }) => name)).toEqual(['SignIn']);
  expect(asked[0]?.variables).toEqual({ input: { method: 'ZHELIBAN_TICKET_ID', ticket: 'tk', container: 'ZHELIBAN_WECHAT' } });
  expect(result.state.value).toEqual({ is: 'done' });
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

test('a new ticket signs the former person out first, here and on the server', async () => {
  await beginSession('former', { ...citizen, maskedName: '*建国' });
  const tokens: (string | null)[] = [];
  const remember = (answer: () => unknown) => () => {
    tokens.push(sessionToken());
    return answer();
  };
  const { result } = signInWith({ SignOut: remember(() => ({ signOut: { signedOutAt: '' } })), SignIn: remember(welcome) });
  await result.exchange('ZHELIBAN_TICKET', 'x');
  expect(tokens).toEqual(['former', null]);
  expect(sessionToken()).toBe('new');
});
