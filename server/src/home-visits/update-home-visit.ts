import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { checkFreeText } from '../rights/free-text.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { HomeVisitStatus, sealVisitNote, type HomeVisit, type HomeVisitDeclineReason } from './home-visit.entity.ts';
import { visitInScope } from './home-visit.queries.ts';
import { recordVisitStep } from './record-visit-step.ts';

/** What staff can say of a visit. */
export const VisitProgress = { APPOINTED: 'APPOINTED', DONE: 'DONE', DECLINED: 'DECLINED' } as const;
export type VisitProgress = (typeof VisitProgress)[keyof typeof VisitProgress];

/** How far a visit has come, as staff state it. */
export interface StatedVisitProgress {
  readonly requestId: string;
  readonly status: VisitProgress;
  readonly visitOn?: string | null | undefined;
  readonly declineReason?: HomeVisitDeclineReason | null | undefined;
  readonly note: string;
}

/** Says how far a visit has come that the caller has taken: a day is agreed, it took place, or nobody comes and why. */
export async function updateHomeVisit(context: Context, stated: StatedVisitProgress): Promise<HomeVisit> {
  const { em, vault, now } = context;
  const staff = requestStaff(context.actor);
  const problems: InputProblem[] = [];
  const note = checkFreeText('note', stated.note, true, problems);
  const visit = await visitInScope(em, staff, stated.requestId);
  if (!visit) problems.push(unknownRequest);
  const reason = stated.declineReason ?? null;
  const visitOn = stated.visitOn ?? null;
  if ((stated.status === HomeVisitStatus.DECLINED) !== (reason !== null)) problems.push(new InputProblem(['declineReason'], reason ? InputProblemCode.UNKNOWN_VALUE : InputProblemCode.REQUIRED, sentences.reason));
  if (stated.status === HomeVisitStatus.APPOINTED && (visitOn === null || visitOn < shanghaiDayOf(now()))) problems.push(new InputProblem(['visitOn'], InputProblemCode.OUT_OF_RANGE, sentences.day));
  if (stated.status === HomeVisitStatus.DONE && visit && !(visitOn ?? visit.visitOn)) problems.push(new InputProblem(['visitOn'], InputProblemCode.REQUIRED, sentences.wasOn));
  // The agreed day counts as said when no other is: it, too, must have come.
  if (stated.status === HomeVisitStatus.DONE && (visitOn ?? visit?.visitOn ?? '') > shanghaiDayOf(now())) problems.push(new InputProblem(['visitOn'], InputProblemCode.OUT_OF_RANGE, sentences.notYet));
  if (!visit || note === null || problems.length > 0) throw new Refused(new InvalidInput(problems));
  if (!visit.isOpen()) throw new Refused(new RequestClosed());
  if (visit.takenBy?.id !== staff.account.id) throw new Refused(new RequestNotYours());

  if (stated.status !== HomeVisitStatus.DECLINED && visitOn !== null) visit.visitOn = visitOn;
  visit.declineReason = reason;
  visit.sealedNote = sealVisitNote(vault, visit.id, note);
  await recordVisitStep(context, visit, stated.status);
  return visit;
}

const sentences = {
  reason: { 'zh-CN': '不能上门的，请选择原因；能上门的，不要选。', en: 'Choose a reason when nobody can come, and only then.' },
  day: { 'zh-CN': '请填写约好的日期，不能早于今天。', en: 'Enter the agreed day, not before today.' },
  wasOn: { 'zh-CN': '请填写上门的日期。', en: 'Enter the day of the visit.' },
  notYet: { 'zh-CN': '上门的日期不能晚于今天。请填写实际上门的那一天。', en: 'The day of the visit cannot be later than today. Enter the day on which you were there.' },
};
