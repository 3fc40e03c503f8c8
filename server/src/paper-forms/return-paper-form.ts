import type { Context } from '../graphql/context.ts';
import { SubmissionStatus } from '../submissions/submission.entity.ts';
import { formToCheck } from './form-to-check.ts';
import { PaperVerdict, type PaperForm, type PaperReason } from './paper-form.entity.ts';
import { freshPaperStaff } from './paper-preconditions.ts';
import { recordVerdict } from './record-verdict.ts';

/** How a form can be given back without effect. */
export const PaperReturn = { REJECTED: PaperVerdict.REJECTED, SENT_BACK: PaperVerdict.SENT_BACK } as const;
export type PaperReturn = (typeof PaperReturn)[keyof typeof PaperReturn];

/** What the second person does with a form that does not pass. */
export interface ReturnedForm {
  readonly formId: string;
  readonly verdict: PaperReturn;
  readonly reason: PaperReason;
}

/**
 * Ends a form without effect: rejected for good, or sent back to be typed in again with the same scan, as a form of its own. What was
 * typed is never mended in place: its hash was given out.
 */
export async function returnPaperForm(context: Context, input: ReturnedForm): Promise<PaperForm> {
  const { form, staff } = await formToCheck(context, freshPaperStaff(context), input.formId);
  const submission = form.submission.unwrap();
  submission.status = SubmissionStatus.REJECTED;
  submission.endedAt = context.now();
  await recordVerdict(context, form, staff, input.verdict, input.reason);
  return form;
}
