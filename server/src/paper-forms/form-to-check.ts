import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Staff } from '../identity/actor.ts';
import type { SubmittedContent } from '../submissions/canonical-submission.ts';
import { contentOf, keptContent } from '../submissions/submission.queries.ts';
import { PaperFormStatus, PaperStepKind, type PaperForm, type PaperFormStep } from './paper-form.entity.ts';
import { AnotherPersonNeeded, PaperFormClosed } from './paper-form-refusals.types.ts';
import { mayCheck } from './paper-form.policy.ts';
import { assertNotOneself } from './paper-preconditions.ts';
import { formInScope, stepsBy } from './paper-form.queries.ts';

/** A form that somebody may check now, with what was typed and what they did with it so far. */
export interface FormToCheck {
  readonly staff: Staff;
  readonly form: PaperForm;
  readonly content: SubmittedContent;
  readonly readBack: string;
  readonly steps: readonly PaperFormStep[];
}

/**
 * The form that the caller is to check: of their area, still open, typed by somebody else and not about themselves.
 * @throws Refused InvalidInput, PaperFormClosed or AnotherPersonNeeded
 */
export async function formToCheck({ em, vault }: Pick<Context, 'em' | 'vault'>, staff: Staff, formId: string): Promise<FormToCheck> {
  const form = await formInScope(em, staff, formId);
  if (!form) throw new Refused(new InvalidInput([unknownForm]));
  if (!mayCheck(staff, form)) throw new Refused(new AnotherPersonNeeded());
  const kept = form.status() === PaperFormStatus.WAITING ? await keptContent(em, form.submission.id) : null;
  if (!kept) throw new Refused(new PaperFormClosed());
  const content = contentOf(kept, vault);
  assertNotOneself({ vault }, staff, content.fullName);
  return { staff, form, content, readBack: kept.text(vault), steps: await stepsBy(em, form.id, staff.account.id) };
}

/** How often one person may enter a form from its scan: after the first difference once more, then not again. */
export const MOST_COMPARISONS = 2;

/** The comparisons among what somebody did with a form. */
export function comparisonsIn(steps: readonly PaperFormStep[]): readonly PaperFormStep[] {
  return steps.filter(({ kind }) => kind === PaperStepKind.COMPARED);
}

/** Whether somebody entered everything as it was typed. */
export function hasMatched(steps: readonly PaperFormStep[]): boolean {
  return comparisonsIn(steps).some(({ differing }) => differing?.length === 0);
}

// One answer for a form of another area and for one that does not exist.
const unknownForm = new InputProblem(['formId'], InputProblemCode.UNKNOWN_VALUE, { 'zh-CN': '没有找到这张表。', en: 'No such form was found.' });
