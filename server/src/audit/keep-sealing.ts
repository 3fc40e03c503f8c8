import pg from 'pg';
import type { Logger } from 'pino';
import { giveUpLostConnections } from '../database/lost-connections.ts';
import { keepRounds, type Rounds } from '../rounds.ts';
import type { AuditKeys } from './audit-keys.ts';
import { plainText } from './audit-log.queries.ts';
import { sealBatches } from './seal-batches.ts';
import { updateWitness } from './witness-file.ts';

/** How this server seals. */
export interface KeepSealingOptions {
  readonly databaseUrl: string;
  readonly keys: AuditKeys;
  /** Where a copy of the signed roots is kept, best on another machine's disk; null keeps none. */
  readonly witnessFile: string | null;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Sealed this often, in milliseconds: the promised minute holds even when two rounds fail. */
const SEAL_EVERY = 20_000;

/**
 * How long the database may work on one statement, and how long its answer is waited for, in milliseconds: a batch takes a fraction of a second. Without the
 * second a database that vanishes in the middle of a round would make it the last: no other begins before it ends, and a server that stops waits for it. And a server that
 * vanishes holds the right to seal, which others would wait for, no longer than the last.
 */
const PATIENCE = { connectionTimeoutMillis: 5_000, statement_timeout: 10_000, query_timeout: 11_000, idle_in_transaction_session_timeout: 10_000 };

/** Seals at once and then every 20 seconds, until stopped: then what still waits, and it lets go of the database. A round that fails is logged and tried again by the next. */
export function keepSealing({ databaseUrl, keys, witnessFile, now, log }: KeepSealingOptions): Rounds {
  const pool = new pg.Pool({ ...plainText, connectionString: databaseUrl, max: 1, idleTimeoutMillis: 5_000, ...PATIENCE });
  giveUpLostConnections(pool);
  // A connection that breaks while idle is replaced by the next round.
  pool.on('error', (error) => {
    log.warn({ event: 'auditConnectionLost', err: error }, 'audit connection lost');
  });
  // One that breaks in the middle of a round fails the round, and says so once more to whoever listens: where nobody does, Node ends the
  // process. A database that was killed while two servers sealed had taken both with it.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  const round = async (): Promise<void> => {
    try {
      const connection = await pool.connect();
      try {
        await sealBatches(connection, { key: keys.signing, now });
        if (witnessFile === null) return;
        const { contradicts } = await updateWitness(connection, keys.known, witnessFile);
        if (contradicts) log.error({ event: 'auditContradictsWitness' }, 'the audit holds less or other than its witness: run pnpm audit:verify');
      } finally {
        connection.release();
      }
    } catch (error) {
      log.error({ event: 'auditSealingFailed', err: error }, 'audit sealing failed');
    }
  };
  const rounds = keepRounds('sealing', round, SEAL_EVERY);
  return {
    async stop() {
      await rounds.stop();
      await round();
      await pool.end();
    },
  };
}
