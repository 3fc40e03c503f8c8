import type { Context } from '../graphql/context.ts';
import type { Citizen } from '../identity/actor.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { type Decision, DecisionAction, DecisionState } from './decision.entity.ts';
import { Choice, sameForAll } from './donation-kinds.ts';
import type { Donor } from './donor.entity.ts';
import { isAssuredEnough } from './donor.policy.ts';
import { ownRecord } from './donor.queries.ts';
import type { QueuedWithdrawal } from './queued-withdrawal.entity.ts';
import { openWithdrawal } from './queued-withdrawal.queries.ts';
import { recordDecision } from './record-decision.ts';

/**
 * Makes the withdrawal that a person left while sign-in was out of order an ordinary decision, now that they have signed in:
 * with the words they declared then. If it was not they who left it, they see it in their history and can disavow it.
 */
export async function settleWithdrawal(context: Context, citizen: Citizen): Promise<void> {
  if (!isAssuredEnough(citizen.identity)) return;
  const record = await ownRecord(context.em, citizen);
  const queued = record?.donor.withdrawalQueued ? await openWithdrawal(context.em, record.donor.id) : null;
  if (!record || !queued) return;
  if (!isLeftToWithdraw(record.latest, queued)) return closeWithdrawal(context, record.donor, null);
  const { decision } = await recordDecision(
    context,
    record,
    {
      action: DecisionAction.WITHDRAWN,
      state: DecisionState.WITHDRAWN,
      choices: sameForAll(Choice.NOT_STATED),
      purpose: ConsentPurpose.WITHDRAW,
      consent: { version: queued.consentVersion, hash: queued.consentHash },
    },
    queued,
  );
  await closeWithdrawal(context, record.donor, decision);
}

/**
 * Whether what the person wanted out of still stands. A refusal that was put back since, because what they withdrew was not
 * theirs, is another decision: nobody has withdrawn it, and it bars everybody (条例 art. 9 para. 2).
 */
function isLeftToWithdraw(latest: Decision, queued: QueuedWithdrawal): boolean {
  const isPutBack = latest.action === DecisionAction.REINSTATED && latest.recordedAt >= queued.queuedAt;
  return latest.isStanding() && !(isPutBack && latest.state === DecisionState.REFUSED);
}

/** Notes that a donor's waiting withdrawal, if there is one, has become this decision; null when there was nothing left to withdraw. */
export async function closeWithdrawal({ em, now }: Pick<Context, 'em' | 'now'>, donor: Donor, decision: Decision | null): Promise<void> {
  if (!donor.withdrawalQueued) return;
  donor.withdrawalQueued = false;
  const queued = await openWithdrawal(em, donor.id);
  if (queued) em.assign(queued, { decision, settledAt: now() });
}
