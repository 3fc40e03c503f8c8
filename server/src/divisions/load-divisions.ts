import type { Em } from '../database/orm.ts';
import { Division } from './division.entity.ts';
import { allDivisions, type ListedDivision } from './division.queries.ts';

/**
 * Brings the table to the list of this release; run at every start, writes only what differs, deletes nothing. The table
 * exists so that other tables can refer to it: reading goes through `division.queries.ts`.
 */
export async function loadDivisions(em: Em): Promise<void> {
  const stored = new Map((await em.createQueryBuilder(Division).execute<StoredDivision[]>('all')).map((row) => [row.code, row]));
  const differing = allDivisions().map(toRow).filter((row) => !isSame(row, stored.get(row.code)));
  if (differing.length > 0) await em.upsertMany(Division, differing, { batchSize: 500 });
}

type StoredDivision = ReturnType<typeof toRow>;

function toRow(division: ListedDivision) {
  return {
    code: division.code,
    name: division.name,
    level: division.level,
    parentCode: division.parent?.code ?? null,
    validFrom: division.validFrom,
    validTo: division.validTo,
    successorCodes: division.successors.map(({ code }) => code),
    source: division.source,
  };
}

function isSame(row: StoredDivision, stored: StoredDivision | undefined): boolean {
  return stored !== undefined && (Object.keys(row) as (keyof StoredDivision)[]).every((field) => String(row[field]) === String(stored[field]));
}
