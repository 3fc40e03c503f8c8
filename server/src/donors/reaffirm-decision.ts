import type { Context } from '../graphql/context.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { assertConsent, assertMayDecide, freshCitizen, standingRecordAt } from './preconditions.ts';
import { recordDecision } from './record-decision.ts';

/** What reaffirming needs. */
export interface Reaffirmation {
  readonly expectedVersion: number;
  readonly consent: { readonly version: string; readonly hash: string };
}

/** Says that the standing decision still holds: a new decision with exactly the stored choices and today's words. */
export async function reaffirmDecision(context: Context, input: Reaffirmation): Promise<DecisionOutcome> {
  const citizen = freshCitizen(context);
  const record = await standingRecordAt(context, citizen, input.expectedVersion);
  const { donor, latest } = record;
  await assertNotRestricted(context, donor);
  const purpose = latest.state === DecisionState.REFUSED ? ConsentPurpose.REFUSE : ConsentPurpose.AGREE;
  assertConsent(purpose, input.consent);
  await assertMayDecide(context, donor);
  return recordDecision(context, record, { action: DecisionAction.REAFFIRMED, state: latest.state, choices: latest.choices, purpose, consent: input.consent });
}
