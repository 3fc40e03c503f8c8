import { useRoute, useRouter } from 'vue-router';
import { useExecute } from '../../api/execute.ts';
import { hasSignedInHere, rememberReturn } from '../../api/begin-session.ts';
import { exchangeTicket, isSignInUnavailable, signInPage } from '../../api/sign-in.ts';
import { cameByBack } from '../../container/arrival.ts';
import { useContainer } from '../../container/use-container.ts';

/** What came of asking for a new ticket in the middle of a submission. */
export type Renewal =
  /** The same person holds the phone: the submission goes on by itself. */
  | { readonly is: 'renewed' }
  /** The page is about to leave for the sign-in page, and will come back here. */
  | { readonly is: 'leaving' }
  /** The person goes to the sign-in page when they press. */
  | { readonly is: 'offered'; readonly leave: () => void }
  /** Another person holds the phone: nothing is sent. */
  | { readonly is: 'switched' }
  /** Sign-in itself is out of order. */
  | { readonly is: 'unavailable' }
  /** There is no way to sign in here, or the ticket was refused: signing in by hand explains why. */
  | { readonly is: 'elsewhere'; readonly leave: () => void };

/** A new ticket for whoever is about to decide: by the container's bridge without a word, else by the sign-in page and back. */
export interface FreshSignIn {
  renew(): Promise<Renewal>;
  /** Whether the person has just come back here signed in, so that what they had pressed can go on. */
  readonly hasReturned: boolean;
  /** Whether they have come back because sign-in is out of order. */
  readonly returnedInVain: boolean;
}

/** The road is that of signing in (channel.md 1.1); what the person had typed waits in the draft meanwhile. */
export function useFreshSignIn(): FreshSignIn {
  const execute = useExecute();
  const container = useContainer();
  const route = useRoute();
  const router = useRouter();

  async function renew(): Promise<Renewal> {
    const here = route.fullPath;
    const byHand = () => void router.push({ path: '/sign-in', query: { returnTo: here } });
    const ticketId = await container.ssoTicket();
    if (ticketId !== null) {
      const exchange = await exchangeTicket(execute, container, 'ZHELIBAN_TICKET_ID', ticketId, () => router.replace('/sign-in/switched'));
      if (exchange.is === 'signedIn') return exchange.isSamePerson === true ? { is: 'renewed' } : { is: 'switched' };
      return exchange.refusal.__typename === 'IdentityProviderUnavailable' ? { is: 'unavailable' } : { is: 'elsewhere', leave: byHand };
    }
    const url = await signInPage(execute, container);
    if (url === null) return { is: 'elsewhere', leave: byHand };
    const leave = () => {
      rememberReturn(here);
      container.leaveFor(url);
    };
    // Someone who has come back from there must not be bounced forward again (channel.md 1.10).
    if (container.kind !== 'zheliban' || cameByBack(null)) return { is: 'offered', leave };
    leave();
    return { is: 'leaving' };
  }

  return { renew, hasReturned: hasSignedInHere(), returnedInVain: isSignInUnavailable() };
}
