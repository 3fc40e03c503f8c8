import { type ShallowRef, shallowRef } from 'vue';
import type { SignInMethod } from '../../../../schema/generated/graphql.ts';
import { useExecute } from '../../api/execute.ts';
import { dropSession } from '../../api/session.ts';
import { acceptUnasked, declineUnasked, type Exchange, exchangeTicket, exchangeUnasked, type SignedIn, type SignInRefusal, signInPage } from '../../api/sign-in.ts';
import { useContainer } from '../../container/use-container.ts';

/** Where sign-in stands; exactly one of these at any time. */
export type SignInState =
  | { readonly is: 'working' }
  | { readonly is: 'offered'; readonly redirectUrl: string }
  /** A ticket came that nobody here asked for: is the person in front the one it stands for? */
  | { readonly is: 'asked'; readonly signedIn: SignedIn }
  | { readonly is: 'declined' }
  | { readonly is: 'refused'; readonly refusal: SignInRefusal }
  | { readonly is: 'failed'; readonly fault: unknown }
  | { readonly is: 'closed' }
  /** Signed in; `lostDrafts`: what another person had typed here is gone and was not sent. */
  | { readonly is: 'done'; readonly lostDrafts: boolean };

/** The roads of channel.md 1.1: the container's own ticket first, else the sign-in page by redirect. */
export function useSignIn(): {
  readonly state: Readonly<ShallowRef<SignInState>>;
  start(mayLeaveAtOnce: boolean): Promise<void>;
  /** A ticket that this page asked for. */
  exchange(method: SignInMethod, ticket: string): Promise<void>;
  /** A ticket that came without this page having asked: from 浙里办's own portal, or from a stranger's link. */
  arrive(method: SignInMethod, ticket: string): Promise<void>;
  accept(signedIn: SignedIn): Promise<void>;
  decline(signedIn: SignedIn): Promise<void>;
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
    await trying(async () => {
      const redirectUrl = await signInPage(execute, container);
      if (redirectUrl === null) return { is: 'closed' };
      if (container.kind !== 'zheliban' || !mayLeaveAtOnce) return { is: 'offered', redirectUrl };
      container.leaveFor(redirectUrl);
      return { is: 'working' };
    });
  }

  const exchange = (method: SignInMethod, ticket: string): Promise<void> =>
    trying(
      async () => stateAfter(await exchangeTicket(execute, container, method, ticket)),
      // Nobody knows whose the ticket was: the former person's session is not left to somebody else.
      dropSession,
    );

  async function arrive(method: SignInMethod, ticket: string): Promise<void> {
    state.value = { is: 'working' };
    // The container's own word for who is there is better than a ticket in an address.
    const ticketId = await container.ssoTicket();
    if (ticketId !== null) return exchange('ZHELIBAN_TICKET_ID', ticketId);
    await trying(async () => {
      const signIn = await exchangeUnasked(execute, container, method, ticket);
      return signIn.__typename === 'SignInSuccess' ? { is: 'asked', signedIn: signIn } : { is: 'refused', refusal: signIn };
    });
  }

  async function accept(signedIn: SignedIn): Promise<void> {
    state.value = { is: 'working' };
    state.value = { is: 'done', lostDrafts: await acceptUnasked(execute, signedIn) };
  }

  async function decline(signedIn: SignedIn): Promise<void> {
    state.value = { is: 'working' };
    await declineUnasked(execute, signedIn);
    state.value = { is: 'declined' };
  }

  async function trying(attempt: () => Promise<SignInState>, afterFault: () => void = () => undefined): Promise<void> {
    state.value = { is: 'working' };
    try {
      state.value = await attempt();
    } catch (fault) {
      afterFault();
      state.value = { is: 'failed', fault };
    }
  }

  return { state, start, exchange, arrive, accept, decline, leaveFor: (url) => container.leaveFor(url) };
}

const stateAfter = (exchange: Exchange): SignInState =>
  exchange.is === 'signedIn' ? { is: 'done', lostDrafts: exchange.lostDrafts } : { is: 'refused', refusal: exchange.refusal };
