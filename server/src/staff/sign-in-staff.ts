import { randomBytes } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { recordFailure } from '../graphql/units-of-work.ts';
import type { Clinician, Staff } from '../identity/actor.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { secretDigest } from '../identity/sessions.ts';
import { unavailable } from './begin-staff-sign-in.ts';
import { isStrongEnough } from './sign-in-strength.ts';
import { StaffAccount } from './staff-account.entity.ts';
import { MAX_PROOF_AGE_SECONDS, StaffProviderDenied, StaffProviderTrouble, type StaffIdentity, type StaffProvider } from './staff-provider.ts';
import { StaffProviderUnavailable, type StaffSignInReason, StaffSignInRefused } from './staff-refusals.types.ts';
import { StaffSession } from './staff-session.entity.ts';
import { actorOfSession, STAFF_TOKEN_PREFIX } from './staff-sessions.ts';
import { StaffSignIn } from './staff-sign-in.entity.ts';

/** What the page brings back from the provider. */
export interface ProviderAnswer {
  readonly attempt: string;
  /** The query of the address to which the provider returned, as it came. */
  readonly answer: string;
}

/** A fresh session and the only copy of its token. */
export interface StaffSignedIn {
  readonly token: string;
  readonly actor: Staff | Clinician;
}

/** How far two clocks may be apart, in milliseconds. */
const CLOCKS_DIFFER = 60_000;

/**
 * Exchanges the provider's answer for a session. The attempt is used up before the provider is asked, and every failure leaves
 * an audit entry of its own (GB/T 22239 8.1.4.3), although a refusal otherwise leaves nothing. Whoever signs in ends the
 * sessions of the same account elsewhere: a second place at which it is used would go unnoticed.
 */
export async function signInStaff(context: Context, input: ProviderAnswer): Promise<StaffSignedIn> {
  const { em, now, staffProvider } = context;
  const wait = (await context.limits.take('staffSignIn', context.clientAddress)) ?? (await context.limits.waitFor('failedStaffSignIn', context.clientAddress));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));
  if (!staffProvider) throw new Refused(new StaffProviderUnavailable());

  const identity = await exchange(context, staffProvider, input);
  const account = await em.findOne(StaffAccount, { issuer: staffProvider.settings.issuer, subject: identity.subject }, { populate: ['organisation', 'hospital'] });
  if (!account) throw await refused(context, 'ACCOUNT_UNKNOWN', null);
  const waitOfAccount = await context.limits.waitFor('failedStaffSignIn', account.id);
  if (waitOfAccount !== null) throw new Refused(new TooManyRequests(waitOfAccount));
  if (!isStrongEnough(identity, staffProvider.settings.acrValues)) throw await refused(context, 'SECOND_FACTOR_MISSING', account.id);
  if (!isFresh(identity.authenticatedAt, now())) throw await refused(context, 'PROOF_TOO_OLD', account.id);
  if (!account.isValidOn(shanghaiDayOf(now()))) throw await refused(context, 'ACCOUNT_NOT_IN_FORCE', account.id);

  for (const former of await em.find(StaffSession, { account: account.id, endedAt: null })) former.endedAt = now();
  const token = `${STAFF_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  const methods = identity.amr.length > 0 ? identity.amr : [`acr:${identity.acr ?? ''}`];
  const session = em.create(StaffSession, { tokenHash: secretDigest(token), account, authenticatedAt: identity.authenticatedAt, methods, signedInAt: now(), lastSeenAt: now(), endedAt: null });
  const actor = actorOfSession(session, account);
  if (!actor) throw new Error('An account has neither a body nor a hospital');
  return { token, actor };
}

async function exchange(context: Context, provider: StaffProvider, { attempt, answer }: ProviderAnswer): Promise<StaffIdentity> {
  const begun = await context.em.findOne(StaffSignIn, { attemptHash: secretDigest(attempt) });
  if (!begun || begun.usedAt || begun.expiresAt <= context.now()) throw await refused(context, 'ATTEMPT_INVALID', null);
  // Two at once: the later one finds no row left to mark.
  // lock: whether this request was the first is known from how many rows were marked.
  const marked = await context.em.fork().nativeUpdate(StaffSignIn, { id: begun.id, usedAt: null }, { usedAt: context.now() });
  if (marked !== 1) throw await refused(context, 'ATTEMPT_INVALID', null);
  try {
    return await provider.exchange(begun.returnUrl, answer, begun.secrets(context.vault));
  } catch (error) {
    if (error instanceof StaffProviderDenied) throw await refused(context, 'PROVIDER_REFUSED', null);
    throw error instanceof StaffProviderTrouble ? unavailable(context, error) : error;
  }
}

/** Counts and records the failure, and makes the refusal that tells of it. */
async function refused(context: Context, reason: StaffSignInReason, accountId: string | null): Promise<Refused> {
  for (const caller of accountId === null ? [context.clientAddress] : [context.clientAddress, accountId]) await context.limits.take('failedStaffSignIn', caller);
  await recordFailure(context, { operation: 'signInStaff', outcome: reason, accountId });
  return new Refused(new StaffSignInRefused(reason));
}

function isFresh(authenticatedAt: Date | null, now: Date): authenticatedAt is Date {
  if (!authenticatedAt) return false;
  const age = now.getTime() - authenticatedAt.getTime();
  return age >= -CLOCKS_DIFFER && age <= MAX_PROOF_AGE_SECONDS * 1000 + CLOCKS_DIFFER;
}
