import { randomInt } from 'node:crypto';

/** For how long a delivery is tried, in milliseconds, from its first attempt: three days. */
export const TRY_FOR = 3 * 24 * 3_600_000;

/** The first pause and the longest, in milliseconds. */
export const pauses = { first: 5_000, longest: 6 * 3_600_000 } as const;
/** What each pause is longer by than the one before. */
const FACTOR = 3;

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
  const pause = Math.min(pauses.first * FACTOR ** (attempts - 1), pauses.longest);
  return new Date(Math.min(now.getTime() + jitter(pause), end));
}
