import { ObjectType } from 'type-graphql';
import { Refusal, RefusalCode } from '../graphql/refusal.types.ts';

/**
 * The one answer to a link that never was, a wrong code, a message that is over, taken back or locked, and a record that is
 * restricted or erased: who only has the link learns nothing from it, not even whether there is a message.
 */
@ObjectType({ implements: Refusal, description: 'The link and code open nothing. One answer for every reason, so that a link alone tells nothing.' })
export class FamilyMessageNotOpen extends Refusal {
  readonly code = RefusalCode.FAMILY_MESSAGE_NOT_OPEN;
  readonly sentence = {
    'zh-CN': '打不开。请核对六位口令；如果口令没有错，请让发给您的人重新发一次。',
    en: 'This cannot be opened. Please check the six digits; if they are right, ask whoever sent it to send it again.',
  };
}
