import type { Em } from '../database/orm.ts';
import type { Citizen } from '../identity/actor.ts';
import { Decision } from './decision.entity.ts';
import { Donor } from './donor.entity.ts';

/** The caller's own record, or null: the only way to a donor, because nobody names a person by an argument. */
export function ownDonor(em: Em, citizen: Citizen): Promise<Donor | null> {
  return em.findOne(Donor, { documentIndex: citizen.personIndex });
}

/** A donor whose id the caller's own command has just named. */
export function donorById(em: Em, id: string): Promise<Donor> {
  return em.findOneOrFail(Donor, { id });
}

/** A decision whose id the caller's own command has just named. */
export function decisionById(em: Em, id: string): Promise<Decision> {
  return em.findOneOrFail(Decision, { id });
}

/** The decision that stands: the one with the highest sequence. */
export function latestDecision(em: Em, donor: Donor): Promise<Decision> {
  return em.findOneOrFail(Decision, { donor: donor.id, sequence: donor.latestSequence });
}

/** The newest decisions first, at most `limit`, before a sequence. */
export function decisionsBefore(em: Em, donor: Donor, before: number | null, limit: number): Promise<Decision[]> {
  return em.find(Decision, { donor: donor.id, ...(before === null ? {} : { sequence: { $lt: before } }) }, { orderBy: { sequence: 'desc' }, limit });
}

/** A person's own record with the decision that stands on it. */
export interface OwnRecord {
  readonly donor: Donor;
  readonly latest: Decision;
}

/** The caller's own record, read at once so that every rule judges the same state; null when they have none. */
export async function ownRecord(em: Em, citizen: Citizen): Promise<OwnRecord | null> {
  const donor = await ownDonor(em, citizen);
  return donor ? { donor, latest: await latestDecision(em, donor) } : null;
}
