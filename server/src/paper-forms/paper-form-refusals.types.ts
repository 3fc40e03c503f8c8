import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Sentence } from '../graphql/language.ts';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/** Why a form that passed the comparison still cannot become a decision. */
export const PaperBar = { OVERTAKEN: 'OVERTAKEN', NAME_DIFFERS: 'NAME_DIFFERS', CHANGES_NOTHING: 'CHANGES_NOTHING', FROZEN: 'FROZEN', RESTRICTED: 'RESTRICTED', UNDER_AGE: 'UNDER_AGE', NOT_SIGNED_BY_PERSON: 'NOT_SIGNED_BY_PERSON' } as const;
export type PaperBar = (typeof PaperBar)[keyof typeof PaperBar];

registerEnumType(PaperBar, {
  name: 'PaperBar',
  description: 'Why a form that passed the comparison still cannot become a decision.',
  valuesConfig: {
    OVERTAKEN: { description: 'The person decided something on the day of the signature or after it; their latest word holds.' },
    NAME_DIFFERS: { description: 'The register knows this document under another name.' },
    CHANGES_NOTHING: { description: 'A refusal stands already.' },
    FROZEN: { description: 'Something of this person is in dispute, or a withdrawal of theirs waits.' },
    RESTRICTED: { description: 'At the person’s wish nothing but storage is done with their record.' },
    UNDER_AGE: { description: 'The person was not old enough on the day of the signature.' },
    NOT_SIGNED_BY_PERSON: { description: 'What was sent says that nobody signed a paper, or another day than the paper.' },
  },
});

const barSentences: Readonly<Record<PaperBar, Sentence>> = {
  OVERTAKEN: { 'zh-CN': '本人在签字当天或者之后，已经另外作过决定。以本人最后的决定为准，这张表不能再生效。', en: 'The person has decided something on the day of the signature or after it. Their latest word holds, so this form cannot take effect.' },
  NAME_DIFFERS: { 'zh-CN': '这个证件号码在登记册里是另一个姓名，不能登记。请核对证件。', en: 'The register knows this document under another name. Please check the document.' },
  CHANGES_NOTHING: { 'zh-CN': '本人现在登记的就是“不同意捐献”，这张表不改变什么。', en: 'The person’s refusal stands already; this form changes nothing.' },
  FROZEN: { 'zh-CN': '这个人的登记正在核实，或者有一次撤回还没有记下，现在不能登记。', en: 'Something of this person is being looked into, or a withdrawal waits: nothing can be recorded now.' },
  RESTRICTED: { 'zh-CN': '本人要求只保存、不作其他处理，现在不能登记。', en: 'At the person’s wish nothing but storage is done with their record.' },
  UNDER_AGE: { 'zh-CN': '签字那天，本人还未满十八周岁，不能登记。', en: 'The person was not old enough on the day of the signature.' },
  NOT_SIGNED_BY_PERSON: { 'zh-CN': '代交的内容没有说本人在纸上签名，或者签字日期和纸上的不一样，不能登记。', en: 'What was sent does not say that the person signed on paper, or says another day than the paper.' },
};

/** It cannot become a decision. */
@ObjectType({ implements: Refusal, description: 'The form and its scan agree, but it cannot become a decision.' })
export class PaperFormBarred extends Refusal {
  readonly code = RefusalCode.PAPER_FORM_BARRED;
  readonly sentence: Sentence;

  @Field(() => PaperBar, { description: 'Why.' })
  readonly bar: PaperBar;

  constructor(bar: PaperBar) {
    super();
    this.bar = bar;
    this.sentence = barSentences[bar];
  }
}

/** It is over. */
@ObjectType({ implements: Refusal, description: 'The form was checked already, or the person answered it, or its time is over.' })
export class PaperFormClosed extends Refusal {
  readonly code = RefusalCode.PAPER_FORM_CLOSED;
  readonly sentence = { 'zh-CN': '这张表已经有人核对过，或者本人已经自己办了，或者过期了。', en: 'This form was checked already, or the person has answered it themselves, or its time is over.' };
}

/** It takes two, and neither is the donor. */
@ObjectType({ implements: Refusal, description: 'Whoever typed the form cannot check it, and nobody types or checks a form in their own name.' })
export class AnotherPersonNeeded extends Refusal {
  readonly code = RefusalCode.ANOTHER_PERSON_NEEDED;
  readonly sentence = {
    'zh-CN': '这张表要由别人来办：录入的人不能核对，表上的人和您同名时，您也不能录入或者核对。',
    en: 'This form needs another person: whoever typed it cannot check it, and you can do neither for somebody of your own name.',
  };
}

/** Not compared. */
@ObjectType({ implements: Refusal, description: 'The caller must look at the scan and enter the number and every choice from it first, and everything must agree.' })
export class PaperFormNotCompared extends Refusal {
  readonly code = RefusalCode.PAPER_FORM_NOT_COMPARED;
  readonly sentence = {
    'zh-CN': '请先打开扫描件，照着纸上的内容重新填写。全部一致才能通过；两次都不一致的，只能退回或者不予通过。',
    en: 'Please open the scan and enter what stands on it. Everything must agree; after two entries that differ the form can only be sent back or rejected.',
  };
}

/** Signed in too long ago. */
@ObjectType({ implements: Refusal, description: 'The caller signed in too long ago for an act of this weight and must sign in again.' })
export class StaffSignInTooOld extends Refusal {
  readonly code = RefusalCode.STAFF_SIGN_IN_TOO_OLD;
  readonly sentence = { 'zh-CN': '您登录的时间有点久了。这件事要重新登录以后再办。', en: 'You signed in some time ago. Please sign in again for this.' };
}
