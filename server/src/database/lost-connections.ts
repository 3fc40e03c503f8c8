import type { Pool, PoolClient } from 'pg';

/** What pg says when the database did not answer within `query_timeout`. */
const NO_ANSWER = 'Query read timeout';

/**
 * Keeps the pool to connections that work. Two things would fill it with dead ones:
 * - A connection that did not answer in time goes back as good as any. Where the machine behind it has vanished, each request that
 *   then gets it waits for the limit, and its rollback once more, for a quarter of an hour, until the system gives the connection up.
 * - A transaction whose connection breaks cannot roll back, and Kysely then never gives the connection back: each restart of the
 *   database in the middle of work would cost some places in the pool for good, until the server answers nothing any more.
 */
export function giveUpLostConnections(pool: Pool): void {
  pool.on('connect', (client) => {
    endWhenSilent(client);
    giveBackWhenEnded(client);
  });
}

/** With a question under way, `end` cuts the line instead of saying goodbye. */
function endWhenSilent(client: PoolClient): void {
  const ask = client.query.bind(client) as (...words: readonly unknown[]) => unknown;
  const query = (...words: readonly unknown[]): unknown => {
    const answer = ask(...words);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === NO_ANSWER) void (client as unknown as { end(): Promise<void> }).end().catch(() => undefined);
      });
    }
    return answer;
  };
  Object.assign(client, { query });
}

/** The pool forgets a connection that ended in somebody's hands; whoever gives it back later gives nothing back. */
function giveBackWhenEnded(client: PoolClient): void {
  let guarded = client.release;
  const guard = (giveBack: PoolClient['release']): PoolClient['release'] => {
    let isOut = true;
    const release = (error?: Error | boolean): void => {
      if (!isOut) return;
      isOut = false;
      client.off('end', lose);
      giveBack(error);
    };
    const lose = (): void => release(true);
    client.once('end', lose);
    return release;
  };
  // The pool writes a new `release` at each hand-out: ours goes around it there.
  Object.defineProperty(client, 'release', { configurable: true, get: () => guarded, set: (giveBack: PoolClient['release']) => void (guarded = guard(giveBack)) });
}
