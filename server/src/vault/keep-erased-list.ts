import type { Logger } from 'pino';
import type { Orm } from '../database/orm.ts';
import { keepRounds, type Rounds } from '../rounds.ts';
import { updateErasedList } from './erased-list.ts';

/** How this server keeps the list. */
export interface KeepErasedListOptions {
  readonly orm: Orm;
  /** Where it is kept, asked anew each time: the folder of backups may have been named meanwhile. */
  readonly paths: () => readonly string[];
  readonly log: Logger;
}

/** So often it is brought up to date, in milliseconds: as often as the log of the database reaches its archive. */
const EVERY = 60_000;

/** Keeps the list of erasures outside of the database, at once, every minute and once more at the end; a round that fails is tried again by the next. */
export function keepErasedList({ orm, paths, log }: KeepErasedListOptions): Rounds {
  const round = async (): Promise<void> => {
    const failed = (error: unknown): void => log.error({ event: 'erasedListFailed', err: error }, 'the list of erasures outside of the database could not be brought up to date');
    try {
      // One that cannot be written holds up no other. Looking for the folders may fail as well, and must not end the process.
      for (const path of paths()) await updateErasedList(orm.em.fork(), path).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  const rounds = keepRounds('erased-list', round, EVERY);
  return { stop: () => rounds.stop().then(round) };
}
