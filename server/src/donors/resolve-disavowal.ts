import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { Channel } from '../identity/channel.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { staffIn } from '../staff/staff.policy.ts';
import { DecisionAction, DecisionState, type Decision } from './decision.entity.ts';
import { DisavowalAlreadyResolved } from './disavowal.types.ts';
import { DisavowalResolution, outcomeOfFinding, type DisavowalFinding } from './disavowal.entity.ts';
import { disavowalScopeOf } from './disavowal.policy.ts';
import { disavowalInScope, ownWords, type DisavowalRecord, type PendingOutcome } from './disavowal.queries.ts';
import { Choice, listChoices, sameForAll } from './donation-kinds.ts';
import type { Donor } from './donor.entity.ts';
import { latestDecision } from './donor.queries.ts';
import { recordDecision } from './record-decision.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Ends the dispute about a decision with what a body of the Red Cross found out. When it was the last dispute and what stands
 * is not the person's own last word, that is put back as a decision beside the others; nothing is removed.
 */
export async function resolveDisavowal(context: Context, input: { disavowalId: string; finding: DisavowalFinding }): Promise<DisavowalRecord> {
  const { em, now } = context;
  const staff = staffIn(context.actor, 'MANAGER', 'REGISTRAR');
  const record = UUID.test(input.disavowalId) ? await disavowalInScope(em, input.disavowalId, disavowalScopeOf(staff)) : null;
  if (!record) throw new Refused(new InvalidInput([unknownDisavowal]));
  if (record.resolution) throw new Refused(new DisavowalAlreadyResolved());

  const { disavowal } = record;
  const donor = disavowal.donor.unwrap();
  const outcome = outcomeOfFinding[input.finding];
  const latest = await latestDecision(em, donor);
  donor.openDisavowals -= 1;
  // Not before the last dispute has ended: what is still disputed may be their own last word.
  const reinstated = donor.openDisavowals === 0 ? await putBack(context, donor, latest, { disavowalId: disavowal.id, outcome }) : null;
  const resolution = em.create(DisavowalResolution, { disavowal, outcome, finding: input.finding, resolvedBy: staff.account.id, resolvedAt: now(), reinstated });
  return { disavowal, resolution };
}

/**
 * Puts back what the person last said themselves, unless it stands; who had said nothing has no wish on record. A decision that
 * was put back in an earlier dispute gives way, too, when it is not their last word any more.
 * @returns the new decision, or null when nothing had to be put back.
 */
async function putBack(context: Context, donor: Donor, latest: Decision, pending: PendingOutcome): Promise<Decision | null> {
  const { undisputed: own } = await ownWords(context.em, donor, pending);
  if (own?.id === latest.id || (latest.action === DecisionAction.REINSTATED && saysTheSame(latest, own))) return null;
  const { decision } = await recordDecision(
    context,
    { donor, latest },
    own
      ? { action: DecisionAction.REINSTATED, state: own.state, choices: own.choices, purpose: own.consentPurpose, consent: { version: own.consentVersion, hash: own.consentHash } }
      : // Nobody declared any words for this.
        { action: DecisionAction.REINSTATED, state: DecisionState.WITHDRAWN, choices: sameForAll(Choice.NOT_STATED), purpose: ConsentPurpose.WITHDRAW, consent: { version: 'none', hash: 'none' } },
    { channel: Channel.RED_CROSS_OFFICE, assuranceLevel: (own ?? latest).assuranceLevel },
  );
  return decision;
}

function saysTheSame(standing: Decision, own: Decision | null): boolean {
  return own ? standing.state === own.state && listChoices(standing.choices).every(({ item, choice }) => own.choices[item] === choice) : standing.state === DecisionState.WITHDRAWN;
}

// One answer for a disavowal outside the caller's area and for one that does not exist.
const unknownDisavowal = new InputProblem(['disavowalId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到这件待核实的登记。',
  en: 'No such disavowal was found.',
});
