import type { Context } from '../graphql/context.ts';
import { InvalidInput, type InputProblem } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { checkChoices, checkContact, type StatedChoice, type StatedContact } from './check-input.ts';
import { DonorAlreadyRegistered } from './decision-refusals.types.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { ownRecord } from './donor.queries.ts';
import { sealingKeyOf } from './personal-values.ts';
import { adultCitizen, assertConsent, assertMayDecide, assertVersion } from './preconditions.ts';
import { enrol, recordDecision, replaceContact } from './record-decision.ts';
import { confirmSubmission, submissionToConfirm } from '../submissions/confirm-submission.ts';

/** What registering needs. */
export interface Registration {
  readonly expectedVersion?: number | null;
  readonly choices: readonly StatedChoice[];
  readonly contact: StatedContact;
  readonly consent: { readonly version: string; readonly hash: string };
  /** What a partner had sent and this decision confirms. */
  readonly submissionId?: string | null | undefined;
}

/** Registers the wish to donate of a person who has no standing decision: new to the register, or withdrawn before. */
export async function registerDonor(context: Context, input: Registration): Promise<DecisionOutcome> {
  const citizen = adultCitizen(context);
  const problems: InputProblem[] = [];
  const choices = checkChoices(input.choices, problems);
  const contact = checkContact(context, input.contact, problems);
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));

  const record = await ownRecord(context.em, citizen);
  if (record?.latest.isStanding()) throw new Refused(new DonorAlreadyRegistered(record.donor));
  await assertNotRestricted(context, record?.donor);
  assertConsent(ConsentPurpose.AGREE, input.consent);
  assertVersion(record, input.expectedVersion);
  if (record) await assertMayDecide(context, record.donor);

  const { donor, key } = record ? { donor: record.donor, key: await sealingKeyOf(context, record.donor) } : await enrol(context, citizen);
  replaceContact(key, donor, contact);
  const sent = await submissionToConfirm(context, input.submissionId);
  return confirmSubmission(context, sent, await recordDecision(context, { donor, latest: record?.latest ?? null }, { action: DecisionAction.REGISTERED, state: DecisionState.AGREED, choices, purpose: ConsentPurpose.AGREE, consent: input.consent }));
}
