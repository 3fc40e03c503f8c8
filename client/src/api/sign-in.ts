import { ref } from 'vue';
import { SignInDocument, type SignInMethod, type SignInMutation, SignInOptionsDocument, type SignInOptionsQuery, SignOutDocument } from '../../../schema/generated/graphql.ts';
import type { AppContainer } from '../container/app-container.ts';
import { environment } from '../environment.ts';
import type { Execute } from './execute.ts';
import { beginSession } from './begin-session.ts';
import { dropSession, sessionToken } from './session.ts';
import { beginAttempt } from './sign-in-attempt.ts';

/** Why sign-in was refused, in the server's words for the citizen. */
export type SignInRefusal = Exclude<SignInMutation['signIn'], { __typename: 'SignInSuccess' }>;

/** Somebody whom a ticket stands for. */
export type SignedIn = Extract<SignInMutation['signIn'], { __typename: 'SignInSuccess' }>;

/** What came of a ticket. `lostDrafts`: unsent answers of another person were removed. */
export type Exchange =
  | { readonly is: 'signedIn'; readonly isSamePerson: boolean | null; readonly lostDrafts: boolean }
  | { readonly is: 'refused'; readonly refusal: SignInRefusal };

const unavailable = ref(false);

/** Whether the last ticket could not be exchanged because sign-in itself was out of order. */
export const isSignInUnavailable = (): boolean => unavailable.value;

/**
 * Trades a ticket for a session. The session so far goes along: the server ends it in the same step and tells whether both
 * are the same person's. A refused ticket may be another person's, so the former session ends, too, unless it is
 * sign-in itself that does not answer.
 * @param beforeAnother leaves the former person's page before the device turns to another one.
 */
export async function exchangeTicket(execute: Execute, container: AppContainer, method: SignInMethod, ticket: string, beforeAnother: () => Promise<unknown> = () => Promise.resolve()): Promise<Exchange> {
  const { signIn } = await execute(SignInDocument, { input: { method, ticket, container: container.channel } });
  noteTrouble(signIn);
  if (signIn.__typename === 'SignInSuccess') {
    if (signIn.isSamePerson !== true) await beforeAnother();
    const lostDrafts = await beginSession(signIn.token, signIn.viewer.citizen, signIn.isSamePerson);
    return { is: 'signedIn', isSamePerson: signIn.isSamePerson, lostDrafts };
  }
  if (signIn.__typename !== 'IdentityProviderUnavailable') await leaveSession(execute);
  return { is: 'refused', refusal: signIn };
}

/**
 * Finds out whom a ticket stands for that nobody here asked for: the session belongs to nobody on this device until the
 * person has said that it is them.
 */
export async function exchangeUnasked(execute: Execute, container: AppContainer, method: SignInMethod, ticket: string): Promise<SignInMutation['signIn']> {
  const { signIn } = await execute(SignInDocument, { input: { method, ticket, container: container.channel } }, { token: null });
  noteTrouble(signIn);
  return signIn;
}

/** The person has said that it is them: whoever was signed in before is signed out, and they are in. */
export async function acceptUnasked(execute: Execute, { token, viewer }: SignedIn): Promise<boolean> {
  await leaveSession(execute);
  return beginSession(token, viewer.citizen);
}

/** The person has said that it is not them: the session ends on the server as well. */
export async function declineUnasked(execute: Execute, { token }: SignedIn): Promise<void> {
  await execute(SignOutDocument, {}, { token }).catch(() => undefined);
}

/** Where the page must go for a ticket, with the mark by which it knows its own sign-in again; null when there is no way. */
export async function signInPage(execute: Execute, container: AppContainer): Promise<string | null> {
  const { signInOptions } = await execute(SignInOptionsDocument, { container: container.channel, returnTo: markedReturn() });
  return redirectOf(signInOptions);
}

/** This page as the place to come back to, marked as the beginning of a sign-in of this tab. */
export function markedReturn(): string {
  const { origin, pathname, search } = window.location;
  // A path while page and server share an origin; the hosted 浙里办 package lives elsewhere and names itself in full.
  return beginAttempt((environment.isHosted || !environment.graphqlUrl.startsWith('/') ? origin : '') + pathname + search);
}

const redirectOf = (options: SignInOptionsQuery['signInOptions']): string | null =>
  options.find(({ redirectUrl }) => redirectUrl !== null)?.redirectUrl ?? null;

async function leaveSession(execute: Execute): Promise<void> {
  if (sessionToken() !== null) await execute(SignOutDocument, {}).catch(() => undefined);
  dropSession();
}

function noteTrouble(signIn: SignInMutation['signIn']): void {
  unavailable.value = signIn.__typename === 'IdentityProviderUnavailable';
}
