import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { NationalSync } from './national-sync.entity.ts';

/** The sync states of many decisions in one query. */
export function nationalSyncLoader(em: Em): DataLoader<string, NationalSync> {
  return new DataLoader<string, NationalSync>(async (ids) => {
    const states = new Map((await em.find(NationalSync, { decision: { $in: [...ids] } })).map((state) => [state.decision.id, state]));
    return ids.map((id) => states.get(id) ?? new Error('A decision lacks its sync state'));
  });
}
