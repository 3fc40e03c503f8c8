import type { ErasureTools } from '../donors/erase-donor.ts';
import { SubmissionStatus } from './submission.entity.ts';
import { submissionsFor } from './submission.queries.ts';

/** Removes what partners sent for a person who is erased (个人信息保护法 art. 47); that something was sent stays as a number. */
export async function forgetSubmissionsFor({ em, now }: ErasureTools, indexes: readonly Buffer[]): Promise<void> {
  for (const kept of await submissionsFor(em, indexes)) {
    const submission = kept.submission.unwrap();
    if (submission.status === SubmissionStatus.WAITING) [submission.status, submission.endedAt] = [SubmissionStatus.EXPIRED, now()];
    em.remove(kept);
  }
}
