import { shallowRef } from 'vue';
import { BeginStaffSignInDocument, SignInStaffDocument, SignOutStaffDocument } from '../../../schema/generated/graphql.ts';
import { useExecute } from '../api/execute.ts';
import { beginDeskSession, deskAddress, endDeskSession, keepAttempt, takeAttempt } from './desk-session.ts';

/** How far a sign-in has come. */
export type DeskSignIn =
  | { readonly is: 'idle' | 'working' | 'done' }
  | { readonly is: 'refused'; readonly message: string }
  | { readonly is: 'failed'; readonly fault: unknown };

/** Leaves for another site; tests bring their own way. */
export type Leave = (url: string) => void;
const leaveByBrowser: Leave = (url) => window.location.assign(url);

/** Signing in by the provider and out of it, as the pages need it. */
export function useDeskSignIn(leave: Leave = leaveByBrowser) {
  const execute = useExecute();
  const state = shallowRef<DeskSignIn>({ is: 'idle' });

  /** Asks for an attempt, keeps its secret in this tab and goes to the provider. */
  async function begin(): Promise<void> {
    state.value = { is: 'working' };
    try {
      const { beginStaffSignIn } = await execute(BeginStaffSignInDocument, { input: { returnUrl: deskAddress() } });
      if (beginStaffSignIn.__typename !== 'BeginStaffSignInSuccess') {
        state.value = { is: 'refused', message: beginStaffSignIn.message };
        return;
      }
      keepAttempt(beginStaffSignIn.attempt);
      leave(beginStaffSignIn.url);
    } catch (fault) {
      state.value = { is: 'failed', fault };
    }
  }

  /** Exchanges the provider's answer for a session of this tab. */
  async function finish(answer: string): Promise<void> {
    state.value = { is: 'working' };
    try {
      const { signInStaff } = await execute(SignInStaffDocument, { input: { attempt: takeAttempt() ?? '', answer } });
      if (signInStaff.__typename !== 'SignInStaffSuccess') {
        state.value = { is: 'refused', message: signInStaff.message };
        return;
      }
      beginDeskSession(signInStaff.token);
      state.value = { is: 'done' };
    } catch (fault) {
      state.value = { is: 'failed', fault };
    }
  }

  /** Ends the session here, and then at the provider; without the network this desk forgets it all the same. */
  async function signOut(): Promise<void> {
    const answer = await execute(SignOutStaffDocument, { input: { returnUrl: deskAddress() } }).catch(() => null);
    endDeskSession();
    const providerUrl = answer?.signOutStaff.providerUrl;
    if (providerUrl) leave(providerUrl);
  }

  return { state, begin, finish, signOut };
}
