import type { Logger } from 'pino';
import { unlessBusy } from '../database/alone.ts';
import type { Orm } from '../database/orm.ts';
import { shanghaiDayOf } from '../identity/calendar.ts';
import { keepRounds, type Rounds } from '../rounds.ts';
import { driftOfFigures, foldFigures, isPublished, publishFigures } from './figures.queries.ts';

/** What keeping the figures needs. */
export interface FiguresTools {
  readonly orm: Orm;
  readonly now: () => Date;
  readonly log: Logger;
  /** Gives up a count under way. */
  readonly signal?: AbortSignal;
}

/** By which lock one server at a time folds or publishes. */
const LOCK = 20_261_127;

/** How many changes are folded in one transaction. */
const BATCH = 20_000;

/** How often, in milliseconds: a minute's decisions are read beside what was folded without being felt. */
const EVERY = 60_000;

/** Figures that were found wrong are counted anew after so many milliseconds: they do not mend themselves, and a count reads everybody. */
const COUNT_AGAIN = 3_600_000;

/**
 * One round: folds what was appended; in the first one of a day in China everybody is counted and compared, and the day's figures are
 * published, unless they are wrong. Another server at it: nothing happens.
 *
 * @param mayCount false while it is known that they are wrong.
 * @returns whether they were counted and are wrong.
 */
export async function roundOfFigures({ orm, now, log, signal }: FiguresTools, mayCount = true): Promise<boolean> {
  while (await unlessBusy(orm, LOCK, false, (em) => foldFigures(em, BATCH)));
  const day = shanghaiDayOf(now());
  if (!mayCount || (await isPublished(orm.em.fork(), day))) return false;
  return unlessBusy(orm, LOCK, false, async (em) => {
    // Another server may have done it since.
    if (await isPublished(em, day)) return false;
    const drift = await driftOfFigures(orm, signal);
    if (drift === 0) await publishFigures(em, day, drift);
    else log.error({ event: 'figuresDrift', people: drift }, 'the figures differ from what everybody counted says; nothing was published');
    return drift !== 0;
  });
}

/** Keeps the figures at once and then every minute, until stopped. A round that fails is logged and tried again by the next. */
export function keepFigures(tools: Omit<FiguresTools, 'signal'>): Rounds {
  const ending = new AbortController();
  let countAgain = 0;
  const rounds = keepRounds('figures', async () => {
    try {
      const isWrong = await roundOfFigures({ ...tools, signal: ending.signal }, tools.now().getTime() >= countAgain);
      if (isWrong) countAgain = tools.now().getTime() + COUNT_AGAIN;
    } catch (error) {
      if (!ending.signal.aborted) tools.log.error({ event: 'figuresRoundFailed', err: error }, 'a round over the figures failed');
    }
  }, EVERY);
  return {
    stop: () => {
      ending.abort();
      return rounds.stop();
    },
  };
}
