import type { Em } from '../database/orm.ts';
import { DecisionAction, DecisionState, type Decision } from '../donors/decision.entity.ts';
import { ownWords } from '../donors/disavowal.queries.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { formerDayOf } from '../former-system/former-system.queries.ts';
import { shanghaiDayOf, type CalendarDay } from '../identity/calendar.ts';
import { formOfDecision } from './paper-form.queries.ts';
import { instantOfDay } from './signing-day.ts';

/**
 * The day of the person's own last word: when it was said here, signed on paper, or registered in a former system. What the register put back
 * itself was said when they said it.
 *
 * @param latest the decision that stands. @returns null when nothing on record is theirs.
 */
export async function dayOfOwnWord(em: Em, donor: Donor, latest: Decision): Promise<CalendarDay | null> {
  const own = await ownWordIn(em, donor, latest);
  return own && ((await writtenDayOf(em, own)) ?? shanghaiDayOf(own.recordedAt));
}

/** The person's own word that a decision is, or that the register put back by it; null when it put back that there is none. */
async function ownWordIn(em: Em, donor: Donor, decision: Decision): Promise<Decision | null> {
  return decision.action === DecisionAction.REINSTATED ? (await ownWords(em, donor)).undisputed : decision;
}

/** The day that stands on a signed paper, or in a former system; null for what was said here. */
async function writtenDayOf(em: Em, decision: Decision): Promise<CalendarDay | null> {
  return (await formOfDecision(em, decision.id))?.signedOn ?? (await formerDayOf(em, decision));
}

/** How long a day in China is, in milliseconds. */
const DAY = 86_400_000;

/**
 * When a person said what a decision records, as the national register is told it. What was signed on paper or taken over has a day and no hour: an
 * agreement counts from its beginning, a refusal from its end, so that of one day the refusal is the later (`signing-day.ts`). The same when the
 * register put such a word back. Everything else counts from when it was recorded.
 */
export async function saidAt(em: Em, decision: Decision): Promise<Date> {
  const own = await ownWordIn(em, decision.donor.unwrap(), decision);
  const day = own && own.state === decision.state ? await writtenDayOf(em, own) : null;
  if (day === null) return decision.recordedAt;
  const begins = instantOfDay(day).getTime();
  return new Date(decision.state === DecisionState.REFUSED ? Math.min(begins + DAY - 1, decision.recordedAt.getTime()) : begins);
}
