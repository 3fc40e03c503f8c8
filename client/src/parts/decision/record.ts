import type {
  AbilityReason,
  ConsentFieldsFragment,
  ConsentPurpose,
  DecisionFieldsFragment,
  DecisionStartQuery,
  DecisionState,
  DonorAction,
  DonorFieldsFragment,
} from '../../../../schema/generated/graphql.ts';

/** A person's record as the register holds it. */
export type DonorRecord = DonorFieldsFragment;

/** One decision as the register holds it. */
export type DecisionRecord = DecisionFieldsFragment;

/** What somebody says about one item. */
export type ItemChoice = DecisionRecord['choices'][number];

/** The words of a declaration, with the version and hash that prove which words were read. */
export type ConsentWords = ConsentFieldsFragment;

/** What a journey knows before its first question: who asks, what stands now, and the rules in force. */
export interface DecisionStart {
  readonly viewer: NonNullable<DecisionStartQuery['viewer']>;
  readonly policy: DecisionStartQuery['donationPolicy'];
}

/** The first sixteen digits of a fingerprint in groups: enough to compare by eye or on the phone. */
export const shortFingerprint = (fingerprint: string): string => (fingerprint.slice(0, 16).match(/.{4}/g) ?? []).join(' ');

/** Whether the person declared any words with it; not when the register put a person back to having said nothing. */
export const isDeclared = ({ consent }: Pick<DecisionRecord, 'consent'>): boolean => consent.version !== 'none';

/** Whether a wish, yes or no, is on record. */
export const isStanding = (state: DecisionState): boolean => state === 'AGREED' || state === 'REFUSED';

/** Whether an agreement stands here that nobody relies on, because the national register holds something else that may be later. */
export const isHeldAgreement = ({ nationalHold, decision }: { readonly nationalHold: boolean; readonly decision: Pick<DecisionRecord, 'state'> }): boolean => nationalHold && decision.state === 'AGREED';

/** Why the person cannot do this now, or null when nothing bars them. */
export function barOf({ viewer }: Pick<DecisionStart, 'viewer'>, action: DonorAction): AbilityReason | null {
  const ability = viewer.abilities.find((each) => each.action === action);
  return ability === undefined || ability.allowed ? null : ability.reason;
}

/** The words in force for a purpose; every purpose has its own. */
export function consentFor({ policy }: Pick<DecisionStart, 'policy'>, purpose: ConsentPurpose): ConsentWords {
  const words = policy.consents.find((each) => each.purpose === purpose);
  if (!words) throw new Error(`no declaration for ${purpose}`);
  return words;
}
