import { Ctx, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import { DateTimeScalar } from '../graphql/scalars.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { SignInOption } from '../identity/session.types.ts';
import type { WayToSignIn } from '../identity/sign-in-options.ts';
import { consentInForce, type ConsentPurpose, type ConsentText } from '../policy/consent-texts.ts';
import { donationPolicy } from '../policy/donation-policy.ts';
import { ConsentTextType } from '../policy/policy.types.ts';
import { FreezeReason, type Donor } from './donor.entity.ts';
import { DonorType } from './donor.types.ts';

/** The caller already has a standing decision. */
@ObjectType({ implements: Refusal, description: 'The caller already has a standing decision; it can be changed instead.' })
export class DonorAlreadyRegistered extends Refusal {
  readonly code = RefusalCode.DONOR_ALREADY_REGISTERED;
  readonly sentence = { 'zh-CN': '您已经登记过。可以查看或者更改现有的决定。', en: 'You are already registered. You can look at or change your decision.' };
  readonly donorId: string;

  constructor(donor: Donor) {
    super();
    this.donorId = donor.id;
  }

  @Field(() => DonorType, { description: 'The caller’s own record.' })
  async donor(@Ctx() { loaders }: Context): Promise<Donor> {
    return (await loaders.ownRecord.written(this.donorId)).donor;
  }
}

/** The record changed since it was read. */
@ObjectType({ implements: Refusal, description: 'The record changed since the caller last read it, perhaps on another phone; nothing was overwritten.' })
export class DecisionChangedMeanwhile extends Refusal {
  readonly code = RefusalCode.DECISION_CHANGED_MEANWHILE;
  readonly sentence = {
    'zh-CN': '您的登记刚刚在别处有了变化，本次没有改动任何内容。请看一看现在的登记，再决定是否更改。',
    en: 'Your record changed elsewhere in the meantime, so nothing was altered. Please look at the current record before you change it.',
  };
  readonly donorId: string | null;

  constructor(donor: Donor | null) {
    super();
    this.donorId = donor?.id ?? null;
  }

  @Field(() => DonorType, { nullable: true, description: 'The record as it now stands; null when there is none.' })
  async donor(@Ctx() { loaders }: Context): Promise<Donor | null> {
    return this.donorId ? (await loaders.ownRecord.written(this.donorId)).donor : null;
  }
}

/** There is nothing to change or withdraw. */
@ObjectType({ implements: Refusal, description: 'The caller has no standing decision to change, reaffirm or withdraw.' })
export class NoStandingDecision extends Refusal {
  readonly code = RefusalCode.NO_STANDING_DECISION;
  readonly sentence = { 'zh-CN': '您现在没有有效的登记。', en: 'You have no standing decision.' };
}

/** The person is too young. */
@ObjectType({ implements: Refusal, description: 'The person has not reached the age of the policy on this day.' })
export class UnderAge extends Refusal {
  readonly code = RefusalCode.UNDER_AGE;
  readonly sentence = {
    'zh-CN': `年满${donationPolicy.minimumAge}周岁以后才能登记。您可以先和家人谈一谈自己的想法。`,
    en: `You can register once you are ${donationPolicy.minimumAge}. Until then you can talk to your family about your wishes.`,
  };

  @Field(() => Int, { description: 'The full years that must be reached.' })
  readonly minimumAge = donationPolicy.minimumAge;
}

/** The provider did not say enough about the person. */
@ObjectType({ implements: Refusal, description: 'The identity provider gave no birth date or document number, so the person cannot be registered on line.' })
export class IdentityIncomplete extends Refusal {
  readonly code = RefusalCode.IDENTITY_INCOMPLETE;
  readonly sentence = {
    'zh-CN': '您的账号里没有完整的证件信息，暂时不能在网上登记。请到附近的红十字会办理，或者在账号里补全后再试。',
    en: 'Your account lacks complete document details, so you cannot register on line yet. Please visit a nearby Red Cross office, or complete your account and try again.',
  };
}

/** The sign-in is too weak. */
@ObjectType({ implements: Refusal, description: 'The sign-in identified the person too weakly for this step.' })
export class AssuranceTooLow extends Refusal {
  readonly code = RefusalCode.ASSURANCE_TOO_LOW;
  readonly sentence = {
    'zh-CN': '这一步需要高级实名认证。完成认证后会回到这里，已填的内容不会丢失。',
    en: 'This step needs advanced real-name verification. You will come back here afterwards and nothing you entered is lost.',
  };

  @Field(() => AssuranceLevel, { description: 'The level that is needed.' })
  readonly required = donationPolicy.requiredAssuranceLevel;

  @Field(() => AssuranceLevel, { description: 'The level of this sign-in.' })
  readonly current: AssuranceLevel;

  @Field(() => String, { nullable: true, description: 'Where the person can step up; null when the container does it by itself.' })
  readonly stepUpUrl: string | null;

  constructor(current: AssuranceLevel, stepUpUrl: string | null) {
    super();
    this.current = current;
    this.stepUpUrl = stepUpUrl;
  }
}

/** The sign-in was too long ago. */
@ObjectType({ implements: Refusal, description: 'The sign-in was too long ago to decide: somebody else may hold the phone by now. Sign in again and send the same request, with the same key.' })
export class FreshSignInNeeded extends Refusal {
  readonly code = RefusalCode.FRESH_SIGN_IN_NEEDED;
  readonly sentence = {
    'zh-CN': '为了确认是您本人，请再登录一次。已填的内容不会丢失。',
    en: 'To be sure that it is you, please sign in once more. Nothing you entered is lost.',
  };

  @Field(() => Int, { description: 'How many seconds ago the sign-in may be at most.' })
  readonly maximumAgeSeconds: number;

  @Field(() => DateTimeScalar, { description: 'When this session’s ticket was exchanged.' })
  readonly signedInAt: Date;

  @Field(() => [SignInOption], { description: 'The ways to a new ticket from where this session came, the preferred one first.' })
  readonly signInOptions: readonly WayToSignIn[];

  constructor(maximumAgeSeconds: number, signedInAt: Date, signInOptions: readonly WayToSignIn[]) {
    super();
    this.maximumAgeSeconds = maximumAgeSeconds;
    this.signedInAt = signedInAt;
    this.signInOptions = signInOptions;
  }
}

registerEnumType(FreezeReason, {
  name: 'FreezeReason',
  description: 'Why something cannot be done with a record for a while.',
  valuesConfig: {
    DISAVOWED: { description: 'The person said of a decision that it was not theirs; a body of the Red Cross is looking into it.' },
    WITHDRAWAL_QUEUED: { description: 'The person withdrew while sign-in was out of order; it is recorded at their next sign-in.' },
    NATIONAL_HOLD: { description: 'The national register holds something else that may be later; no card is issued until the person decides anew, which is open to them.' },
  },
});

/** The decision must stay as it is for a while. */
@ObjectType({ implements: Refusal, description: 'Nothing but a withdrawal can be decided for a while.' })
export class DecisionFrozen extends Refusal {
  readonly code = RefusalCode.DECISION_FROZEN;
  readonly sentence;

  @Field(() => FreezeReason, { description: 'Why.' })
  readonly reason: FreezeReason;

  constructor(reason: FreezeReason) {
    super();
    this.reason = reason;
    this.sentence = frozenSentences[reason];
  }
}

const frozenSentences = {
  DISAVOWED: {
    'zh-CN': '您说过有一次登记不是您办的，红十字会正在核实。核实清楚以前，只能撤回，不能登记或更改。',
    en: 'You said that a decision was not yours, and the Red Cross is looking into it. Until then you can withdraw, but not register or change.',
  },
  WITHDRAWAL_QUEUED: {
    'zh-CN': '您已经提交撤回。请重新登录，撤回正式记录以后再办理。',
    en: 'You have already asked to withdraw. Please sign in again; once the withdrawal is recorded, you can go on.',
  },
  NATIONAL_HOLD: {
    'zh-CN': '国家登记系统里的记录和这里不一致。弄清楚以前，不出凭证。您可以在“我的决定”里再说一次。',
    en: 'The national register holds a different record. No voucher is issued until that is clear; you can decide again on “my decision”.',
  },
} as const;

/** The days for saying so are over. */
@ObjectType({ implements: Refusal, description: 'The decision was made too long ago to be disavowed on line; it can still be changed or withdrawn.' })
export class DisavowalTooLate extends Refusal {
  readonly code = RefusalCode.DISAVOWAL_TOO_LATE;
  readonly sentence = {
    'zh-CN': '这次登记已经过了可以在网上提出“不是我办的”的日子。您可以更改或者撤回，也可以到附近的红十字会说明情况。',
    en: 'It is too late to say on line that this was not you. You can change or withdraw the decision, or explain it at a Red Cross office.',
  };
}

/** The declared words are not in force. */
@ObjectType({ implements: Refusal, description: 'The declared words are not the words in force; the person must read these.' })
export class ConsentOutdated extends Refusal {
  readonly code = RefusalCode.CONSENT_OUTDATED;
  readonly sentence = { 'zh-CN': '声明的内容有更新，请重新阅读后再确认。', en: 'The declaration has been updated. Please read it again and confirm.' };
  readonly purpose: ConsentPurpose;

  constructor(purpose: ConsentPurpose) {
    super();
    this.purpose = purpose;
  }

  @Field(() => ConsentTextType, { description: 'The words in force.' })
  consent(@Ctx() context: Context): ConsentText {
    return consentInForce(this.purpose, context.language);
  }
}

/** The key belongs to another request. */
@ObjectType({ implements: Refusal, description: 'The idempotency key was used before with another input or another command.' })
export class IdempotencyKeyReused extends Refusal {
  readonly code = RefusalCode.IDEMPOTENCY_KEY_REUSED;
  readonly sentence = { 'zh-CN': '这次提交的编号已经用过。请刷新页面后重新提交。', en: 'This request number was already used. Please reload the page and submit again.' };
}
