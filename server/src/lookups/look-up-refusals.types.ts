import { ObjectType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/**
 * The one answer to everybody who is not entitled, and to everything that does not fit: no right, wrong hospital, wrong area,
 * a number that cannot be, an account that is blocked. It never depends on whether somebody is on the register.
 */
@ObjectType({ implements: Refusal, description: 'The look-up is not open to the caller. One answer for every reason, so that it tells nothing about anybody.' })
export class LookUpNotOpen extends Refusal {
  readonly code = RefusalCode.LOOK_UP_NOT_OPEN;
  readonly sentence = {
    'zh-CN': '不能办理这次查询。请核对填写的内容和您的权限；仍然不行的，请联系本单位的负责人。',
    en: 'This look-up is not open to you. Please check what you entered and what your account may do; if it still fails, ask the person in charge.',
  };
}
