import type { Em } from '../database/orm.ts';
import { askToShow, reading } from '../database/readings.ts';
import { Brought } from '../graphql/brought.ts';
import { NationalSync } from './national-sync.entity.ts';

const SYNCS = reading({
  name: 'national-syncs',
  rows: { n: NationalSync },
  text: (columns) => `select ${columns} from national_sync n where n.decision_id = any(string_to_array($1, ',')::uuid[])`,
});

/** The sync states of many decisions in one query. */
export function nationalSyncLoader(em: Em): Brought<NationalSync> {
  return new Brought(async (ids) => {
    const states = new Map((await askToShow(em, SYNCS, [ids.join(',')])).flatMap(({ n }) => (n ? [[n.decision.id, n] as const] : [])));
    return ids.map((id) => states.get(id) ?? new Error('A decision lacks its sync state'));
  });
}
