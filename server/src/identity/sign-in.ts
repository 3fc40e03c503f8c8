import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Citizen } from './actor.ts';
import { IdentityProviderUnavailable, LegalPersonAccount, SignInRefusedByProvider, type Container, type IdentityProvider, type SignInMethod, type VerifiedIdentity } from './identity-provider.ts';
import { observedExchange } from './provider-health.ts';
import { Session, SessionEnd, sealIdentity } from './session.entity.ts';
import { citizenWith, personIndexesOf, personIndexOf, secretDigest } from './sessions.ts';
import { LegalPersonNotSupported, ProviderUnavailable, SignInRefused } from './sign-in-refusals.types.ts';

/** The ticket that a container handed to the page. */
export interface TicketExchange {
  readonly method: SignInMethod;
  readonly ticket: string;
  readonly container: Container;
}

/** A fresh session and the only copy of its token. */
export interface SignedIn {
  readonly token: string;
  readonly citizen: Citizen;
  /** Whether the session that came with the request was the same person's; null when none came. */
  readonly isSamePerson: boolean | null;
}

/**
 * Exchanges a single-use ticket for a session. The session that came with the request ends (another person may now hold
 * the phone, 浙里办 listing rule 2), and so does the person's former session in the same channel.
 */
export async function signIn(context: Context, input: TicketExchange): Promise<SignedIn> {
  const { em, vault, now } = context;
  const wait = await context.limits.take('signIn', context.clientAddress);
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const ticketHash = secretDigest(`${input.method}:${input.ticket}`);
  if (await em.findOne(Session, { ticketHash }, { fields: ['id'] })) throw new Refused(new SignInRefused('TICKET_USED', null));
  const identity = await exchange(context, input);
  const personIndex = personIndexOf(vault, identity);

  const presented = context.actor.kind === 'CITIZEN' ? [context.actor.session.id] : [];
  const indexes = Object.values(personIndexesOf(vault, identity)).filter((index) => index !== null);
  const former = await em.find(Session, { endedAt: null, $or: [{ id: { $in: presented } }, { personIndex: { $in: indexes }, channel: input.container }] });
  for (const session of former) session.end(SessionEnd.REPLACED, now());

  const id = randomUUID();
  const token = randomBytes(32).toString('base64url');
  const session = em.create(Session, {
    id,
    tokenHash: secretDigest(token),
    ticketHash,
    personIndex,
    indexSlot: vault.indexSlot,
    provider: identity.provider,
    channel: input.container,
    assuranceLevel: identity.assuranceLevel,
    sealedIdentity: sealIdentity(vault, id, token, identity),
    signedInAt: now(),
    lastSeenAt: now(),
    endedAt: null,
    endReason: null,
  });
  const citizen = citizenWith(session, identity, vault);
  // While the index key is being replaced a person may be known under either.
  const { actor } = context;
  const isSamePerson = actor.kind === 'CITIZEN' ? indexes.some((index) => index.equals(actor.personIndex)) : null;
  return { token, citizen, isSamePerson };
}

async function exchange(context: Context, input: TicketExchange): Promise<VerifiedIdentity> {
  const provider = context.identityProviders.find((each) => each.method === input.method);
  if (!provider) throw new Refused(new ProviderUnavailable());
  try {
    return await onceInThisRequest(context, `${input.method}:${input.ticket}`, () => observedExchange(provider, input.ticket, input.container, context.now()));
  } catch (error) {
    throw refusalOf(context, provider, input.container, error);
  }
}

// A command that lost a race is run again; the ticket was spent by then, and what it stood for is still known.
const exchanged = new WeakMap<Context['loaders'], Map<string, Promise<VerifiedIdentity>>>();

function onceInThisRequest({ loaders }: Context, ticket: string, exchangeIt: () => Promise<VerifiedIdentity>): Promise<VerifiedIdentity> {
  const known = exchanged.get(loaders) ?? new Map<string, Promise<VerifiedIdentity>>();
  exchanged.set(loaders, known);
  const identity = known.get(ticket) ?? exchangeIt();
  known.set(ticket, identity);
  return identity;
}

function refusalOf(context: Context, provider: IdentityProvider, container: Container, error: unknown): unknown {
  if (error instanceof SignInRefusedByProvider) {
    context.log.info({ requestId: context.requestId, reason: error.reason, providerCode: error.providerCode }, 'sign-in refused');
    return new Refused(new SignInRefused(error.reason, provider.stepUpUrl(container, null)));
  }
  if (error instanceof LegalPersonAccount) return new Refused(new LegalPersonNotSupported());
  if (error instanceof IdentityProviderUnavailable) {
    context.log[error.alarm ? 'error' : 'warn']({ requestId: context.requestId, trouble: error.trouble, providerCode: error.providerCode }, 'identity provider unavailable');
    return new Refused(new ProviderUnavailable());
  }
  return error;
}
