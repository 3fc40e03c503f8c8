import type { Decision } from '../donors/decision.entity.ts';
import { allItems } from '../donors/donation-kinds.ts';
import type { DecisionOutcome } from '../donors/decision.types.ts';
import { citizenOf } from '../donors/donor.policy.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { SubmittedContent } from './canonical-submission.ts';
import { DecisionSubmission, SubmissionStatus, type Submission } from './submission.entity.ts';
import { contentOf, ownSubmission } from './submission.queries.ts';

/** What somebody confirms with a decision; null when their decision is about no submission. */
export interface ToConfirm {
  readonly submission: Submission;
  readonly content: SubmittedContent;
}

/**
 * The submission that a decision is to confirm. Ask before anything is decided.
 *
 * @throws Refused InvalidInput: one answer for somebody else's, for one that ended and for one that never was.
 */
export async function submissionToConfirm({ em, vault, actor }: Context, id: string | null | undefined): Promise<ToConfirm | null> {
  if (id === null || id === undefined) return null;
  const kept = await ownSubmission(em, citizenOf(actor), id);
  if (kept?.submission.unwrap().status !== SubmissionStatus.WAITING) throw new Refused(new InvalidInput([noSuchSubmission]));
  return { submission: kept.submission.unwrap(), content: contentOf(kept, vault) };
}

/**
 * Notes that the person's own decision confirms what was sent: which submission, by its hash, and which items they decided otherwise.
 * The decision is theirs alone; that something was sent for them changes nothing in it.
 */
export function confirmSubmission({ em, now }: Context, toConfirm: ToConfirm | null, { decision, ...outcome }: DecisionOutcome): DecisionOutcome {
  if (toConfirm) {
    const { submission, content } = toConfirm;
    submission.status = SubmissionStatus.CONFIRMED;
    submission.endedAt = now();
    submission.changedItems = changedItems(content, decision);
    nameSubmission(em, decision, submission);
  }
  return { decision, ...outcome };
}

/** Says of a decision that is just being recorded which submission it confirms: in its own row, which is sealed, and beside it. */
export function nameSubmission(em: Context['em'], decision: Decision, submission: Submission): void {
  decision.confirmedSubmissionHash = submission.hash;
  em.create(DecisionSubmission, { decision, submission, submissionHash: submission.hash });
}

function changedItems({ choices }: SubmittedContent, decision: Decision) {
  return allItems.filter((item) => choices[item] !== decision.choices[item]);
}

const noSuchSubmission = new InputProblem(['submissionId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '这份代交的登记已经处理过，或者已经过期，所以这次没有提交。您填的内容还在。如果是您本人的意思，请再提交一次。',
  en: 'This registration sent for you was dealt with already, or has expired, so nothing was sent now. Your answers are still here. If they are what you want yourself, send them once more.',
});
