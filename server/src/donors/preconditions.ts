import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Citizen } from '../identity/actor.ts';
import type { VerifiedIdentity } from '../identity/identity-provider.ts';
import { isFresh } from '../identity/sessions.ts';
import { waysToSignIn } from '../identity/sign-in-options.ts';
import { isConsentInForce, type ConsentPurpose } from '../policy/consent-texts.ts';
import { AssuranceTooLow, ConsentOutdated, DecisionChangedMeanwhile, DecisionFrozen, FreshSignInNeeded, IdentityIncomplete, NoStandingDecision, UnderAge } from './decision-refusals.types.ts';
import { citizenOf, isAssuredEnough, isIdentityComplete, isOfAge } from './donor.policy.ts';
import type { Donor } from './donor.entity.ts';
import { ownRecord, recentDecisionTimes, type OwnRecord } from './donor.queries.ts';
import { stepUpUrlFor } from '../identity/step-up.ts';

/** A citizen whose age is known. */
export type KnownCitizen = Citizen & { readonly identity: VerifiedIdentity & { birthday: string } };

/**
 * The caller, identified strongly enough to change anything.
 * @throws AccessDenied when nobody is signed in; Refused AssuranceTooLow when the sign-in is too weak.
 */
export function assuredCitizen(context: Context): Citizen {
  const citizen = citizenOf(context.actor);
  // By the session's own column: it says the same as the sealed identity, and withdrawing must not wait for a key service.
  if (!isAssuredEnough(citizen.session)) throw new Refused(new AssuranceTooLow(citizen.session.assuranceLevel, stepUpUrlFor(context, citizen)));
  return citizen;
}

/**
 * The caller, identified strongly enough and so lately that it is surely still them who holds the phone.
 * @throws Refused FreshSignInNeeded, with the ways to a new ticket.
 */
export function freshCitizen(context: Context): Citizen {
  const citizen = assuredCitizen(context);
  const { session } = citizen;
  if (isFresh(session, context.config.session, context.now())) return citizen;
  throw new Refused(new FreshSignInNeeded(context.config.session.freshSeconds, session.signedInAt, waysToSignIn(context, session.channel, null)));
}

/**
 * The caller, old enough to decide (条例 art. 9(1)) on this day in China.
 * @throws Refused IdentityIncomplete or UnderAge.
 */
export function adultCitizen(context: Context): KnownCitizen {
  const citizen = freshCitizen(context);
  if (!isKnown(citizen)) throw new Refused(new IdentityIncomplete());
  if (!isOfAge(citizen.identity.birthday, context.now())) throw new Refused(new UnderAge());
  return citizen;
}

/** @throws Refused ConsentOutdated unless the words that were read are the words in force. */
export function assertConsent(purpose: ConsentPurpose, consent: { version: string; hash: string }): void {
  if (!isConsentInForce(purpose, consent)) throw new Refused(new ConsentOutdated(purpose));
}

/** @throws Refused DecisionChangedMeanwhile unless the record is at the version that the caller last read; null stands for no record. */
export function assertVersion(record: OwnRecord | null, expectedVersion: number | null | undefined): void {
  if ((record?.donor.version ?? null) !== (expectedVersion ?? null)) throw new Refused(new DecisionChangedMeanwhile(record?.donor ?? null));
}

/**
 * The caller's own record with a standing decision, at the version they last read.
 * @throws Refused NoStandingDecision when there is none; DecisionChangedMeanwhile when it is not that version.
 */
export async function standingRecordAt(context: Context, citizen: Citizen, expectedVersion: number): Promise<OwnRecord> {
  const record = await ownRecord(context.em, citizen);
  if (!record) throw new Refused(new NoStandingDecision());
  assertVersion(record, expectedVersion);
  if (!record.latest.isStanding()) throw new Refused(new NoStandingDecision());
  return record;
}

/**
 * Everything but a withdrawal: not while the decision is frozen, and not without end on one day.
 * @throws Refused DecisionFrozen or TooManyRequests.
 */
export async function assertMayDecide({ em, config, now }: Context, donor: Donor): Promise<void> {
  const freeze = donor.freeze();
  if (freeze) throw new Refused(new DecisionFrozen(freeze));
  const { perDay } = config.decisions;
  const times = await recentDecisionTimes(em, donor, new Date(now().getTime() - DAY), perDay);
  const first = times[perDay - 1];
  if (first) throw new Refused(new TooManyRequests(Math.ceil((first.getTime() + DAY - now().getTime()) / 1000), enoughForToday));
}

const DAY = 86_400_000;

const enoughForToday = {
  'zh-CN': '您今天办理的次数已经很多了，请明天再来。撤回不受这个限制。',
  en: 'You have decided many times today. Please come back tomorrow. Withdrawing is always possible.',
};

function isKnown(citizen: Citizen): citizen is KnownCitizen {
  return isIdentityComplete(citizen.identity);
}
