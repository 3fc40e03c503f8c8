import type { Client, Pool, PoolClient } from 'pg';

/**
 * An empty note in PostgreSQL's log. Its commit waits as every commit does (`synchronous_commit`): so when it is answered, all that this
 * server of the database shows is where its standbys are.
 */
const NOTE = `select pg_logical_emit_message(true, 'sanxian', '')`;

/**
 * Asked first on each new connection to a database that takes writes. A commit that waits for a standby shows itself to nobody; but when
 * the database crashes while it waits, and opens again, it is there, and no standby need have it. A phone that asks again would be told
 * "done", and be told wrong if that machine is then lost for good, or had been replaced before (ADR 50). Every connection to a database that
 * opened again is new.
 *
 * @throws a fault of the connection when no standby answers in time, and when the database only follows another.
 */
export async function waitUntilCaughtUp(client: Pick<Client, 'query'>): Promise<void> {
  await client.query(NOTE);
}

/** The same for the connections of a pool: nobody is given one before. */
export function giveOnlyCaughtUp(pool: Pool): void {
  const verify = (client: PoolClient, done: (fault?: Error) => void): void => void waitUntilCaughtUp(client).then(() => done(), done);
  Object.assign((pool as unknown as { readonly options: object }).options, { verify });
}
