import type { Decision } from '../donors/decision.entity.ts';
import { shanghaiDayOf, type CalendarDay } from '../identity/calendar.ts';

/** The instant that stands for a day on paper: its beginning in China, so that nothing that day counts as said before it. */
export function instantOfDay(day: CalendarDay): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

/** What a paper says, as far as its place in time asks. */
export interface SignedPaper {
  readonly signedOn: CalendarDay;
  readonly isRefusal: boolean;
}

/**
 * Whether a person's latest decision holds against a paper (条例 art. 9: they change it whenever they like, and the latest word counts).
 * A paper has a day and no hour. On the same day the order is unknown, and the least invasive holds: a refusal takes effect, an
 * agreement does not.
 *
 * @param paperDay the day on which the latest decision was signed, when it came from paper, too.
 */
export function isOvertaken({ signedOn, isRefusal }: SignedPaper, latest: Pick<Decision, 'recordedAt'>, paperDay: CalendarDay | null): boolean {
  const saidOn = paperDay ?? shanghaiDayOf(latest.recordedAt);
  if (saidOn !== signedOn) return saidOn > signedOn;
  return !isRefusal;
}
