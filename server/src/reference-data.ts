import type { Orm } from './database/orm.ts';
import { loadDivisions } from './divisions/load-divisions.ts';

/** Brings divisions and, on the first start, the directory of organisations into the database. Safe to run at every start. */
export async function loadReferenceData(orm: Orm, _now: Date): Promise<void> {
  await loadDivisions(orm.em.fork());
}
