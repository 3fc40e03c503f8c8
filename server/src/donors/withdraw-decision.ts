import type { Context } from '../graphql/context.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { Choice, sameForAll } from './donation-kinds.ts';
import { assertConsent, freshCitizen, standingRecordAt } from './preconditions.ts';
import { recordDecision } from './record-decision.ts';
import { closeWithdrawal } from './settle-withdrawal.ts';

/** What withdrawing needs: no reason. */
export interface Withdrawal {
  readonly expectedVersion: number;
  readonly consent: { readonly version: string; readonly hash: string };
}

/** Takes the standing decision back (条例 art. 9, the right to revoke): afterwards no wish is on record, neither yes nor no. */
export async function withdrawDecision(context: Context, input: Withdrawal): Promise<DecisionOutcome> {
  const citizen = freshCitizen(context);
  assertConsent(ConsentPurpose.WITHDRAW, input.consent);
  const record = await standingRecordAt(context, citizen, input.expectedVersion);
  const outcome = await recordDecision(context, record, {
    action: DecisionAction.WITHDRAWN,
    state: DecisionState.WITHDRAWN,
    choices: sameForAll(Choice.NOT_STATED),
    purpose: ConsentPurpose.WITHDRAW,
    consent: input.consent,
  });
  await closeWithdrawal(context, record.donor, outcome.decision);
  return outcome;
}
