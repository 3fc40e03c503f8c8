import type { CalendarDay } from '../identity/calendar.ts';

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
 * Whether a person's own last word holds against a paper (条例 art. 9: they change it whenever they like, and the latest word counts).
 * A paper has a day and no hour. On the same day the order is unknown, and the least invasive holds: a refusal takes effect, an
 * agreement does not.
 *
 * @param saidOn the day of that word: when it was said here, or signed, if it came from paper, too.
 */
export function isOvertaken({ signedOn, isRefusal }: SignedPaper, saidOn: CalendarDay): boolean {
  if (saidOn !== signedOn) return saidOn > signedOn;
  return !isRefusal;
}
