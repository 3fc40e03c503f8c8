import type { Em } from '../database/orm.ts';
import { NationalAnswer, NationalMessage } from './national-message.entity.ts';

/** What was sent about decisions and what came back, for the copy of a person's data; by the decision's id. */
export async function nationalMessagesOf(em: Em, decisionIds: readonly string[]) {
  const messages = await em.find(NationalMessage, { decision: { $in: [...decisionIds] } }, { orderBy: { sentAt: 'asc', id: 'asc' } });
  const answers = await em.find(NationalAnswer, { message: { $in: messages.map(({ id }) => id) } }, { orderBy: { receivedAt: 'asc', id: 'asc' } });
  const copied = messages.map((message) => ({
    id: message.id,
    sentAt: message.sentAt,
    onHold: message.onHold,
    answers: answers
      .filter((answer) => answer.message.id === message.id)
      .map(({ id, answerNumber, outcome, reason, position, positionSince, receivedAt }) => ({ id, answerNumber, outcome, reason: reason ?? null, position: position ?? null, positionSince: positionSince ?? null, receivedAt })),
  }));
  return new Map(decisionIds.map((id) => [id, copied.filter((_, index) => messages[index]?.decision.id === id)]));
}
