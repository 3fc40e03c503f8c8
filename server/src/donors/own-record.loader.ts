import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import type { Decision } from './decision.entity.ts';
import type { Donor } from './donor.entity.ts';
import { type OwnRecord, shownRecord } from './donor.queries.ts';

/** The caller's own record, read once for all the fields of a page that need it. */
export function ownRecordLoader(em: Em) {
  const standing = new WeakMap<Donor, Decision>();
  const loader = new DataLoader<Citizen, OwnRecord | null, string>((citizens) => Promise.all(citizens.map((citizen) => shownRecord(em, citizen))), {
    cacheKeyFn: ({ personIndex }) => personIndex.toString('base64'),
  });
  return {
    async load(citizen: Citizen): Promise<OwnRecord | null> {
      const record = await loader.load(citizen);
      if (record) standing.set(record.donor, record.latest);
      return record;
    },
    /** The decision that was read together with a record that came from here; undefined for one that a command has changed. */
    latestWith: (donor: Donor): Decision | undefined => standing.get(donor),
  };
}
