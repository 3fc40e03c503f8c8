import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { FamilyMessage } from './family-message.entity.ts';
import { ownMessage } from './family-message.queries.ts';

/** Takes a message back: from now on its link opens nothing. As easy as can be, and twice is once. */
export async function takeBackFamilyMessage(context: Context, messageId: string): Promise<FamilyMessage> {
  const message = await ownMessage(context.em, assuredCitizen(context), messageId);
  if (!message) throw new Refused(new InvalidInput([unknownMessage]));
  message.takenBackAt ??= context.now();
  return message;
}

/** One answer for a message that does not exist and for one of somebody else. */
const unknownMessage = new InputProblem(['messageId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到这条留言。',
  en: 'This message was not found.',
});
