import type { Context } from '../graphql/context.ts';
import { FamilyMessageStep, FamilyMessageStepKind } from './family-message.entity.ts';
import { FamilyMessageNotOpen } from './family-refusals.types.ts';
import type { LinkAndCode } from './link-and-code.ts';
import { passGate } from './message-gate.ts';
import { viewOf, type MessageView } from './message-view.ts';

/**
 * Shows a family member what they were told. Each opening goes on record with the answer, and whoever made the message sees it.
 * @returns the refusal, instead of throwing it, because a wrong code must be kept.
 */
export async function openFamilyMessage(context: Context, input: LinkAndCode): Promise<MessageView | FamilyMessageNotOpen> {
  const open = await passGate(context, input);
  if (!open) return new FamilyMessageNotOpen();
  const view = await viewOf(context, open);
  context.em.create(FamilyMessageStep, { familyMessage: open.message, kind: FamilyMessageStepKind.OPENED, at: context.now() });
  return view;
}
