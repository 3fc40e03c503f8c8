import { beforeEach, expect, test, vi } from 'vitest';
import { NetworkLost } from '../api/faults.ts';
import { type Answers, withinApp } from '../testing/within-app.ts';
import { beginDeskSession, deskToken, endDeskSession, takeAttempt } from './desk-session.ts';
import { useDeskSignIn } from './use-desk-sign-in.ts';

const leave = vi.fn();
const signInWith = (answers: Answers) => withinApp(() => useDeskSignIn(leave), { answers });
const refusal = (typename: string) => () => ({ [typename === 'begin' ? 'beginStaffSignIn' : 'signInStaff']: { __typename: 'StaffProviderUnavailable', code: 'STAFF_PROVIDER_UNAVAILABLE', message: '统一认证暂时无法使用' } });

beforeEach(() => {
  endDeskSession();
  takeAttempt();
  leave.mockReset();
});

test('the way to the provider keeps the secret of the attempt in this tab', async () => {
  const { result, asked } = signInWith({ BeginStaffSignIn: () => ({ beginStaffSignIn: { __typename: 'BeginStaffSignInSuccess', url: 'https://idp.example/auth', attempt: 'secret' } }) });
  await result.begin();
  expect(leave).toHaveBeenCalledWith('https://idp.example/auth');
  expect(asked[0]?.variables).toEqual({ input: { returnUrl: `${window.location.origin}${window.location.pathname}` } });
  expect(takeAttempt()).toBe('secret');
});

test('the answer of the provider is exchanged with the attempt of this tab', async () => {
  const { result, asked } = signInWith({
    BeginStaffSignIn: () => ({ beginStaffSignIn: { __typename: 'BeginStaffSignInSuccess', url: 'https://idp.example/auth', attempt: 'secret' } }),
    SignInStaff: () => ({ signInStaff: { __typename: 'SignInStaffSuccess', token: 'staff.token' } }),
  });
  await result.begin();
  await result.finish('code=c&state=s');
  expect(asked[1]?.variables).toEqual({ input: { attempt: 'secret', answer: 'code=c&state=s' } });
  expect([result.state.value, deskToken()]).toEqual([{ is: 'done' }, 'staff.token']);
});

test('an answer that comes to another tab has no attempt, and the server says so', async () => {
  const { result, asked } = signInWith({ SignInStaff: () => ({ signInStaff: { __typename: 'StaffSignInRefused', reason: 'ATTEMPT_INVALID', message: '这次登录已失效' } }) });
  await result.finish('code=c&state=s');
  expect(asked[0]?.variables).toEqual({ input: { attempt: '', answer: 'code=c&state=s' } });
  expect([result.state.value, deskToken()]).toEqual([{ is: 'refused', message: '这次登录已失效' }, null]);
});

test('a refusal of any kind is shown in the server’s words', async () => {
  const { result } = signInWith({ BeginStaffSignIn: refusal('begin'), SignInStaff: refusal('finish') });
  await result.begin();
  expect(result.state.value).toEqual({ is: 'refused', message: '统一认证暂时无法使用' });
  await result.finish('x');
  expect(result.state.value).toEqual({ is: 'refused', message: '统一认证暂时无法使用' });
  expect(leave).not.toHaveBeenCalled();
});

test('a lost network is told, and nobody leaves', async () => {
  const lost = () => {
    throw new NetworkLost('r');
  };
  const { result } = signInWith({ BeginStaffSignIn: lost, SignInStaff: lost });
  await result.begin();
  expect(result.state.value).toMatchObject({ is: 'failed' });
  await result.finish('x');
  expect(result.state.value).toMatchObject({ is: 'failed' });
  expect(leave).not.toHaveBeenCalled();
});

test('signing out forgets the session and goes on to the provider; without the network it forgets it all the same', async () => {
  beginDeskSession('staff.token');
  await signInWith({ SignOutStaff: () => ({ signOutStaff: { signedOutAt: '', providerUrl: 'https://idp.example/end' } }) }).result.signOut();
  expect([deskToken(), leave.mock.calls]).toEqual([null, [['https://idp.example/end']]]);
  beginDeskSession('staff.token');
  await signInWith({ SignOutStaff: () => { throw new NetworkLost('r'); } }).result.signOut();
  expect(deskToken()).toBeNull();
});
