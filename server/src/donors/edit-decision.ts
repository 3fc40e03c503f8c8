import type { Context } from '../graphql/context.ts';
import { InvalidInput, type InputProblem } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { checkChoices, checkContact, type StatedChoice, type StatedContact } from './check-input.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { sealingKeyOf } from './personal-values.ts';
import { adultCitizen, assertConsent, assertMayDecide, standingRecordAt } from './preconditions.ts';
import { recordDecision, replaceContact } from './record-decision.ts';
import { confirmSubmission, submissionToConfirm } from '../submissions/confirm-submission.ts';

/** What changing a decision needs. */
export interface DecisionEdit {
  readonly expectedVersion: number;
  readonly choices: readonly StatedChoice[];
  readonly contact?: StatedContact | null;
  readonly consent: { readonly version: string; readonly hash: string };
  /** What a partner had sent and this decision confirms. */
  readonly submissionId?: string | null | undefined;
}

/** Changes what a person agrees to, as a new decision; also the way from a standing refusal to agreeing. */
export async function editDecision(context: Context, input: DecisionEdit): Promise<DecisionOutcome> {
  const citizen = adultCitizen(context);
  const problems: InputProblem[] = [];
  const choices = checkChoices(input.choices, problems);
  const contact = input.contact ? checkContact(context, input.contact, problems) : null;
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));
  assertConsent(ConsentPurpose.AGREE, input.consent);

  const record = await standingRecordAt(context, citizen, input.expectedVersion);
  const { donor } = record;
  await assertMayDecide(context, donor);
  await assertNotRestricted(context, donor);
  if (contact) replaceContact(await sealingKeyOf(context, donor), donor, contact);
  const sent = await submissionToConfirm(context, input.submissionId);
  return confirmSubmission(context, sent, await recordDecision(context, record, { action: DecisionAction.EDITED, state: DecisionState.AGREED, choices, purpose: ConsentPurpose.AGREE, consent: input.consent }));
}
