import { OptimisticLockError } from '@mikro-orm/core';
import type { Em } from '../database/orm.ts';
import { DecisionState, type Decision } from './decision.entity.ts';
import { openDisavowal, ownWords, type DisavowalRecord } from './disavowal.queries.ts';
import type { Donor } from './donor.entity.ts';
import { latestDecision } from './donor.queries.ts';
import { openWithdrawal } from './queued-withdrawal.queries.ts';
import type { QueuedWithdrawal } from './queued-withdrawal.entity.ts';

/** On what others may rely about a person now. */
export interface Standing {
  readonly state: DecisionState;
  /** The decision whose choices say more; null when none may be relied on item by item. */
  readonly decision: Decision | null;
  /** The disavowal that nobody has resolved yet: whoever asks must be told. */
  readonly contested: DisavowalRecord | null;
  /** The withdrawal that waits for the next sign-in: whoever asks must be told. */
  readonly queuedWithdrawal: QueuedWithdrawal | null;
  /** The national register holds something less invasive than our agreement: whoever asks must be told that it is in doubt. */
  readonly nationalHold: boolean;
}

/**
 * What a hospital may rely on: the latest decision, unless the person said that one was not theirs or withdrew while
 * sign-in was out of order. Then the least invasive holds: no agreement is relied on, and a refusal that could be the
 * person's own word keeps barring (条例 art. 9 para. 2). So it is, too, when the national register holds another word of theirs
 * that is later, or of which nobody knows the time (ADR 40). `docs/decision-states.md` has the table.
 * @throws OptimisticLockError when what it reads changes meanwhile: the command is to be run again.
 */
export async function standingOf(em: Em, donor: Donor, latestKnown: Decision | null = null): Promise<Standing> {
  const latest = latestKnown ?? (await latestDecision(em, donor));
  const contested = donor.openDisavowals > 0 ? await openDisavowal(em, donor.id) : null;
  const queuedWithdrawal = donor.withdrawalQueued ? await openWithdrawal(em, donor.id) : null;
  // A flag whose row is gone: somebody was faster than this reading, and half of what it saw is old.
  if ((donor.openDisavowals > 0 && !contested) || (donor.withdrawalQueued && !queuedWithdrawal)) throw OptimisticLockError.lockFailed(donor);
  const nationalHold = donor.nationalHold && latest.state === DecisionState.AGREED;
  if (!contested && !queuedWithdrawal && nationalHold) return { state: DecisionState.WITHDRAWN, decision: null, contested, queuedWithdrawal, nationalHold };
  if (!contested && !queuedWithdrawal) return { state: latest.state, decision: latest, contested, queuedWithdrawal, nationalHold };
  const { disputed, undisputed } = await ownWords(em, donor);
  const refused = [...disputed, undisputed].find((decision) => decision?.state === DecisionState.REFUSED) ?? null;
  return { state: refused ? DecisionState.REFUSED : DecisionState.WITHDRAWN, decision: refused, contested, queuedWithdrawal, nationalHold };
}
