import { randomBytes, randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { TooManyRequests } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { normalisedDocument } from '../identity/identity-document.ts';
import type { Partner } from '../partners/partner.entity.ts';
import { newReceiptNumber } from '../rights/receipt-number.ts';
import { canonicalSubmission, hashOfSubmission } from './canonical-submission.ts';
import { checkSubmission, type StatedSubmission } from './check-submission.ts';
import { sealSubmission, Submission, SubmissionContent, SubmissionStatus } from './submission.entity.ts';

/**
 * Keeps what a partner says that somebody wants, so that this person can confirm it themselves. Nothing takes effect (条例 art. 9: the
 * will is the person's own, in writing). The register is not asked about the person: the same rows are written for whomever it is.
 */
export async function submitRegistration(context: Context, partner: Partner, stated: StatedSubmission): Promise<Submission> {
  const { em, vault, now, limits } = context;
  const checked = checkSubmission(context, stated);
  const personIndex = vault.blindIndex('identity-document', normalisedDocument(checked.documentType, checked.documentNumber, checked.birthday));
  const wait = (await limits.take('submitRegistration', partner.id)) ?? (await limits.take('submitForPerson', `${partner.id} ${personIndex.toString('base64')}`));
  if (wait !== null) throw new Refused(new TooManyRequests(wait));

  const id = randomUUID();
  const receivedAt = now();
  const receiptNumber = newReceiptNumber('DJ');
  const text = canonicalSubmission({ ...checked, receiptNumber, nonce: randomBytes(16).toString('hex'), partnerId: partner.id, receivedAt });
  const submission = em.create(Submission, { id, receiptNumber, partner: partner.id, organisation: null, areaCode: null, channel: checked.channel, receivedAt, hash: hashOfSubmission(text), status: SubmissionStatus.WAITING, endedAt: null, changedItems: null });
  em.create(SubmissionContent, { submission, personIndex, sealedText: sealSubmission(vault, id, text) });
  return submission;
}
