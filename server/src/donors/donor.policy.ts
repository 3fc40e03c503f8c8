import { AccessDenied } from '../graphql/refusals.ts';
import type { Actor, Citizen } from '../identity/actor.ts';
import { fullYearsOn, shanghaiDayOf } from '../identity/calendar.ts';
import type { AssuranceLevel, VerifiedIdentity } from '../identity/identity-provider.ts';
import { donationPolicy } from '../policy/donation-policy.ts';
import { DecisionState, type Decision } from './decision.entity.ts';

/** What a person can do about their decision. */
export const DonorAction = { REGISTER: 'REGISTER', EDIT: 'EDIT', REAFFIRM: 'REAFFIRM', REFUSE: 'REFUSE', WITHDRAW: 'WITHDRAW' } as const;
export type DonorAction = (typeof DonorAction)[keyof typeof DonorAction];

/** Why an action is not open to a person now. */
export const AbilityReason = {
  UNDER_AGE: 'UNDER_AGE',
  IDENTITY_INCOMPLETE: 'IDENTITY_INCOMPLETE',
  ASSURANCE_TOO_LOW: 'ASSURANCE_TOO_LOW',
  ALREADY_REGISTERED: 'ALREADY_REGISTERED',
  ALREADY_REFUSED: 'ALREADY_REFUSED',
  NO_STANDING_DECISION: 'NO_STANDING_DECISION',
  DISAVOWED: 'DISAVOWED',
  WITHDRAWAL_QUEUED: 'WITHDRAWAL_QUEUED',
  RECORD_RESTRICTED: 'RECORD_RESTRICTED',
} as const;
export type AbilityReason = (typeof AbilityReason)[keyof typeof AbilityReason];

/** One action with the reason that bars it; null when it is open. */
export interface ActionAbility {
  readonly action: DonorAction;
  readonly reason: AbilityReason | null;
}

/**
 * The signed-in citizen.
 * @throws AccessDenied UNAUTHENTICATED when nobody is signed in.
 */
export function citizenOf(actor: Actor): Citizen {
  if (actor.kind !== 'CITIZEN') throw new AccessDenied(actor.kind === 'ANONYMOUS' && actor.sessionEnded);
  return actor;
}

const assuranceOrder: readonly AssuranceLevel[] = ['NOT_REAL_NAME', 'BASIC_REAL_NAME', 'ADVANCED_REAL_NAME'];

/** Whether the sign-in is strong enough for the register: the same strength for cancelling as for registering. */
export function isAssuredEnough(identity: Pick<VerifiedIdentity, 'assuranceLevel'>): boolean {
  return assuranceOrder.indexOf(identity.assuranceLevel) >= assuranceOrder.indexOf(donationPolicy.requiredAssuranceLevel);
}

/** Whether the provider said enough to put the person on the register. */
export function isIdentityComplete(identity: VerifiedIdentity): identity is VerifiedIdentity & { birthday: string } {
  return identity.birthday !== null;
}

/** Whether the person has reached the age of the policy on the day of an instant in China (条例 art. 9(1)). */
export function isOfAge(birthday: string, at: Date): boolean {
  const today = shanghaiDayOf(at);
  return birthday <= today && fullYearsOn(birthday, today) >= donationPolicy.minimumAge;
}

/** Where a person stands in law by their record: silent when they have none. */
export function stateOf(record: { readonly latest: Decision } | null): DecisionState {
  return record?.latest.state ?? DecisionState.SILENT;
}

/** Why nothing but a withdrawal can be decided on a record now. */
export type RecordBar = Extract<AbilityReason, 'DISAVOWED' | 'WITHDRAWAL_QUEUED' | 'RECORD_RESTRICTED'>;

/** Everything a person can do now, for the buttons of a page; the commands enforce the same rules again. */
export function abilitiesOf(identity: VerifiedIdentity, state: DecisionState, at: Date, recordBar: RecordBar | null = null): ActionAbility[] {
  const standing = state === DecisionState.AGREED || state === DecisionState.REFUSED;
  const barred: Record<DonorAction, AbilityReason | null> = {
    REGISTER: standing ? AbilityReason.ALREADY_REGISTERED : (recordBar ?? ageBar(identity, at)),
    EDIT: standing ? (recordBar ?? ageBar(identity, at)) : AbilityReason.NO_STANDING_DECISION,
    REAFFIRM: standing ? recordBar : AbilityReason.NO_STANDING_DECISION,
    REFUSE: state === DecisionState.REFUSED ? AbilityReason.ALREADY_REFUSED : (recordBar ?? ageBar(identity, at)),
    WITHDRAW: standing ? null : AbilityReason.NO_STANDING_DECISION,
  };
  return Object.values(DonorAction).map((action) => ({ action, reason: isAssuredEnough(identity) ? barred[action] : AbilityReason.ASSURANCE_TOO_LOW }));
}

function ageBar(identity: VerifiedIdentity, at: Date): AbilityReason | null {
  if (!isIdentityComplete(identity)) return AbilityReason.IDENTITY_INCOMPLETE;
  return isOfAge(identity.birthday, at) ? null : AbilityReason.UNDER_AGE;
}
