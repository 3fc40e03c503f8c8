import { randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import { InputProblem, InputProblemCode, InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { disavowalScopeOf } from '../donors/disavowal.policy.ts';
import { NationalSyncState } from '../donors/national-sync.entity.ts';
import { staffIn } from '../staff/staff.policy.ts';
import { differenceOf, type NationalDifferenceRecord } from './national-differences.queries.ts';

/** Has a decision sent to the national register once more, under a new number; for the staff of the person's area. */
export async function sendToNationalRegister(context: Context, input: { readonly decisionId: string }): Promise<NationalDifferenceRecord> {
  const staff = staffIn(context.actor, 'MANAGER', 'REGISTRAR');
  const record = await differenceOf(context.em, input.decisionId, disavowalScopeOf(staff));
  if (!record) throw new Refused(new InvalidInput([unknownDecision]));
  context.em.assign(record.sync, { state: NationalSyncState.PENDING, since: context.now(), messageId: randomUUID() });
  return record;
}

// One answer for a decision elsewhere, one that is no longer the latest, and one that never was.
const unknownDecision = new InputProblem(['decisionId'], InputProblemCode.UNKNOWN_VALUE, { 'zh-CN': '没有找到这条记录。', en: 'No such record was found.' });
