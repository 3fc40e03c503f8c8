import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { assertNotRestricted } from '../rights/assert-not-restricted.ts';
import { DonorAlreadyRegistered } from './decision-refusals.types.ts';
import { DecisionAction, DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import { Choice, sameForAll } from './donation-kinds.ts';
import { ownRecord } from './donor.queries.ts';
import { adultCitizen, assertConsent, assertMayDecide, assertVersion } from './preconditions.ts';
import { enrol, recordDecision } from './record-decision.ts';
import { confirmSubmission, submissionToConfirm } from '../submissions/confirm-submission.ts';

/** What refusing needs. */
export interface RefusalOfDonation {
  readonly expectedVersion?: number | null;
  readonly consent: { readonly version: string; readonly hash: string };
  /** What a partner had sent and this decision confirms. */
  readonly submissionId?: string | null | undefined;
}

/** Records that a person does not agree to donate anything (条例 art. 9(2)): a decision of its own, not the absence of one. */
export async function refuseDonation(context: Context, input: RefusalOfDonation): Promise<DecisionOutcome> {
  const citizen = adultCitizen(context);
  assertConsent(ConsentPurpose.REFUSE, input.consent);
  const record = await ownRecord(context.em, citizen);
  assertVersion(record, input.expectedVersion);
  if (record?.latest.state === DecisionState.REFUSED) throw new Refused(new DonorAlreadyRegistered(record.donor));
  if (record) await assertMayDecide(context, record.donor);
  await assertNotRestricted(context, record?.donor);
  const deciding = record ?? { donor: (await enrol(context, citizen)).donor, latest: null };
  const sent = await submissionToConfirm(context, input.submissionId);
  return confirmSubmission(context, sent, await recordDecision(context, deciding, {
    action: DecisionAction.REFUSED,
    state: DecisionState.REFUSED,
    choices: sameForAll(Choice.REFUSE),
    purpose: ConsentPurpose.REFUSE,
    consent: input.consent,
  }));
}
