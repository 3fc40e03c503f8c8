import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { ownRecord, type OwnRecord } from './donor.queries.ts';

/** The caller's own record, read once for all the fields of a page that need it. */
export function ownRecordLoader(em: Em): DataLoader<Citizen, OwnRecord | null, string> {
  return new DataLoader((citizens) => Promise.all(citizens.map((citizen) => ownRecord(em, citizen))), {
    cacheKeyFn: ({ personIndex }) => personIndex.toString('base64'),
  });
}
