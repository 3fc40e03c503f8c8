import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import { disavowalsOf, type DisavowalRecord } from './disavowal.queries.ts';

/** The disavowals of many decisions in two queries; null for a decision that nobody disavowed. */
export function disavowalLoader(em: Em): DataLoader<string, DisavowalRecord | null> {
  return new DataLoader<string, DisavowalRecord | null>(async (ids) => {
    const records = await disavowalsOf(em, ids);
    return ids.map((id) => records.get(id) ?? null);
  });
}
