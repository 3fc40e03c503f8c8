import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { maskName } from '../identity/masking.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import type { Vault } from '../vault/vault.ts';
import { DecisionSubmission } from './submission.entity.ts';
import { contentOf, submissionsFor } from './submission.queries.ts';

/** What a person's copy of their data says about registrations that partners sent for them (docs/personal-data-export.md). */
export async function submissionCopiesOf({ em, vault }: { readonly em: Em; readonly vault: Vault }, citizen: Citizen) {
  return (await submissionsFor(em, indexesOf(citizen))).map((kept) => {
    const submission = kept.submission.unwrap();
    const { id, receiptNumber, channel, receivedAt, hash, status, endedAt, changedItems } = submission;
    const content = contentOf(kept, vault);
    // With a mistyped number it may be somebody else's name.
    const fullName = content.fullName === citizen.identity.fullName ? content.fullName : maskName(content.fullName);
    const { documentType, documentNumber, birthday, language, choices, expressedBy, expressedAt, wordsPurpose, wordsVersion, wordsHash } = content;
    const sent = { fullName, documentType, documentNumber, birthday, language, choices, expressedBy, expressedAt, words: { purpose: wordsPurpose, version: wordsVersion, hash: wordsHash } };
    return { id, receiptNumber, partner: submission.senderName(), channel, receivedAt, sha256: Buffer.from(hash).toString('hex'), status, endedAt: endedAt ?? null, changedItems: changedItems ?? null, sent };
  });
}

/** By which decisions a person confirmed what was sent for them, also when what was sent is erased. */
export async function confirmedSubmissionsOf(em: Em, donorId: string) {
  const confirmed = await em.find(DecisionSubmission, { decision: { donor: donorId } }, { populate: ['submission.partner', 'submission.organisation'] });
  return confirmed.map(({ decision, submission, submissionHash }) => ({ decisionId: decision.id, submissionId: submission.id, receiptNumber: submission.unwrap().receiptNumber, partner: submission.unwrap().senderName(), sha256: Buffer.from(submissionHash).toString('hex') }));
}
