import type { Em } from '../database/orm.ts';
import { ask, reading } from '../database/readings.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import type { Citizen } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import { AfterDeathAccess, AfterDeathSetting } from './after-death-access.entity.ts';
import { ProcessingConsent } from './processing-consent.entity.ts';
import type { OptionalPurpose } from './processing-purposes.ts';
import { ProcessingRestriction } from './processing-restriction.entity.ts';

/** Where a page of a list that is ordered by time goes on: behind the row with this time and id. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

/**
 * The rows of a caller in a table that names people by their record, or by their document where they have
 * none. Both ways count: who registers after they asked
 * keeps what they asked.
 */
export function rowsOf(citizen: Citizen, donor: Donor | null): { $or: object[] } {
  return { $or: [...(donor ? [{ donor: donor.id }] : []), { personIndex: { $in: indexesOf(citizen) } }] };
}

const RESTRICTION = reading({
  ...{ name: 'is-restricted', rows: {}, values: { restricted: ['restricted', 'boolean'] } },
  text: (columns) => `select ${columns} from processing_restriction where donor_id = $1 order by sequence desc limit 1`,
});

/**
 * Whether nothing but storage may be done with a record (个人信息保护法 art. 47). Who answers a look-up asks this first and
 * then discloses nothing.
 */
export async function isRestricted(em: Em, donorId: string): Promise<boolean> {
  const [row] = await ask(em, RESTRICTION, [donorId]);
  return row?.restricted ?? false;
}

/** What was last said about restricting a record; null when nothing ever was. */
export function latestRestriction(em: Em, donorId: string): Promise<ProcessingRestriction | null> {
  return em.findOne(ProcessingRestriction, { donor: donorId }, { orderBy: { sequence: 'desc' } });
}

/** Who may see a person's data after their death (个人信息保护法 art. 49), for the answer to a look-up and for evidence. */
export async function afterDeathAccessOf(em: Em, donorId: string): Promise<AfterDeathSetting> {
  return (await latestAfterDeathAccess(em, donorId))?.setting ?? AfterDeathSetting.NOT_STATED;
}

/** What a person last arranged for after their death; null when nothing. */
export function latestAfterDeathAccess(em: Em, donorId: string): Promise<AfterDeathAccess | null> {
  return em.findOne(AfterDeathAccess, { donor: donorId }, { orderBy: { sequence: 'desc' } });
}

/**
 * Whether near kin may see a person's data by the law's own rule (个人信息保护法 art. 49): unless the person arranged otherwise in
 * life. Asked at the papers and again at the hand-over (`kin/kin-finding.ts`): the later word holds.
 */
export async function mayNearKinSee(em: Em, donorId: string): Promise<boolean> {
  return (await afterDeathAccessOf(em, donorId)) !== AfterDeathSetting.NOBODY_BEYOND_LAW;
}

/** Whether a person consents to an optional purpose now; who never said so does not. */
export async function consentsTo(em: Em, donorId: string, purpose: OptionalPurpose): Promise<boolean> {
  return (await latestConsent(em, donorId, purpose))?.given ?? false;
}

/** What a person last said about a purpose; null when nothing. */
export function latestConsent(em: Em, donorId: string, purpose: OptionalPurpose): Promise<ProcessingConsent | null> {
  return em.findOne(ProcessingConsent, { donor: donorId, purpose }, { orderBy: { sequence: 'desc' } });
}

/** Everything the caller ever said about optional purposes, the newest first. */
export async function consentsOf(em: Em, citizen: Citizen, after: Place | null, limit: number): Promise<{ rows: ProcessingConsent[]; total: number }> {
  const donor = await ownDonor(em, citizen);
  if (!donor) return { rows: [], total: 0 };
  const rows = await em.find(ProcessingConsent, { donor: donor.id, ...statedBefore(after) }, { orderBy: { statedAt: 'desc', id: 'desc' }, limit });
  return { rows, total: await em.count(ProcessingConsent, { donor: donor.id }) };
}

/** Everything the caller ever arranged for after their death, the newest first. */
export async function arrangementsOf(em: Em, citizen: Citizen, after: Place | null, limit: number): Promise<{ rows: AfterDeathAccess[]; total: number }> {
  const donor = await ownDonor(em, citizen);
  if (!donor) return { rows: [], total: 0 };
  const rows = await em.find(AfterDeathAccess, { donor: donor.id, ...statedBefore(after) }, { orderBy: { statedAt: 'desc', id: 'desc' }, limit });
  return { rows, total: await em.count(AfterDeathAccess, { donor: donor.id }) };
}

function statedBefore(after: Place | null): object {
  return after ? { $or: [{ statedAt: { $lt: after.at } }, { statedAt: after.at, id: { $lt: after.id } }] } : {};
}
