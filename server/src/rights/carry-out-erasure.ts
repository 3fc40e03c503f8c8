import { bodyDonationOf } from '../body-donation/body-donation.queries.ts';
import { eraseBodyDonation } from '../body-donation/erase-body-donation.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { eraseDonor, type ErasureTools } from '../donors/erase-donor.ts';
import { messagesOf } from '../family/family-message.queries.ts';
import { statementsOf } from '../kin/kin-statement.queries.ts';
import type { Context } from '../graphql/context.ts';
import { forgetHealthCardsOf } from '../health-cards/forget-health-cards.ts';
import { forgetHomeVisitsOf } from '../home-visits/forget-home-visits.ts';
import { forgetPaperFormsOf } from '../paper-forms/forget-paper-forms.ts';
import { forgetSubmissionsFor } from '../submissions/forget-submissions.ts';
import { DataDisclosure } from './data-disclosure.entity.ts';
import { DataRequest } from './data-request.entity.ts';

/**
 * Erases a person whose request is granted (个人信息保护法 art. 47): who they are and how to reach them (`eraseDonor`), and what
 * they wrote to us. What stays belongs to nobody any more: decisions and their fingerprints, what was consented to, the audit,
 * and look-ups until their years are over. Call it behind `enterErasureDoor`.
 */
export async function carryOutErasure(context: Context, donor: Donor): Promise<void> {
  await forgetOutsideOfRecord(context, donor.indexes(), donor);
  await eraseDonor(context, donor);
}

/**
 * The same for what is named by the document alone: what a person asked, wishes for their body, and where visits were to go. It is
 * all there is of who was never on the register.
 */
export async function forgetOutsideOfRecord(context: ErasureTools, indexes: readonly Buffer[], donor: Donor | null): Promise<void> {
  // Also what they asked, and took a copy of, before they had a record: those rows name them by their document.
  const personIndex = { $in: [...indexes] };
  const requests = await context.em.find(DataRequest, { $or: [...(donor ? [{ donor: donor.id }] : []), { personIndex }] });
  for (const statement of await statementsOf(context.em, requests.map(({ id }) => id))) statement.sealedStatement = null;
  for (const request of requests) {
    request.sealedText = null;
    request.sealedAnswer = null;
    request.personIndex = null;
  }
  for (const disclosure of await context.em.find(DataDisclosure, { personIndex })) disclosure.personIndex = null;
  const bodyDonation = await bodyDonationOf(context.em, indexes);
  if (bodyDonation) await eraseBodyDonation(context, bodyDonation);
  await forgetHomeVisitsOf(context, indexes);
  await forgetPaperFormsOf(context, indexes, donor?.id ?? null);
  await forgetSubmissionsFor(context, indexes);
  if (donor) await forgetHealthCardsOf(context, donor);
  for (const message of donor ? await messagesOf(context.em, donor.id) : []) {
    message.linkDigest = null;
    message.codeDigest = null;
    message.sealedLabel = null;
  }
}
