import type { Logger } from 'pino';
import type { Em, Orm } from './database/orm.ts';
import { keepRounds, type Rounds } from './rounds.ts';
import { timeOfDatabase } from './telemetry/telemetry.queries.ts';

/** Asked for this often, in milliseconds: clocks that drift apart do so by milliseconds a minute, one that is set does so at once. */
const ASK_EVERY = 10_000;

/** An answer that took longer tells too little of the moment, in milliseconds. */
const LONGEST_ANSWER = 1_000;

/** How many times it is asked in one round; the fastest answer counts, because it leaves the least room. */
const TRIES = 3;

/** From here on somebody should look after the clock of this machine, in milliseconds. */
const APART = 1_000;

/**
 * What time it is for the register: what the database's clock says, whatever the one of this machine does. Servers whose clocks are minutes apart
 * would judge the same sign-in as fresh and as too old, and date a change before what it changes (F9 of docs/resilience.md); all of them share one database.
 */
export class Clock {
  #ahead = 0;

  /** The time of the database, as far as it is known: to some milliseconds. */
  readonly now = (): Date => new Date(Date.now() + this.#ahead);

  /** How far the database is ahead of this machine, in milliseconds; negative when it is behind. */
  get ahead(): number {
    return this.#ahead;
  }

  /** Asks the database, and believes its fastest answer. @throws what the driver says when it does not answer. */
  async ask(em: Em): Promise<void> {
    let fastest = { took: LONGEST_ANSWER, ahead: this.#ahead };
    for (let tries = 0; tries < TRIES; tries++) {
      const sent = performance.now();
      const at = await timeOfDatabase(em);
      const took = performance.now() - sent;
      if (took < fastest.took) fastest = { took, ahead: Math.round(at + took / 2 - Date.now()) };
    }
    // Within what the answer leaves open nothing is known to have changed: the time is to run evenly.
    if (Math.abs(fastest.ahead - this.#ahead) > fastest.took) this.#ahead = fastest.ahead;
  }
}

/** Asks the database what time it is every ten seconds, until stopped, and says in the log when this machine's clock is a second off. */
export function keepClock({ orm, clock, log }: { readonly orm: Orm; readonly clock: Clock; readonly log: Logger }): Rounds {
  let wasApart = false;
  return keepRounds('clock', async () => {
    // While the database is away nothing is decided, and a clock does not drift far.
    await clock.ask(orm.em.fork({ clear: true })).catch(() => undefined);
    const isApart = Math.abs(clock.ahead) >= APART;
    if (isApart && !wasApart) log.warn({ event: 'clockApart', milliseconds: clock.ahead }, 'the clock of this machine is not the one of the database: that one counts');
    wasApart = isApart;
  }, ASK_EVERY);
}
