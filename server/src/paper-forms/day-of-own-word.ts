import type { Em } from '../database/orm.ts';
import { DecisionAction, type Decision } from '../donors/decision.entity.ts';
import { ownWords } from '../donors/disavowal.queries.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { formerDayOf } from '../former-system/former-system.queries.ts';
import { shanghaiDayOf, type CalendarDay } from '../identity/calendar.ts';
import { formOfDecision } from './paper-form.queries.ts';

/**
 * The day of the person's own last word: when it was said here, signed on paper, or registered in a former system. What the register put back
 * itself was said when they said it.
 *
 * @param latest the decision that stands. @returns null when nothing on record is theirs.
 */
export async function dayOfOwnWord(em: Em, donor: Donor, latest: Decision): Promise<CalendarDay | null> {
  const own = latest.action === DecisionAction.REINSTATED ? (await ownWords(em, donor)).undisputed : latest;
  if (!own) return null;
  return (await formOfDecision(em, own.id))?.signedOn ?? (await formerDayOf(em, own)) ?? shanghaiDayOf(own.recordedAt);
}
