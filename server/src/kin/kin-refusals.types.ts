import { ObjectType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/** Nobody has seen the papers. */
@ObjectType({ implements: Refusal, description: 'The proof of death and of kinship must be seen in person first.' })
export class KinshipNotProven extends Refusal {
  readonly code = RefusalCode.KINSHIP_NOT_PROVEN;
  readonly sentence = { 'zh-CN': '请先当面核对死亡证明和亲属关系证明，再同意这件申请。', en: 'Please see the proof of death and of kinship in person before you grant this request.' };
}

/** It takes two. */
@ObjectType({ implements: Refusal, description: 'A second person of the staff, of the same office or one above it, must confirm the papers: neither who saw them nor who hands anything over.' })
export class SecondPersonNeeded extends Refusal {
  readonly code = RefusalCode.SECOND_PERSON_NEEDED;
  readonly sentence = {
    'zh-CN': '这件事要由两个人办：一位当面核对证明并交给对方，另一位同级或者上级红十字会的工作人员确认。还没有确认的，请先请另一位确认；您确认了的，不能再由您交给对方。',
    en: 'This takes two people: one sees the papers and hands over, another one of the same office or one above it confirms. If nobody has confirmed yet, have another one do so; if you confirmed, you cannot hand over.',
  };
}

/** It is not what was read. */
@ObjectType({ implements: Refusal, description: 'The request is not as the caller last read it; it must be read again before it is confirmed.' })
export class RequestChangedMeanwhile extends Refusal {
  readonly code = RefusalCode.REQUEST_CHANGED_MEANWHILE;
  readonly sentence = { 'zh-CN': '您打开以后，这件申请有了变化。请重新打开核对。', en: 'This request has changed since you opened it. Please open and check it again.' };
}

/** Nothing may be shown. */
@ObjectType({ implements: Refusal, description: 'Nothing is held, or the person arranged in life that nobody sees it: the request cannot be granted.' })
export class NearKinMayNotSee extends Refusal {
  readonly code = RefusalCode.NEAR_KIN_MAY_NOT_SEE;
  readonly sentence = {
    'zh-CN': '没有可以提供的信息，不能同意这件申请。请答复：没有可以提供的信息；不要说明是没有登记还是本人另有安排。',
    en: 'There is nothing that may be shown, so this cannot be granted. Answer that there is nothing to show, and do not say whether nothing is held or the person arranged otherwise.',
  };
}
