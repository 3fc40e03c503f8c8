import { Ctx, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';
import { ProcessingBasis, ProcessingPurpose, purposeTexts, type PurposeText } from './processing-purposes.ts';

registerEnumType(ProcessingPurpose, {
  name: 'ProcessingPurpose',
  description: 'For what the register processes data of people.',
  valuesConfig: {
    KEEP_DECISION: { description: 'Recording and keeping the decision.' },
    NATIONAL_REGISTER: { description: 'Passing it to the national register (条例 art. 13).' },
    CASE_LOOK_UP: { description: 'Look-up for one case by a named clinician or a coordinator (条例 art. 9, 18).' },
    SECURITY_RECORD: { description: 'Security and audit records (网络安全法 art. 21).' },
    CONTACT_ME: { description: 'Calling the person about their registration.' },
    ASK_EMERGENCY_CONTACT: { description: 'Asking the emergency contact when the person cannot speak.' },
    RESPECT_WISH: { description: 'Letting medical staff and the family know what the person hopes for.' },
    CITY_CARD_ASKS: { description: 'Answering the city’s health card platform when it asks.' },
    CITY_CARD_TOLD: { description: 'Noting the decision on the city’s health card.' },
    OPEN_CARD_ASKS: { description: 'Answering the open health card platform when it asks.' },
    OPEN_CARD_TOLD: { description: 'Noting the decision on the card of the open platform.' },
  },
});

registerEnumType(ProcessingBasis, {
  name: 'ProcessingBasis',
  description: 'On what the processing rests (个人信息保护法 art. 13).',
  valuesConfig: {
    DECLARATION: { description: 'What the person declared with their decision; it ends by withdrawing that.' },
    LAW: { description: 'A duty by law or administrative regulation; no consent is asked.' },
    CONSENT: { description: 'A consent of its own: off until given, taken back at any time, never a condition of anything else.' },
  },
});

/** What a person is told of a purpose. */
@ObjectType('PurposeText', { description: 'What a person is told of a purpose; send back version and hash to show which words were read.' })
export class PurposeTextType {
  @Field(() => String, { description: 'The version of the words.' })
  version!: string;

  @Field(() => String, { description: 'SHA-256, in hex, of the language and the four texts joined by line feeds.' })
  hash!: string;

  @Field(() => String, { description: 'The language of the words: zh-CN or en.' })
  language!: string;

  @Field(() => String, { description: 'The purpose in a few words.' })
  title!: string;

  @Field(() => String, { description: 'Which data it needs.' })
  data!: string;

  @Field(() => String, { description: 'Why they are needed.' })
  necessity!: string;

  @Field(() => String, { description: 'What it does to the person, and what happens without it.' })
  effect!: string;
}

/** There is no record. */
@ObjectType({ implements: Refusal, description: 'The caller was never on the register, so there is no record to which this could apply.' })
export class NothingOnRecord extends Refusal {
  readonly code = RefusalCode.NOTHING_ON_RECORD;
  readonly sentence = { 'zh-CN': '这里没有您的登记，所以没有可以办理的内容。', en: 'You are not on the register, so there is nothing this could apply to.' };
}

/** Nothing but storage is done with the record. */
@ObjectType({ implements: Refusal, description: 'At the person’s wish nothing but storage is done with their record; only a withdrawal is possible until they lift that.' })
export class RecordRestricted extends Refusal {
  readonly code = RefusalCode.RECORD_RESTRICTED;
  readonly sentence = {
    'zh-CN': '按照您的要求，您的登记现在只保存、不使用。解除限制以后才能办理；撤回决定随时可以。',
    en: 'At your wish your record is only stored and not used. Lift the restriction first; withdrawing your decision is possible at any time.',
  };
}

/** A wish still stands. */
@ObjectType({ implements: Refusal, description: 'A decision still stands. Erasing it silently would change what holds in law, so the person withdraws it first.' })
export class StandingDecisionRemains extends Refusal {
  readonly code = RefusalCode.STANDING_DECISION_REMAINS;
  readonly sentence = {
    'zh-CN': '您的决定现在有效。请先撤回决定，再申请删除，这样您清楚删除以后的法律效果。',
    en: 'Your decision is in force. Please withdraw it first and then ask for erasure, so that you know what holds in law afterwards.',
  };
}

/** Somebody still waits for an answer of the same kind. */
@ObjectType({ implements: Refusal, description: 'A request of the same kind is still open.' })
export class RequestAlreadyOpen extends Refusal {
  readonly code = RefusalCode.REQUEST_ALREADY_OPEN;
  readonly sentence = { 'zh-CN': '您已经提交过同样的申请，正在办理。', en: 'You have already filed such a request; it is being handled.' };

  @Field(() => String, { description: 'The receipt number of the open request.' })
  readonly receiptNumber: string;

  constructor(receiptNumber: string) {
    super();
    this.receiptNumber = receiptNumber;
  }
}

/** The request is closed. */
@ObjectType({ implements: Refusal, description: 'The request is answered or withdrawn already.' })
export class RequestClosed extends Refusal {
  readonly code = RefusalCode.REQUEST_CLOSED;
  readonly sentence = { 'zh-CN': '这件申请已经办结或者撤回。', en: 'This request is answered or withdrawn already.' };
}

/** Another person handles it. */
@ObjectType({ implements: Refusal, description: 'The request must be taken first by whoever answers it; somebody else may have it, whom only a manager relieves.' })
export class RequestNotYours extends Refusal {
  readonly code = RefusalCode.REQUEST_NOT_YOURS;
  readonly sentence = { 'zh-CN': '这件申请不在您手里。请先领取；已由别人领取的，由负责人改派。', en: 'This request is not yours. Take it first; a manager can take over what somebody else has taken.' };
}

/** The words are not in force. */
@ObjectType({ implements: Refusal, description: 'The words that were shown for a purpose are not the words in force; the person must read these.' })
export class PurposeTextOutdated extends Refusal {
  readonly code = RefusalCode.PURPOSE_TEXT_OUTDATED;
  readonly sentence = { 'zh-CN': '说明的内容有更新，请重新阅读。', en: 'The explanation has been updated. Please read it again.' };
  readonly purpose: ProcessingPurpose;

  constructor(purpose: ProcessingPurpose) {
    super();
    this.purpose = purpose;
  }

  @Field(() => PurposeTextType, { description: 'The words in force.' })
  words(@Ctx() { language }: Context): PurposeText {
    const found = purposeTexts(language).find((each) => each.purpose === this.purpose);
    if (!found) throw new Error(`There are no words for ${this.purpose} in ${language}`);
    return found;
  }
}
