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
}

/** By which lock one server at a time folds or publishes. */
const LOCK = 20_261_127;

/** How many changes are folded in one transaction. */
const BATCH = 20_000;

/** How often, in milliseconds: a minute's decisions are read beside what was folded without being felt. */
const EVERY = 60_000;

/**
 * One round: folds what was appended; in the first one of a day in China everybody is counted and compared, and the day's figures are
 * published, unless they are wrong. Another server at it: nothing happens.
 */
export async function roundOfFigures({ orm, now, log }: FiguresTools): Promise<void> {
  while (await unlessBusy(orm, LOCK, false, (em) => foldFigures(em, BATCH)));
  const day = shanghaiDayOf(now());
  if (await isPublished(orm.em.fork(), day)) return;
  await unlessBusy(orm, LOCK, undefined, async (em) => {
    // Another server may have done it since.
    if (await isPublished(em, day)) return;
    const drift = await driftOfFigures(em);
    if (drift === 0) return publishFigures(em, day, drift);
    log.error({ event: 'figuresDrift', people: drift }, 'the figures differ from what everybody counted says; nothing was published');
  });
}

/** Keeps the figures at once and then every minute, until stopped. A round that fails is logged and tried again by the next. */
export function keepFigures(tools: FiguresTools): Rounds {
  return keepRounds('figures', async () => {
    try {
      await roundOfFigures(tools);
    } catch (error) {
      tools.log.error({ event: 'figuresRoundFailed', err: error }, 'a round over the figures failed');
    }
  }, EVERY);
}
