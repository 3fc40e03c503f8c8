import { allItems, type Choice, type DonationItem } from '../donors/donation-kinds.ts';
import type { StatedChoice } from '../donors/check-input.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { checkIdentityDocument } from '../identity/identity-document.ts';
import type { SubmittedContent } from '../submissions/canonical-submission.ts';
import { comparisonsIn, formToCheck, hasMatched, MOST_COMPARISONS } from './form-to-check.ts';
import { PaperStepKind, type PaperForm } from './paper-form.entity.ts';
import { PaperFormNotCompared } from './paper-form-refusals.types.ts';
import { freshPaperStaff } from './paper-preconditions.ts';
import { recordPaperStep } from './record-step.ts';

/** What the second person reads on the scan, without seeing what was typed. */
export interface Reentry {
  readonly formId: string;
  readonly documentNumber: string;
  readonly signedOn: string;
  readonly choices: readonly StatedChoice[];
}

/** Something that the two read differently. */
export interface Difference {
  readonly field: string;
  /** What was typed first; null while the second person may enter it once more, so that they still read the paper and not the screen. */
  readonly typed: string | null;
}

/** What came of a comparison. */
export interface Compared {
  readonly form: PaperForm;
  readonly differences: readonly Difference[];
  /** What was typed, once it agrees; null before. */
  readonly readBack: string | null;
  readonly triesLeft: number;
}

/**
 * Holds what the second person read on the scan against what was typed: number, day of the signature and every single item. A difference
 * is written down by its name and stops the form. After the first one the second person looks once more, still blind; after the second
 * one both readings are shown, and this person can only send the form back or reject it.
 */
export async function comparePaperForm(context: Context, input: Reentry): Promise<Compared> {
  const { form, staff, content, readBack, steps } = await formToCheck(context, freshPaperStaff(context), input.formId);
  const done = comparisonsIn(steps).length;
  const hasLooked = steps.some(({ kind }) => kind === PaperStepKind.SCAN_SHOWN);
  if (!hasLooked || hasMatched(steps) || done >= MOST_COMPARISONS) throw new Refused(new PaperFormNotCompared());
  const choices = choicesByItem(input.choices);
  const differing = differingFields(content, form, input, choices, shanghaiDayOf(context.now()));
  await recordPaperStep(context, form, PaperStepKind.COMPARED, { accountId: staff.account.id, differing });
  const triesLeft = differing.length === 0 ? 0 : MOST_COMPARISONS - done - 1;
  const differences = differing.map((field) => ({ field, typed: triesLeft > 0 ? null : typedAt(field, content, form, input) }));
  return { form, differences, readBack: differing.length === 0 ? readBack : null, triesLeft };
}

/** Every item exactly once: an item that is left out would be a difference that nobody meant. */
function choicesByItem(stated: readonly StatedChoice[]): ReadonlyMap<DonationItem, Choice> {
  const choices = new Map(stated.map(({ item, choice }): [DonationItem, Choice] => [item, choice]));
  const missing = allItems.filter((item) => !choices.has(item));
  if (missing.length > 0 || stated.length !== choices.size) {
    throw new Refused(new InvalidInput((missing.length > 0 ? missing : ['choices']).map((item) => new InputProblem(['choices', item], InputProblemCode.MISSING_ITEM, everyItem))));
  }
  return choices;
}

function differingFields(content: SubmittedContent, form: PaperForm, input: Reentry, choices: ReadonlyMap<DonationItem, Choice>, today: string): string[] {
  const read = checkIdentityDocument(content.documentType, input.documentNumber, today);
  return [
    ...(read.ok && read.value.number === content.documentNumber ? [] : ['documentNumber']),
    ...(input.signedOn === form.signedOn ? [] : ['signedOn']),
    ...allItems.filter((item) => choices.get(item) !== content.choices[item]),
  ];
}

/** Of a number only the characters that differ: nobody needs the whole of it on a screen to see who misread what. */
function typedAt(field: string, content: SubmittedContent, form: PaperForm, input: Reentry): string {
  if (field === 'documentNumber') return [...content.documentNumber].map((character, at) => (character === input.documentNumber.trim().toUpperCase()[at] ? '•' : character)).join('');
  if (field === 'signedOn') return form.signedOn;
  return content.choices[field as DonationItem] ?? '';
}

const everyItem = { 'zh-CN': '每一项都要照着纸上的内容填写一次。', en: 'Enter every item from the paper, each once.' };
