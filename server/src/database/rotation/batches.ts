import type pg from 'pg';

/** Tells how far a rotation is; called after every batch. */
export type Progress = (step: string, done: number) => void;

/** How many rows one transaction takes: few enough that nobody waits for them, and that a kill loses little. */
export const BATCH = 500;

/** How many requests to a key service run side by side. */
const SIDE_BY_SIDE = 16;

/** An error code of PostgreSQL: a lock was not to be had in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Does something in one transaction: all of it is kept, or nothing. */
export async function inTransaction<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * Changes the shape of a table without a queue forming behind us: whoever waits for a long reader makes all writers wait, so a
 * lock that is not to be had in 200 ms is given up and asked for again.
 */
export async function changeShape(client: pg.ClientBase, statements: readonly string[]): Promise<void> {
  for (;;) {
    try {
      return await inTransaction(client, async () => {
        await client.query("set local lock_timeout = '200ms'");
        for (const statement of statements) await client.query(statement);
      });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    }
  }
}

/** Maps some at a time, in order: a key service is asked often, but not by everybody at once. */
export async function mapped<Item, Result>(items: readonly Item[], map: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += SIDE_BY_SIDE) results.push(...(await Promise.all(items.slice(at, at + SIDE_BY_SIDE).map(map))));
  return results;
}
