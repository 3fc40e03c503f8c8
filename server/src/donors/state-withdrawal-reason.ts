import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { Decision, DecisionAction } from './decision.entity.ts';
import { ownDonor } from './donor.queries.ts';
import { assuredCitizen } from './preconditions.ts';
import { WithdrawalReasonStatement, type WithdrawalReason } from './withdrawal-reason.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keeps why the caller withdrew, after the fact and only because they wished to say it; saying it again replaces it. */
export async function stateWithdrawalReason(context: Context, input: { decisionId: string; reason: WithdrawalReason }): Promise<WithdrawalReasonStatement> {
  const { em, now } = context;
  const donor = await ownDonor(em, assuredCitizen(context));
  const withdrawal =
    donor && UUID.test(input.decisionId) ? await em.findOne(Decision, { id: input.decisionId, donor: donor.id, action: DecisionAction.WITHDRAWN }) : null;
  if (!withdrawal) throw new Refused(new InvalidInput([notYourWithdrawal]));
  const stated = await em.findOne(WithdrawalReasonStatement, { decision: withdrawal.id });
  if (!stated) return em.create(WithdrawalReasonStatement, { decision: withdrawal, reason: input.reason, statedAt: now() });
  stated.reason = input.reason;
  stated.statedAt = now();
  return stated;
}

// One answer for a decision of somebody else and for one that does not exist: nothing is learned about others.
const notYourWithdrawal = new InputProblem(['decisionId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '没有找到您的这次撤回。',
  en: 'No such withdrawal of yours was found.',
});
