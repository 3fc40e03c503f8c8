import type { Em, Orm } from './orm.ts';

/** Does a deed that is no mutation of the API in one transaction of its own: all of it is kept, or nothing when it throws. */
export function oneTransaction<Result>(orm: Orm, work: (em: Em) => Promise<Result>): Promise<Result> {
  return orm.em.fork({ clear: true }).transactional(work);
}
