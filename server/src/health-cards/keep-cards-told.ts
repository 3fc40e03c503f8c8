import type { Logger } from 'pino';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Orm } from '../database/orm.ts';
import { duePeople, tellAgain } from './health-card.queries.ts';

/** What looking after the marks needs. */
export interface CardsToldTools {
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Looking that goes on by itself. */
export interface KeptCardsTold {
  /** Lets a round that is under way end. */
  stop(): Promise<void>;
}

/** How often, in milliseconds. */
const EVERY = 10_000;

/** People of one round; the next one goes on where it ended. */
const BATCH = 1_000;

/**
 * One round: whoever's mark depends on something that changed since it was judged is told about again. A decision reaches the outbox by
 * itself; a consent, a binding, a restriction by staff who see no card, and a delivery that was given up after three days are found here,
 * by their states and not by an event, so that nothing which changed can be missed.
 *
 * @returns how many people.
 */
export async function tellDueCards({ orm, now }: Pick<CardsToldTools, 'orm' | 'now'>): Promise<number> {
  const due = await duePeople(orm.em.fork(), BATCH);
  for (const person of due) await oneTransaction(orm, (em) => tellAgain(em, person, now()));
  return due.length;
}

/** Looks at once and then every ten seconds, until stopped. A round that fails is logged and tried again by the next. */
export function keepCardsTold({ orm, now, log }: CardsToldTools): KeptCardsTold {
  let isBusy = false;
  const round = async (): Promise<void> => {
    isBusy = true;
    try {
      await tellDueCards({ orm, now });
    } catch (error) {
      log.error({ event: 'healthCardRoundFailed', err: error }, 'a round over the health cards failed');
    } finally {
      isBusy = false;
    }
  };
  let running = round();
  const timer = setInterval(() => {
    if (!isBusy) running = round();
  }, EVERY);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
