import { listChoices } from '../donors/donation-kinds.ts';
import { badInput } from '../graphql/connections.ts';
import type { Context } from '../graphql/context.ts';
import type { Citizen } from '../identity/actor.ts';
import { maskName } from '../identity/masking.ts';
import { contentOf, keptContent, submissionById, waitingSubmissions } from './submission.queries.ts';
import type { DecisionSubmission } from './submission.entity.ts';
import type { ConfirmedSubmission, PendingSubmission, SubmissionType } from './submission.types.ts';

/** Nobody has more waiting than they can read; the next ones come when these are answered. */
const MOST = 10;
const DAY = 86_400_000;

/** A submission as its partner reads it back: equal whatever became of it, until it is erased. */
export async function submissionView({ em, vault }: Pick<Context, 'em' | 'vault'>, id: string): Promise<SubmissionType> {
  const { receiptNumber, receivedAt, hash } = await submissionById(em, id);
  const kept = await keptContent(em, id);
  if (kept) contentOf(kept, vault);
  return { id, receiptNumber, receivedAt, readBack: kept?.text(vault) ?? null, sha256: hex(hash) };
}

/** What waits for a citizen, as they see it. */
export async function pendingFor({ em, vault, config }: Pick<Context, 'em' | 'vault' | 'config'>, citizen: Citizen): Promise<PendingSubmission[]> {
  return (await waitingSubmissions(em, citizen, MOST)).map((kept) => {
    const submission = kept.submission.unwrap();
    const { id, receiptNumber, channel, receivedAt, hash } = submission;
    const { fullName, expressedBy, expressedAt, choices } = contentOf(kept, vault);
    const expiresAt = new Date(receivedAt.getTime() + config.retention.submissionDays * DAY);
    return { id, receiptNumber, partnerName: submission.senderName(), channel, receivedAt, expiresAt, expressedBy, expressedAt, maskedName: maskName(fullName), isSameName: fullName === citizen.identity.fullName, choices: listChoices(choices), sha256: hex(hash) };
  });
}

/** What was confirmed, beside the decision. */
export function confirmedView({ submission, submissionHash }: DecisionSubmission): ConfirmedSubmission {
  const sent = submission.unwrap();
  const { receiptNumber, channel } = sent;
  return { receiptNumber, partnerName: sent.senderName(), channel, sha256: hex(submissionHash) };
}

/** How many are drawn. @throws GraphQLError BAD_USER_INPUT */
export function sampleSizeOf(size: number): number {
  if (size < 0 || size > 40) throw badInput('`sampleSize` lies between 0 and 40');
  return size;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
