import type { Logger } from 'pino';
import type { AppConfig } from '../config.ts';
import type { Orm } from '../database/orm.ts';
import { keepRounds, type Rounds } from '../rounds.ts';
import { runRetention } from './run-retention.ts';

/** How this server forgets. */
export interface KeepRetentionOptions {
  readonly orm: Orm;
  readonly config: Pick<AppConfig, 'retention' | 'session'>;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Looked after this often, in milliseconds: times to keep are days, so an hour more or less is nothing. */
const EVERY = 3_600_000;

/** Forgets what is over its time, at once and then every hour, until stopped. A round that fails is logged and tried again by the next. */
export function keepRetention({ orm, config, now, log }: KeepRetentionOptions): Rounds {
  const round = async (): Promise<void> => {
    try {
      await runRetention(orm, config, { now, log });
    } catch (error) {
      log.error({ event: 'retentionFailed', err: error }, 'retention failed');
    }
  };
  return keepRounds('retention', round, EVERY);
}
