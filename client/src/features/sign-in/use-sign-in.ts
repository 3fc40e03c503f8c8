import { type ShallowRef, shallowRef } from 'vue';
import {
  SignInDocument,
  type SignInMethod,
  type SignInMutation,
  SignInOptionsDocument,
  type SignInOptionsQuery,
  SignOutDocument,
} from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { beginSession, expireSession, sessionToken } from '../../api/session.ts';
import { useContainer } from '../../container/use-container.ts';
import { environment } from '../../environment.ts';

/** Why sign-in was refused, in the server's words for the citizen. */
export type SignInRefusal = Exclude<SignInMutation['signIn'], { __typename: 'SignInSuccess' }>;

/** Where sign-in stands; exactly one of these at any time. */
export type SignInState =
  | { readonly is: 'working' }
  | { readonly is: 'offered'; readonly redirectUrl: string }
  | { readonly is: 'refused'; readonly refusal: SignInRefusal }
  | { readonly is: 'failed'; readonly fault: unknown }
  | { readonly is: 'closed' }
  | { readonly is: 'done' };

/** The roads of channel.md 1.1: the container's own ticket first, else the sign-in page by redirect. */
export function useSignIn(): {
  readonly state: Readonly<ShallowRef<SignInState>>;
  start(mayLeaveAtOnce: boolean): Promise<void>;
  exchange(method: SignInMethod, ticket: string): Promise<void>;
  leaveFor(url: string): void;
} {
  const execute = useExecute();
  const container = useContainer();
  const state = shallowRef<SignInState>({ is: 'working' });

  /** Looks for a way to sign in. Inside a container it is taken at once if it may; in a browser the person presses. */
  async function start(mayLeaveAtOnce: boolean): Promise<void> {
    state.value = { is: 'working' };
    const ticketId = await container.ssoTicket();
    if (ticketId !== null) return exchange('ZHELIBAN_TICKET_ID', ticketId);
    try {
      const { signInOptions } = await execute(SignInOptionsDocument, { container: container.channel, returnTo: thisPage() });
      const redirectUrl = redirectOf(signInOptions);
      if (redirectUrl === null) state.value = { is: 'closed' };
      else if (container.kind === 'zheliban' && mayLeaveAtOnce) container.leaveFor(redirectUrl);
      else state.value = { is: 'offered', redirectUrl };
    } catch (fault) {
      state.value = { is: 'failed', fault };
    }
  }

  /** Trades a ticket for a session. Whoever was signed in before is signed out first: the ticket may be another person's. */
  async function exchange(method: SignInMethod, ticket: string): Promise<void> {
    state.value = { is: 'working' };
    if (sessionToken() !== null) await execute(SignOutDocument, {}).catch(() => undefined);
    expireSession();
    try {
      const { signIn } = await execute(SignInDocument, { input: { method, ticket, container: container.channel } });
      if (signIn.__typename !== 'SignInSuccess') {
        state.value = { is: 'refused', refusal: signIn };
        return;
      }
      await beginSession(signIn.token, signIn.viewer.citizen);
      state.value = { is: 'done' };
    } catch (fault) {
      state.value = { is: 'failed', fault };
    }
  }

  return { state, start, exchange, leaveFor: (url) => container.leaveFor(url) };
}

const redirectOf = (options: SignInOptionsQuery['signInOptions']): string | null =>
  options.find(({ redirectUrl }) => redirectUrl !== null)?.redirectUrl ?? null;

/**
 * The page to come back to, without the question in front (that is remembered on the device). A path while page and
 * server share an origin; the hosted 浙里办 package lives elsewhere and names itself in full.
 */
export function thisPage(): string {
  const { origin, pathname, search } = window.location;
  return (environment.graphqlUrl.startsWith('/') ? '' : origin) + pathname + search;
}
