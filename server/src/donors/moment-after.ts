import { LATE_BY } from '../audit/covered-rows.ts';

/**
 * When a decision is recorded that follows another: not before that one, although the clock of the database was set back since, or another database took
 * over whose clock is behind (F9 of docs/resilience.md). After a step larger than the audit
 * allows for times that do not agree the clock counts all the same: a date far ahead would be as wrong, and whoever checks would take it for a forged one.
 *
 * @param before when the decision was recorded that it follows; null for the first.
 */
export function momentAfter(before: Date | null, now: Date): Date {
  const behind = before ? before.getTime() + 1 - now.getTime() : 0;
  return behind > 0 && behind <= LATE_BY ? new Date(now.getTime() + behind) : now;
}
