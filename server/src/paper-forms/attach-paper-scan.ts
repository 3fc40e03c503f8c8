import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { isCalendarDay, shanghaiDayOf } from '../identity/calendar.ts';
import { PaperForm, PaperStepKind } from './paper-form.entity.ts';
import { paperStaff } from './paper-form.policy.ts';
import { ownFreeScan, sentFromPaper } from './paper-form.queries.ts';
import { recordPaperStep } from './record-step.ts';

/** A scan for what a partner typed from paper, found by the number that the partner wrote on it. */
export interface ScanForSent {
  readonly scanId: string;
  readonly receiptNumber: string;
  readonly signedOn: string;
}

/** Puts the paper beside what a partner typed from it, so that a second person can hold the one against the other. Nothing takes effect by it. */
export async function attachPaperScan({ em, actor, now }: Context, input: ScanForSent): Promise<PaperForm> {
  const staff = paperStaff(actor);
  const [scan, submission] = [await ownFreeScan(em, staff, input.scanId), await sentFromPaper(em, input.receiptNumber)];
  const faults: InputProblem[] = [];
  if (!scan) faults.push(new InputProblem(['scanId'], InputProblemCode.UNKNOWN_VALUE, sentences.scan));
  if (!submission) faults.push(new InputProblem(['receiptNumber'], InputProblemCode.UNKNOWN_VALUE, sentences.number));
  if (!isCalendarDay(input.signedOn) || input.signedOn > shanghaiDayOf(now())) faults.push(new InputProblem(['signedOn'], InputProblemCode.MALFORMED, sentences.day));
  if (!scan || !submission || faults.length > 0) throw new Refused(new InvalidInput(faults));
  // From now on the staff of this area reach what was sent.
  submission.areaCode = staff.organisation.divisionCode;
  const form = em.create(PaperForm, { submission, scan, areaCode: staff.organisation.divisionCode, residenceCode: null, signedOn: input.signedOn, maker: staff.account, typedAt: now(), verdict: null, reason: null, checker: null, decidedAt: null });
  await recordPaperStep({ em, now }, form, PaperStepKind.TYPED, { accountId: staff.account.id });
  return form;
}

const sentences = {
  scan: { 'zh-CN': '请先附上这张表的扫描件；一份扫描件只能用于一张表。', en: 'Attach the scan of this form first; one scan belongs to one form.' },
  // One answer for one that never was, one that is over and one that has its scan.
  number: { 'zh-CN': '没有找到等待核对的这个受理编号。', en: 'Nothing with this receipt number waits for its paper.' },
  day: { 'zh-CN': '签字日期应写成 YYYY-MM-DD，不能在今天以后。', en: 'The day of the signature is a day, YYYY-MM-DD, not in the future.' },
} as const;
