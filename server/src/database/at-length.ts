import pg from 'pg';
import { doorOption } from './door.ts';
import type { Orm } from './orm.ts';

/** A question longer than this, in milliseconds, has lost its database or its mind. */
const LONGEST = 3_600_000;

/**
 * Asks one question that reads a large part of the register, on a connection of its own: those of the pool are given up after some seconds
 * on our side as well, whatever a transaction sets for PostgreSQL. Only for rounds of the system, which nobody waits for.
 *
 * @param signal gives it up; the connection is cut.
 * @returns the rows.
 * @throws Error of the connection when it breaks or is cut.
 */
export async function askAtLength<Row extends pg.QueryResultRow>(orm: Orm, question: string, signal?: AbortSignal): Promise<Row[]> {
  const client = new pg.Client({
    ...{ connectionString: orm.config.get('clientUrl'), application_name: 'sanxian at length', options: doorOption('citizen') },
    ...{ connectionTimeoutMillis: 5_000, statement_timeout: LONGEST, query_timeout: LONGEST + 1_000, keepAlive: true },
  });
  // What breaks fails the question; said once more, it would end the process.
  client.on('error', () => undefined);
  const cut = (): void => void client.end().catch(() => undefined);
  try {
    signal?.throwIfAborted();
    await client.connect();
    // Not earlier: one that is cut while it connects never says so to whoever waits for it.
    signal?.addEventListener('abort', cut);
    signal?.throwIfAborted();
    return (await client.query<Row>(question)).rows;
  } finally {
    signal?.removeEventListener('abort', cut);
    cut();
  }
}
