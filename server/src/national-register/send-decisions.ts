import { oneTransaction } from '../database/one-transaction.ts';
import type { Em, Orm } from '../database/orm.ts';
import { DecisionState, type Decision } from '../donors/decision.entity.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { donorById, wholeHistory } from '../donors/donor.queries.ts';
import { NationalSync, NationalSyncState } from '../donors/national-sync.entity.ts';
import { personalValuesOf } from '../donors/personal-values.ts';
import { saidAt } from '../paper-forms/day-of-own-word.ts';
import { isRestricted } from '../rights/rights.queries.ts';
import type { Vault } from '../vault/vault.ts';
import { NationalMessage } from './national-message.entity.ts';
import { FORM, NationalPosition, type NationalRegister, type OutgoingDecision } from './national-register.ts';
import { lastMessageOf, noteSent } from './national-sync.queries.ts';

/** What sending needs. */
export interface SendingTools {
  readonly orm: Orm;
  readonly vault: Vault;
  readonly register: NationalRegister;
  readonly now: () => Date;
}

/**
 * Sends what the national register does not know of one person: every decision that waits, the oldest first; or, when none does
 * and it changed since the last message whether the standing one may be relied on, that one again. Safe to repeat: a decision that
 * was sent and not yet noted goes out once more under the same number.
 *
 * @param againAs the number of a message that repeats the standing decision
 * @throws NationalRegisterUnavailable, KeyServiceUnavailable
 */
export async function sendDecisions(tools: SendingTools, donorId: string, againAs: string, signal: AbortSignal): Promise<void> {
  const em = tools.orm.em.fork();
  const donor = await donorById(em, donorId);
  // Whose name is gone cannot be told of, and at their wish nothing but storage is done (个人信息保护法 art. 44, 47).
  if (donor.erasedAt || (await isRestricted(em, donor.id))) return;
  const history = (await wholeHistory(em, donor)).reverse();
  const latest = history.at(-1);
  if (!latest) return;
  const onHold = donor.freeze() !== null;
  const syncs = new Map((await em.find(NationalSync, { decision: { $in: history.map(({ id }) => id) } })).map((sync) => [sync.decision.id, sync]));
  const waiting = history.filter(({ id }) => syncs.get(id)?.state === NationalSyncState.PENDING);
  const due = waiting.map((decision) => ({ decision, messageId: syncs.get(decision.id)?.messageId ?? decision.id }));
  // A repetition that was begun and perhaps never arrived is begun again.
  const isToldAnew = (await lastMessageOf(em, donor.id))?.onHold !== onHold || (await isKnown(em, againAs));
  if (due.length === 0 && isToldAnew) due.push({ decision: latest, messageId: againAs });
  for (const { decision, messageId } of due) {
    // Of a decision that another one followed nobody can be on hold.
    const message = await messageOf(tools, em, donor, decision, messageId, onHold && decision.id === latest.id);
    await begin(tools, donor, decision, message);
    await tools.register.submit(message, signal);
    await noteSent(tools.orm.em.fork(), decision.id, messageId, tools.now());
  }
}

async function messageOf({ vault }: SendingTools, em: Em, donor: Donor, decision: Decision, messageId: string, onHold: boolean): Promise<OutgoingDecision> {
  const values = await personalValuesOf({ em, vault }, donor);
  const [fullName, documentNumber] = [values.fullName(), values.documentNumber()];
  if (fullName === null || documentNumber === null) throw new Error('A donor who is not erased has no name');
  return {
    form: FORM,
    messageId,
    registrationNumber: donor.registrationNumber,
    sequence: decision.sequence,
    position: positionOf(decision),
    choices: decision.state === DecisionState.AGREED ? decision.choices : null,
    recordedAt: (await saidAt(em, decision)).toISOString(),
    onHold,
    person: { fullName, documentType: donor.documentType, documentNumber },
  };
}

/** Where a decision puts a person. */
export function positionOf({ state }: Decision): NationalPosition {
  return state === DecisionState.WITHDRAWN ? NationalPosition.NONE : state;
}

/** Kept before it is sent: when the reply is lost, the answer that comes all the same must be known. */
async function begin({ orm, now }: SendingTools, donor: Donor, decision: Decision, { messageId, onHold }: OutgoingDecision): Promise<void> {
  await oneTransaction(orm, async (em) => {
    if (!(await isKnown(em, messageId))) em.create(NationalMessage, { id: messageId, decision: decision.id, donor: donor.id, onHold, sentAt: now() });
  });
}

async function isKnown(em: Em, messageId: string): Promise<boolean> {
  return (await em.findOne(NationalMessage, { id: messageId })) !== null;
}
