import { alone } from './database/alone.ts';
import type { Orm } from './database/orm.ts';
import { loadDivisions } from './divisions/load-divisions.ts';
import { loadOrganisations } from './organisations/load-organisations.ts';

/** Brings divisions and, on the first start, the directory of organisations into the database. Safe to run at every start. */
export async function loadReferenceData(orm: Orm, now: Date): Promise<void> {
  await alone(orm, async (em) => {
    await loadDivisions(em);
    await loadOrganisations(em, now);
  });
}
