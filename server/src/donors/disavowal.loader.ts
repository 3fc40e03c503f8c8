import type { Em } from '../database/orm.ts';
import { Brought } from '../graphql/brought.ts';
import { disavowalsOf, type DisavowalRecord } from './disavowal.queries.ts';

/** The disavowals of many decisions in one query; null for a decision that nobody disavowed. */
export function disavowalLoader(em: Em): Brought<DisavowalRecord | null> {
  return new Brought(async (ids) => {
    const records = await disavowalsOf(em, ids);
    return ids.map((id) => records.get(id) ?? null);
  });
}
