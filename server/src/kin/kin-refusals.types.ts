import { ObjectType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/** Nobody has seen the papers. */
@ObjectType({ implements: Refusal, description: 'The proof of death and of kinship must be seen in person first.' })
export class KinshipNotProven extends Refusal {
  readonly code = RefusalCode.KINSHIP_NOT_PROVEN;
  readonly sentence = { 'zh-CN': '请先当面核对死亡证明和亲属关系证明，再同意这件申请。', en: 'Please see the proof of death and of kinship in person before you grant this request.' };
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
