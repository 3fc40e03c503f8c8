import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { askToShow, readerOf } from '../database/readings.ts';
import { NationalSync } from './national-sync.entity.ts';

/** The sync states of many decisions in one query. */
export function nationalSyncLoader(em: Em): DataLoader<string, NationalSync> {
  return new DataLoader<string, NationalSync>(async (ids) => {
    const reader = readerOf(em, NationalSync);
    const text = `select ${reader.columns('n')} from national_sync n where n.decision_id = any(string_to_array($1, ',')::uuid[])`;
    const rows = await askToShow(em, { name: 'national-syncs', text }, [ids.join(',')]);
    const states = new Map(rows.flatMap((row) => reader.read(row, 'n') ?? []).map((state) => [state.decision.id, state]));
    return ids.map((id) => states.get(id) ?? new Error('A decision lacks its sync state'));
  });
}
