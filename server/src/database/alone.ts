import type { Em, Orm } from './orm.ts';

/** Any number will do, as long as nothing else in this database locks by it. */
const LOCK = 20_261_123;

/**
 * Does something in one transaction that overlaps with no other call of this, on any server: two starting at once must not
 * both fill an empty directory, two imports must not cross. All of it is kept, or nothing when `work` throws.
 */
export async function alone<Result>(orm: Orm, work: (em: Em) => Promise<Result>): Promise<Result> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(?)', [LOCK]);
    return work(em);
  });
}
