import type { Context } from '../graphql/context.ts';
import { FamilyMessageStep, answerAmong, type FamilyAnswer } from './family-message.entity.ts';
import { FamilyMessageNotOpen } from './family-refusals.types.ts';
import type { LinkAndCode } from './link-and-code.ts';
import { passGate } from './message-gate.ts';

/** What a family member says, and by which link and code. */
export interface StatedAnswer extends LinkAndCode {
  readonly answer: FamilyAnswer;
}

/**
 * Keeps that a family member knows, or does not want to take part; shown to whoever made the message and to nobody else. It has
 * no legal effect: after a death close kin decide together and in writing, where the person never said no (条例 art. 9(2)).
 * Saying the same again changes nothing; saying the other thing replaces what was said.
 */
export async function answerFamilyMessage(context: Context, { answer, ...linkAndCode }: StatedAnswer): Promise<{ readonly answer: FamilyAnswer; readonly at: Date } | FamilyMessageNotOpen> {
  const open = await passGate(context, linkAndCode);
  if (!open) return new FamilyMessageNotOpen();
  const said = answerAmong(open.steps);
  if (said?.answer === answer) return said;
  const at = context.now();
  context.em.create(FamilyMessageStep, { familyMessage: open.message, kind: answer, at });
  return { answer, at };
}
