import { Ctx, Field, Int, ObjectType } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import { AssuranceLevel } from '../identity/identity-provider.ts';
import { consentInForce, type ConsentPurpose, type ConsentText } from '../policy/consent-texts.ts';
import { donationPolicy } from '../policy/donation-policy.ts';
import { ConsentTextType } from '../policy/policy.types.ts';
import type { Donor } from './donor.entity.ts';
import { donorById } from './donor.queries.ts';
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
  donor(@Ctx() context: Context): Promise<Donor> {
    return donorById(context.em, this.donorId);
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
  async donor(@Ctx() context: Context): Promise<Donor | null> {
    return this.donorId ? donorById(context.em, this.donorId) : null;
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
