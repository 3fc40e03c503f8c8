import { RateLimiterMemory } from 'rate-limiter-flexible';
import { secretDigest } from '../identity/sessions.ts';

/** How many failures in a minute are one too many, and for how many seconds nothing more is heard then (reliability 3.3). */
export const failureLimits = { ofOnePartnerFromOneAddress: 5, ofOneAddress: 20, lockedOut: 600 } as const;
const MINUTE = 60;

/** Counts how often a partner could not be recognised, in this process's memory. */
export class FailedAuthentications {
  /** One partner from one address: a stranger elsewhere cannot lock it out. */
  readonly #pairs = new RateLimiterMemory({ keyPrefix: 'pair', points: failureLimits.ofOnePartnerFromOneAddress, duration: MINUTE });
  /** One address under whatever names. */
  readonly #addresses = new RateLimiterMemory({ keyPrefix: 'address', points: failureLimits.ofOneAddress, duration: MINUTE });

  /** The seconds for which nothing is heard from this client at this address; 0 when it is heard. */
  async secondsToWait(client: string, address: string): Promise<number> {
    const waits = this.#counted(client, address).map(async ([limiter, key]) => {
      const state = await limiter.get(key);
      return state && state.consumedPoints > limiter.points ? Math.ceil(state.msBeforeNext / 1_000) : 0;
    });
    return Math.max(...(await Promise.all(waits)));
  }

  /** Counts one failure; the one that uses the last point up begins the lock-out. */
  async count(client: string, address: string): Promise<void> {
    for (const [limiter, key] of this.#counted(client, address)) {
      const { consumedPoints } = await limiter.penalty(key);
      if (consumedPoints >= limiter.points) await limiter.block(key, failureLimits.lockedOut);
    }
  }

  #counted(client: string, address: string): readonly (readonly [RateLimiterMemory, string])[] {
    // A digest, because a stranger may write anything of any length as the name of a client.
    return [
      [this.#pairs, secretDigest(`${address} ${client}`).toString('hex')],
      [this.#addresses, address],
    ];
  }
}
