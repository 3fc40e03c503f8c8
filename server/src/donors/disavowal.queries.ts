import type { Em } from '../database/orm.ts';
import { assertUnaltered } from './canonical-decision.ts';
import { askToShow, reading } from '../database/readings.ts';
import { Decision } from './decision.entity.ts';
import { Disavowal, DisavowalResolution, DisavowalStatus, type DisavowalOutcome } from './disavowal.entity.ts';
import type { Donor } from './donor.entity.ts';

/** A disavowal with what came of it; null while it is open. */
export interface DisavowalRecord {
  readonly disavowal: Disavowal;
  readonly resolution: DisavowalResolution | null;
}

/** What came of a disavowal so far. */
export function statusOf({ resolution }: DisavowalRecord): DisavowalStatus {
  return resolution?.outcome ?? DisavowalStatus.OPEN;
}

const DISAVOWALS = reading({
  name: 'disavowals-of',
  rows: { n: Disavowal, r: DisavowalResolution },
  text: (columns) => `select ${columns} from disavowal n left join disavowal_resolution r on r.disavowal_id = n.id where n.decision_id = any(string_to_array($1, ',')::uuid[])`,
});

/** The disavowals of these decisions, by decision, to be shown. */
export async function disavowalsOf(em: Em, decisionIds: readonly string[]): Promise<ReadonlyMap<string, DisavowalRecord>> {
  const rows = await askToShow(em, DISAVOWALS, [decisionIds.join(',')]);
  return new Map(rows.flatMap(({ n, r }) => (n ? [[n.decision.id, { disavowal: n, resolution: r }] as const] : [])));
}

/** The oldest disavowal of a donor that nobody has resolved, or null: while there is one, the person's standing is contested. */
export async function openDisavowal(em: Em, donorId: string): Promise<DisavowalRecord | null> {
  const records = await withResolutions(em, await em.find(Disavowal, { donor: donorId }, { orderBy: { disavowedAt: 'asc', id: 'asc' } }));
  return records.find(({ resolution }) => resolution === null) ?? null;
}

/** What a person said themselves, as far as anybody knows. */
export interface OwnWords {
  /** The last decision that was theirs without a doubt: never disavowed, or found to be theirs. Null when there is none. */
  readonly undisputed: Decision | null;
  /** Later ones that they disavowed and about which nobody has found out: each may be theirs after all. */
  readonly disputed: readonly Decision[];
}

/** A finding that the same command is about to record. */
export interface PendingOutcome {
  readonly disavowalId: string;
  readonly outcome: DisavowalOutcome;
}

/**
 * The person's own words, the newest first. What the register put back itself (`REINSTATED`) is nobody's word, and what was
 * found not to be theirs is none of theirs.
 */
export async function ownWords(em: Em, donor: Donor, pending: PendingOutcome | null = null): Promise<OwnWords> {
  const rows = await em.execute<{ id: string; status: string }[]>(
    `select id, status from (
       select d.id, d.sequence, case when n.id = ?::uuid then ? else coalesce(r.outcome, case when n.id is null then 'NONE' else 'OPEN' end) end as status
       from decision d
         left join disavowal n on n.decision_id = d.id
         left join disavowal_resolution r on r.disavowal_id = n.id
       where d.donor_id = ? and d.action <> 'REINSTATED'
     ) as own where status <> 'UPHELD' order by sequence desc`,
    [pending?.disavowalId ?? null, pending?.outcome ?? null, donor.id],
  );
  const end = rows.findIndex(({ status }) => status !== 'OPEN');
  const ids = (end === -1 ? rows : rows.slice(0, end + 1)).map(({ id }) => id);
  const found = new Map((await em.find(Decision, { id: { $in: ids } })).map((decision) => [decision.id, assertUnaltered(donor.registrationNumber, decision)]));
  const words = ids.flatMap((id) => found.get(id) ?? []);
  return end === -1 ? { undisputed: null, disputed: words } : { undisputed: words.at(-1) ?? null, disputed: words.slice(0, -1) };
}

/** Which disavowals somebody may see: those of an area, by the beginning of its code, and whether those without an area. */
export interface DisavowalScope {
  readonly prefix: string;
  readonly withoutArea: boolean;
}

/** One disavowal within a scope, or null, as if it did not exist. */
export async function disavowalInScope(em: Em, id: string, scope: DisavowalScope): Promise<DisavowalRecord | null> {
  const disavowal = await em.findOne(Disavowal, { id, $or: inScope(scope) }, { populate: ['donor', 'decision'] });
  return disavowal ? ((await withResolutions(em, [disavowal]))[0] ?? null) : null;
}

/** Where a disavowal stands in the order of the queue. */
export interface DisavowalPlace {
  readonly disavowedAt: Date;
  readonly id: string;
}

/** The disavowals within a scope, the oldest first, after a place in that order, at most `limit`; with how many there are in all. */
export async function disavowalsInScope(em: Em, scope: DisavowalScope, page: { readonly openOnly: boolean; readonly after: DisavowalPlace | null; readonly limit: number }): Promise<{ readonly records: DisavowalRecord[]; readonly totalCount: number }> {
  const where = `(d.area_code like ? or (? and d.area_code is null)) and (not ? or r.disavowal_id is null)`;
  // Whoever does not see the donor any more, because the person has moved, does not see the dispute either.
  const from = `from disavowal d join donor on donor.id = d.donor_id left join disavowal_resolution r on r.disavowal_id = d.id where ${where}`;
  const values = [`${scope.prefix}%`, scope.withoutArea, page.openOnly];
  const [count] = await em.execute<{ count: number }[]>(`select count(*)::int as count ${from}`, values);
  const after = page.after ?? { disavowedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  const rows = await em.execute<{ id: string }[]>(`select d.id ${from} and (d.disavowed_at, d.id) > (?, ?::uuid) order by d.disavowed_at, d.id limit ?`, [...values, after.disavowedAt, after.id, page.limit]);
  const disavowals = await em.find(Disavowal, { id: { $in: rows.map(({ id }) => id) } }, { populate: ['donor', 'decision'], orderBy: { disavowedAt: 'asc', id: 'asc' } });
  return { records: await withResolutions(em, disavowals), totalCount: count?.count ?? 0 };
}

function inScope({ prefix, withoutArea }: DisavowalScope) {
  return [{ areaCode: { $like: `${prefix}%` } }, ...(withoutArea ? [{ areaCode: null }] : [])];
}

async function withResolutions(em: Em, disavowals: readonly Disavowal[]): Promise<DisavowalRecord[]> {
  if (disavowals.length === 0) return [];
  const resolutions = await em.find(DisavowalResolution, { disavowal: { $in: disavowals.map(({ id }) => id) } });
  const byDisavowal = new Map(resolutions.map((resolution) => [resolution.disavowal.id, resolution]));
  return disavowals.map((disavowal) => ({ disavowal, resolution: byDisavowal.get(disavowal.id) ?? null }));
}
