import { setTimeout } from 'node:timers/promises';
import type { Em, Orm } from './orm.ts';

/** Any number will do, as long as nothing else in this database locks by it. */
const LOCK = 20_261_123;

/** Milliseconds between two looks at the lock: waiting inside PostgreSQL would run into the statement timeout. */
const LOOK_EVERY = 250;

/**
 * Does something in one transaction that overlaps with no other call of this, on any server, however long that takes: two
 * starting at once must not both migrate or fill an empty directory, two imports must not cross. All of it is kept, or
 * nothing when `work` throws; work on another connection (the migrator's) is kept as it goes.
 */
export async function alone<Result>(orm: Orm, work: (em: Em) => Promise<Result>): Promise<Result> {
  return orm.em.fork().transactional(async (em) => {
    // While it waits, and while work is done elsewhere, this connection idles in its transaction.
    await em.execute('set local idle_in_transaction_session_timeout = 0');
    while (!(await holdsLock(em, LOCK))) await setTimeout(LOOK_EVERY);
    return work(em);
  });
}

/**
 * Does something in one transaction unless another server is doing what this lock stands for; nobody waits. All of it is
 * kept, or nothing when `work` throws.
 *
 * @returns what `work` answered, or `busy`.
 */
export async function unlessBusy<Result>(orm: Orm, lock: number, busy: Result, work: (em: Em) => Promise<Result>): Promise<Result> {
  return orm.em.fork().transactional(async (em) => {
    if (!(await holdsLock(em, lock))) return busy;
    // While work is done elsewhere, this connection idles and keeps the others away.
    await em.execute('set local idle_in_transaction_session_timeout = 0');
    return work(em);
  });
}

async function holdsLock(em: Em, lock: number): Promise<boolean> {
  const [row] = await em.execute<{ held: boolean }[]>('select pg_try_advisory_xact_lock(?) as held', [lock]);
  return row?.held === true;
}
