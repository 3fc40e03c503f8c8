import type { Em } from '../database/orm.ts';
import type { Citizen, Staff } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import type { Place } from '../rights/rights.queries.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import { assertDeclarationUnaltered } from './body-declaration-fingerprint.ts';
import { BodyDeclaration, BodyDonation, BodyDonationStep, openBodyStatuses } from './body-donation.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's own body donation, or null: nobody names a person by an argument. */
export function ownBodyDonation(em: Em, citizen: Citizen): Promise<BodyDonation | null> {
  return bodyDonationOf(em, indexesOf(citizen));
}

/** The body donation of whom one of these indexes names. */
export function bodyDonationOf(em: Em, indexes: readonly Buffer[]): Promise<BodyDonation | null> {
  return em.findOne(BodyDonation, { personIndex: { $in: [...indexes] } });
}

/** A body donation that the caller's own command has just changed, as the register now holds it. */
export function bodyDonationById(em: Em, id: string): Promise<BodyDonation> {
  return em.findOneOrFail(BodyDonation, { id }, { refresh: true });
}

/** The declaration that stands, checked against its fingerprint. */
export async function latestDeclaration(em: Em, donation: BodyDonation): Promise<BodyDeclaration> {
  return assertDeclarationUnaltered(donation.receiptNumber, await em.findOneOrFail(BodyDeclaration, { bodyDonation: donation.id, sequence: donation.latestSequence }));
}

/** Every declaration, the first one first, each checked. */
export async function declarationsOf(em: Em, donation: BodyDonation): Promise<BodyDeclaration[]> {
  const declarations = await em.find(BodyDeclaration, { bodyDonation: donation.id }, { orderBy: { sequence: 'asc' } });
  return declarations.map((declaration) => assertDeclarationUnaltered(donation.receiptNumber, declaration));
}

/** Every step, the first one first, with the body whose staff took it. */
export function bodyStepsOf(em: Em, donation: BodyDonation): Promise<BodyDonationStep[]> {
  return em.find(BodyDonationStep, { bodyDonation: donation.id }, { orderBy: { sequence: 'asc' }, populate: ['account.organisation'] });
}

/** The newest steps, the first one first, as a page shows them; a copy of one's data holds every one. */
export async function recentBodySteps(em: Em, donation: BodyDonation, limit: number): Promise<BodyDonationStep[]> {
  return (await em.find(BodyDonationStep, { bodyDonation: donation.id }, { orderBy: { sequence: 'desc' }, limit, populate: ['account.organisation'] })).reverse();
}

/** How many steps there are. */
export function countBodySteps(em: Em, donation: BodyDonation): Promise<number> {
  return em.count(BodyDonationStep, { bodyDonation: donation.id });
}

/** One body donation of the caller's area; null also for one of another area. */
export async function bodyDonationInScope(em: Em, staff: Staff, id: string): Promise<BodyDonation | null> {
  return UUID.test(id) ? em.findOne(BodyDonation, { id, ...inScopeOf(staff) }) : null;
}

/** The open body donations of the caller's area, whoever waits longest first. */
export async function bodyDonationQueue(em: Em, staff: Staff, after: Place | null, limit: number): Promise<{ rows: BodyDonation[]; total: number }> {
  const queue = { ...inScopeOf(staff), status: { $in: [...openBodyStatuses] } };
  const later = after ? { $or: [{ updatedAt: { $gt: after.at } }, { updatedAt: after.at, id: { $gt: after.id } }] } : {};
  const rows = await em.find(BodyDonation, { $and: [queue, later] }, { orderBy: { updatedAt: 'asc', id: 'asc' }, limit });
  return { rows, total: await em.count(BodyDonation, queue) };
}

/** Whom the key store calls erased and this register does not: an older copy of it was restored. */
export async function erasedButPresentBodyDonations(em: Em): Promise<BodyDonation[]> {
  const rows = await em.execute<{ id: string }[]>('select file.id from body_donation as file join key_store.erased_person as erased on erased.person_id = file.id where file.erased_at is null');
  return rows.length === 0 ? [] : em.find(BodyDonation, { id: { $in: rows.map(({ id }) => id) } });
}

function inScopeOf(staff: Staff): { areaCode: { $like: string } } {
  return { areaCode: { $like: `${scopePrefixOf(staff)}%` } };
}
