import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Actions that are counted per caller, with their allowance: points per seconds. */
export const limitRules = {
  /** Ticket exchanges from one address: generous, because a gateway can stand in front of many phones. */
  signIn: { points: 120, seconds: 60 },
  /** Correction notes from one address. */
  suggestCorrection: { points: 10, seconds: 600 },
  /** Requests about one's data, of one person. */
  fileDataRequest: { points: 10, seconds: 3_600 },
} as const;

/** The name of a counted action. */
export type LimitedAction = keyof typeof limitRules;

/** Counts actions per caller. */
export interface Limits {
  /** Takes one point; answers the seconds to wait when none is left, otherwise null. */
  take(action: LimitedAction, caller: string): Promise<number | null>;
}

/** Limits counted in this process's memory. */
export function memoryLimits(): Limits {
  const limiters = new Map(
    Object.entries(limitRules).map(([action, { points, seconds }]) => [action, new RateLimiterMemory({ points, duration: seconds })]),
  );
  return {
    async take(action, caller) {
      try {
        await limiters.get(action)?.consume(caller);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000);
        throw refused;
      }
    },
  };
}
