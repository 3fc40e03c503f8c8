import type { Em } from '../database/orm.ts';

/** That somebody was erased: a random number that says nothing about them, and when. */
export interface Erasure {
  readonly personId: string;
  readonly at: Date;
}

/** Everybody who was erased, the earliest first. */
export async function erasures(em: Em): Promise<Erasure[]> {
  const rows = await em.execute<{ person_id: string; erased_at: string }[]>('select person_id, erased_at from key_store.erased_person order by erased_at, person_id');
  return rows.map(({ person_id: personId, erased_at: at }) => ({ personId, at: new Date(at) }));
}

/** Takes in erasures that this database has forgotten, because it is older than they are. @returns how many */
export async function rememberErasures(em: Em, forgotten: readonly Erasure[]): Promise<number> {
  if (forgotten.length === 0) return 0;
  const rows = await em.execute<object[]>(
    `insert into key_store.erased_person (person_id, erased_at) select person_id, erased_at from json_to_recordset(?) as erased (person_id uuid, erased_at timestamptz)
     on conflict do nothing returning person_id`,
    [JSON.stringify(forgotten.map(({ personId, at }) => ({ person_id: personId, erased_at: at })))],
  );
  return rows.length;
}
