import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import { NationalDifference, NationalSync, NationalSyncState } from '../donors/national-sync.entity.ts';
import { saidAt } from '../paper-forms/day-of-own-word.ts';
import { NationalAnswer, NationalMessage } from './national-message.entity.ts';
import { NationalOutcome, NationalPosition, type IncomingAnswer } from './national-register.ts';
import { positionOf } from './send-decisions.ts';

/** What became of an answer: taken in, known already, or about nothing that was sent. */
export type Taken = 'TAKEN' | 'KNOWN' | 'UNKNOWN_MESSAGE';

/**
 * Takes in what the national register answered. Answers may come twice, late, and in any order: each is kept once, and one to an
 * older message moves nothing any more.
 *
 * In a conflict the latest word wins: when ours is later it is sent again, once. When theirs is later, or nobody knows, the least
 * invasive holds until the person decides anew: if theirs is no agreement, ours is not relied on (`Donor.nationalHold`).
 */
export function takeAnswer(orm: Orm, answer: IncomingAnswer, now: Date): Promise<Taken> {
  return oneTransaction(orm, async (em) => {
    if (await em.findOne(NationalAnswer, { answerNumber: answer.answerNumber })) return 'KNOWN';
    const message = await em.findOne(NationalMessage, { id: answer.messageId }, { populate: ['decision.donor'] });
    if (!message) return 'UNKNOWN_MESSAGE';
    const { answerNumber, outcome, reason, held } = answer;
    em.create(NationalAnswer, { answerNumber, message, outcome, reason, position: held?.position ?? null, positionSince: held?.since ? new Date(held.since) : null, receivedAt: now });
    await move(em, message, answer, now);
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'takeNationalAnswer', requestId: randomUUID(), at: now });
    return 'TAKEN';
  });
}

async function move(em: Em, message: NationalMessage, answer: IncomingAnswer, now: Date): Promise<void> {
  const decision = message.decision.unwrap();
  const donor = decision.donor.unwrap();
  const sync = await em.findOneOrFail(NationalSync, { decision });
  // A newer message about this decision is under way: its answer counts.
  if (sync.messageId !== null && sync.messageId !== undefined && sync.messageId !== message.id) return;
  const isStanding = decision.sequence === donor.latestSequence;
  const difference = differenceIn(await saidAt(em, decision), answer);
  if (difference === NationalDifference.OURS_IS_LATER && sync.messageId === decision.id && isStanding) {
    // Once, under a new number: they may have answered before they took ours in. Should they insist, staff look into it.
    em.assign(sync, { state: NationalSyncState.PENDING, since: now, messageId: randomUUID(), difference });
    return;
  }
  em.assign(sync, { state: answer.outcome, since: now, messageId: message.id, difference });
  if (!isStanding || donor.erasedAt) return;
  const isDoubtful = difference === NationalDifference.THEIRS_IS_LATER || difference === NationalDifference.ORDER_UNKNOWN;
  const isHeld = isDoubtful && positionOf(decision) === NationalPosition.AGREED && answer.held?.position !== NationalPosition.AGREED;
  if (answer.outcome === NationalOutcome.REJECTED || donor.nationalHold === isHeld) return;
  donor.nationalHold = isHeld;
  // Whoever is shown it would rely on it.
  if (isHeld) await endCards({ em, now: () => now }, donor, CardEndReason.NATIONAL_HOLD);
}

/** Wherein the two registers differ. */
function differenceIn(ours: Date, { outcome, held }: IncomingAnswer): NationalDifference | null {
  if (outcome === NationalOutcome.CONFIRMED) return null;
  if (outcome === NationalOutcome.REJECTED) return NationalDifference.NOT_ACCEPTED;
  const theirs = held?.since ? new Date(held.since).getTime() : null;
  if (theirs === null || theirs === ours.getTime()) return NationalDifference.ORDER_UNKNOWN;
  return theirs > ours.getTime() ? NationalDifference.THEIRS_IS_LATER : NationalDifference.OURS_IS_LATER;
}
