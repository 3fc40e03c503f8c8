import { randomInt } from 'node:crypto';

/** For how long a delivery is tried, in milliseconds, from its first attempt: three days. */
export const TRY_FOR = 3 * 24 * 3_600_000;

/** The first pause, what each one more is longer by, and the longest, in milliseconds. */
const FIRST = 5_000;
const FACTOR = 3;
const LONGEST = 6 * 3_600_000;

/** Up to a fifth sooner or later, so that receivers that come back are not met by everybody at once. */
const jitterOf = (pause: number): number => Math.round((pause * randomInt(800, 1_201)) / 1_000);

/**
 * When a delivery is tried again after a failed attempt; null when its three days are over. The last attempt comes at their end.
 *
 * @param attempts how many there have been, this one included
 */
export function nextAttemptAt(attempts: number, tryingSince: Date, now: Date, jitter: (pause: number) => number = jitterOf): Date | null {
  const end = tryingSince.getTime() + TRY_FOR;
  if (now.getTime() >= end) return null;
  const pause = Math.min(FIRST * FACTOR ** (attempts - 1), LONGEST);
  return new Date(Math.min(now.getTime() + jitter(pause), end));
}
