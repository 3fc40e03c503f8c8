import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Actions that are counted per caller, with their allowance: points per seconds. */
export const limitRules = {
  /** Ticket exchanges from one address: generous, because a gateway can stand in front of many phones. */
  signIn: { points: 120, seconds: 60 },
  /** Steps of staff sign-ins from one address: an office stands behind one. */
  staffSignIn: { points: 60, seconds: 60 },
  /** Failed sign-ins of one account, or from one address (GB/T 22239 8.1.4.1 b). */
  failedStaffSignIn: { points: 10, seconds: 600 },
  /** Correction notes from one address. */
  suggestCorrection: { points: 10, seconds: 600 },
} as const;

/** The name of a counted action. */
export type LimitedAction = keyof typeof limitRules;

/** Counts actions per caller. */
export interface Limits {
  /** Takes one point; answers the seconds to wait when none is left, otherwise null. */
  take(action: LimitedAction, caller: string): Promise<number | null>;
  /** The seconds to wait when a caller has used up their allowance, otherwise null; takes nothing. */
  waitFor(action: LimitedAction, caller: string): Promise<number | null>;
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
    async waitFor(action, caller) {
      const used = await limiters.get(action)?.get(caller);
      return used && used.consumedPoints >= limitRules[action].points ? Math.ceil(used.msBeforeNext / 1000) : null;
    },
  };
}
