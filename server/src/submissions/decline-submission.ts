import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { SubmissionStatus } from './submission.entity.ts';
import { ownSubmission } from './submission.queries.ts';

/**
 * Says that what was sent is not the caller's. It needs no fresh sign-in: nothing took effect, and nothing does. Saying it twice changes
 * nothing.
 */
export async function declineSubmission(context: Context, id: string): Promise<void> {
  const kept = await ownSubmission(context.em, assuredCitizen(context), id);
  const submission = kept?.submission.unwrap();
  if (!submission || (submission.status !== SubmissionStatus.WAITING && submission.status !== SubmissionStatus.DECLINED)) throw new Refused(new InvalidInput([noSuchSubmission]));
  if (submission.status === SubmissionStatus.DECLINED) return;
  submission.status = SubmissionStatus.DECLINED;
  submission.endedAt = context.now();
}

const noSuchSubmission = new InputProblem(['submissionId'], InputProblemCode.UNKNOWN_VALUE, {
  'zh-CN': '这份代交的登记已经处理过，或者已经过期。',
  en: 'This registration sent for you was dealt with already, or has expired.',
});
