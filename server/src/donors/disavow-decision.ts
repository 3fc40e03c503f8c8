import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { DisavowalTooLate } from './decision-refusals.types.ts';
import { Decision, DecisionAction } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { Disavowal } from './disavowal.entity.ts';
import { disavowalsOf } from './disavowal.queries.ts';
import { lastDayToDisavow } from './disavowal.policy.ts';
import { ownDonor } from './donor.queries.ts';
import { assuredCitizen } from './preconditions.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Notes that a person says of one of their decisions that it was not theirs: one tap, no form, no fresh sign-in, because
 * whoever notices must be heard at once. From now on nobody relies on the decision; staff of the person's area find out.
 * Saying it again changes nothing. The register of Switzerland fell because strangers could enrol people and nothing told them.
 */
export async function disavowDecision(context: Context, input: { decisionId: string }): Promise<DecisionOutcome> {
  const { em, log, now, config, requestId } = context;
  const donor = await ownDonor(em, assuredCitizen(context));
  const decision = donor && UUID.test(input.decisionId) ? await em.findOne(Decision, { id: input.decisionId, donor: donor.id }) : null;
  // What the register put back itself was nobody's deed.
  if (!donor || !decision || decision.action === DecisionAction.REINSTATED) throw new Refused(new InvalidInput([notYourDecision]));
  if ((await disavowalsOf(em, [decision.id])).has(decision.id)) return { donor, decision };
  if (now() > lastDayToDisavow(decision, config.decisions)) throw new Refused(new DisavowalTooLate());

  donor.openDisavowals += 1;
  await endCards(context, donor, CardEndReason.DISAVOWED);
  em.create(Disavowal, { decision, donor, areaCode: donor.residenceCode ?? null, disavowedAt: now() });
  log.warn({ event: 'decisionDisavowed', requestId }, 'somebody says that a decision in their name was not theirs: see the queue of disavowals');
  return { donor, decision };
}

// One answer for a decision of somebody else and for one that does not exist: nothing is learned about others.
const notYourDecision = new InputProblem(['decisionId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到您的这次登记。',
  en: 'No such decision of yours was found.',
});
