/** How far a clock may have been set back, in milliseconds: as far as the audit and the evidence allow for times that do not agree (`LATE_BY`). */
const SET_BACK_AT_MOST = 15 * 60_000;

/**
 * When a decision is recorded that follows another: not before that one, although the clock of the database was set back since, or another database took
 * over whose clock is behind (F9 of docs/resilience.md). After a larger step the clock counts all the same: a date far ahead would be as wrong, and whoever
 * checks the audit would take it for a forged one.
 *
 * @param before when the decision was recorded that it follows; null for the first.
 */
export function momentAfter(before: Date | null, now: Date): Date {
  const behind = before ? before.getTime() + 1 - now.getTime() : 0;
  return behind > 0 && behind <= SET_BACK_AT_MOST ? new Date(now.getTime() + behind) : now;
}
