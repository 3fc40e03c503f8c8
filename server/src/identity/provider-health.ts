import { randomBytes } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import type { Citizen } from './actor.ts';
import { IdentityProviderUnavailable, ProviderTrouble, type Container, type IdentityProvider, type VerifiedIdentity } from './identity-provider.ts';

/** What this server last learnt about a provider, and when. */
interface Observation {
  readonly outOfOrder: boolean;
  readonly at: Date;
}

/** How long an observation is believed before the provider is asked again, in milliseconds. */
const BELIEVED = 30_000;

// One for each provider of each application in this process: another server may see it otherwise, and finds out itself.
const observations = new WeakMap<IdentityProvider, Observation>();

/** Exchanges a ticket and remembers whether the provider was able to answer at all; what it answers passes through. */
export async function observedExchange(provider: IdentityProvider, ticket: string, container: Container, now: Date): Promise<VerifiedIdentity> {
  try {
    const identity = await provider.exchange(ticket, container);
    observations.set(provider, { outOfOrder: false, at: now });
    return identity;
  } catch (error) {
    observations.set(provider, { outOfOrder: isOutOfOrder(error), at: now });
    throw error;
  }
}

/**
 * Whether nobody can sign in by the way that this person came: the provider is out of order, as this server found by its own
 * exchanges of the last half minute, or finds now by offering a ticket that cannot exist. The word of a caller counts for
 * nothing here. While the key service is away and this server has not opened the register's key yet, nobody can sign in either:
 * a session could not be sealed.
 */
export async function signInIsOutOfOrder({ identityProviders, now, vault }: Pick<Context, 'identityProviders' | 'now' | 'vault'>, citizen: Citizen): Promise<boolean> {
  if (vault.waitsForRegisterKey) return true;
  const { session } = citizen;
  // Of the session, which can be read although the identity is sealed.
  const method = session.provider ?? citizen.identity.provider;
  const provider = identityProviders.find((each) => each.method === method);
  return provider !== undefined && findsOutOfOrder(provider, session.channel, now());
}

async function findsOutOfOrder(provider: IdentityProvider, container: Container, now: Date): Promise<boolean> {
  const known = observations.get(provider);
  if (!known || now.getTime() - known.at.getTime() > BELIEVED) {
    // Of the form of a ticket (channel notes 1.4), and nobody's.
    await observedExchange(provider, `${randomBytes(16).toString('hex')}-ticket`, container, now).catch(() => undefined);
  }
  return observations.get(provider)?.outOfOrder ?? false;
}

/** An answer that we do not understand is an answer: an odd ticket of a caller must not make the provider look broken. */
function isOutOfOrder(error: unknown): boolean {
  return error instanceof IdentityProviderUnavailable && error.trouble !== ProviderTrouble.PROTOCOL;
}
