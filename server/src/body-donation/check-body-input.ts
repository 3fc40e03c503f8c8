import { residenceFault } from '../divisions/division.queries.ts';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { nameAt, phoneAt } from '../donors/check-input.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import type { ExecutorDetails, ExecutorRelation } from './body-donation.entity.ts';

/** An executor as a person states them. */
export interface StatedExecutor {
  readonly name: string;
  readonly relation: ExecutorRelation;
  readonly phone: string;
  /** That they agreed to be named here: somebody else's data (个人信息保护法 art. 13). */
  readonly hasAgreed: boolean;
}

/** Where somebody lives and how they are reached, as they state it. */
export interface StatedReach {
  readonly areaCode: string;
  readonly phone?: string | null | undefined;
}

/** The same in its normal form; the telephone is what was typed, else what sign-in knows. */
export interface CheckedReach {
  readonly areaCode: string;
  readonly phone: string;
}

/** Checks where somebody lives and how they are reached; without a number nobody could complete anything. */
export function checkReach(context: Context, stated: StatedReach, known: string | null, problems: InputProblem[]): CheckedReach {
  const fault = residenceFault(stated.areaCode, shanghaiDayOf(context.now()));
  if (fault) problems.push(new InputProblem(['areaCode'], fault.code, fault.sentence));
  const phone = stated.phone === null || stated.phone === undefined ? known : phoneAt(['phone'], stated.phone, problems);
  if (phone === null && (stated.phone ?? null) === null) problems.push(new InputProblem(['phone'], InputProblemCode.REQUIRED, sentences.phone));
  return { areaCode: stated.areaCode, phone: phone ?? '' };
}

/** Checks an executor: whole or not at all, and never without their agreement. */
export function checkExecutor(stated: StatedExecutor | null | undefined, problems: InputProblem[]): ExecutorDetails | null {
  if (!stated) return null;
  const name = nameAt(['executor', 'name'], stated.name, problems) ?? '';
  const phone = phoneAt(['executor', 'phone'], stated.phone, problems) ?? '';
  if (!stated.hasAgreed) problems.push(new InputProblem(['executor', 'hasAgreed'], InputProblemCode.REQUIRED, sentences.agreed));
  return { name, relation: stated.relation, phone };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The unit that a person would like to receive their body: one of the directory, or null when the Red Cross is to arrange it. */
export async function receivingUnitOf({ em }: Context, id: string | null | undefined, problems: InputProblem[]): Promise<Organisation | null> {
  if (!id) return null;
  const unit = UUID.test(id) ? await em.findOne(Organisation, { id }) : null;
  if (!unit) problems.push(new InputProblem(['receivingUnitId'], InputProblemCode.UNKNOWN_VALUE, sentences.unit));
  return unit;
}

/** @throws Refused InvalidInput when there are faults. */
export function assertNoProblems(problems: readonly InputProblem[]): void {
  if (problems.length > 0) throw new Refused(new InvalidInput(problems));
}

const sentences = {
  phone: { 'zh-CN': '请填写电话，当地红十字会要和您联系。', en: 'Enter a phone number, so that the Red Cross of your area can reach you.' },
  agreed: { 'zh-CN': '请先问过执行人，他（她）同意以后再填写。', en: 'Please ask the executor first, and name them once they have agreed.' },
  unit: { 'zh-CN': '没有找到这个单位。', en: 'This unit was not found.' },
};
