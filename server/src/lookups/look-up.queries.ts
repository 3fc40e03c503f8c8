import type { FilterQuery } from '@mikro-orm/core';
import type { Em } from '../database/orm.ts';
import { Hospital } from '../staff/hospital.entity.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import type { Citizen, Staff } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import { LookUpBlock } from './look-up-block.entity.ts';
import { LookUpStep, LookUpStepKind } from './look-up-step.entity.ts';
import { LookUp, LookUpStatus } from './look-up.entity.ts';
import type { Asker } from './look-up.policy.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = 24 * 60 * 60_000;

/** With whom and where: what every list and page of look-ups shows. */
const withPeople = ['requestedBy', 'secondPerson', 'hospital'] as const;

/** A hospital by its key, in force on a day. */
export async function hospitalByKey(em: Em, registryKey: string, today: string): Promise<Hospital | null> {
  const hospital = await em.findOne(Hospital, { registryKey });
  return hospital && hospital.validFrom <= today && (!hospital.validTo || today <= hospital.validTo) ? hospital : null;
}

/** The hospitals for whose cases somebody may ask, by name. */
export function hospitalsOf(em: Em, asker: Asker, today: string): Promise<Hospital[]> {
  const theirs = asker.kind === 'CLINICIAN' ? { id: asker.hospital.id } : { divisionCode: { $like: `${scopePrefixOf(asker)}%` } };
  return em.find(Hospital, { ...theirs, validFrom: { $lte: today }, $or: [{ validTo: null }, { validTo: { $gte: today } }] }, { orderBy: { name: 'asc', id: 'asc' }, limit: 200 });
}

/** A look-up with the people and the place that belong to it, as the register now holds it; null when there is none. */
export function lookUpById(em: Em, id: string): Promise<LookUp | null> {
  return UUID.test(id) ? em.findOne(LookUp, { id }, { populate: withPeople, refresh: true }) : Promise.resolve(null);
}

/** A look-up that the caller's own command has just named. */
export function lookUpOf(em: Em, id: string): Promise<LookUp> {
  return em.findOneOrFail(LookUp, { id }, { populate: withPeople, refresh: true });
}

/** The look-up that an account asked for under a key of its own, or null. */
export function lookUpOfRequest(em: Em, accountId: string, requestKey: string): Promise<LookUp | null> {
  return em.findOne(LookUp, { requestedBy: accountId, requestKey }, { populate: withPeople });
}

/** About how many other people of the same county and birthday an account asked in the last 24 hours. */
export async function othersOfPrefix(em: Em, accountId: string, prefixMark: Buffer, personIndex: Buffer, now: Date): Promise<number> {
  const recent = { requestedBy: accountId, prefixMark, requestedAt: { $gt: new Date(now.getTime() - DAY) } };
  const asked = await em.find(LookUp, { ...recent, personIndex: { $ne: personIndex } }, { fields: ['personIndex'] });
  return new Set(asked.map((each) => Buffer.from(each.personIndex).toString('hex'))).size;
}

/** Whether an account has itself asked about the person of a look-up within the last 24 hours. */
export async function hasAskedAbout(em: Em, accountId: string, personIndex: Buffer, now: Date): Promise<boolean> {
  return (await em.count(LookUp, { requestedBy: accountId, personIndex, requestedAt: { $gt: new Date(now.getTime() - DAY) } })) > 0;
}

/** The block under which an account stands, or null. */
export function openBlock(em: Em, accountId: string): Promise<LookUpBlock | null> {
  return em.findOne(LookUpBlock, { account: accountId, liftedAt: null });
}

/** A block that a manager may lift: it holds, and happened in their scope. */
export function blockInScope(em: Em, manager: Staff, id: string): Promise<LookUpBlock | null> {
  return UUID.test(id) ? em.findOne(LookUpBlock, { id, liftedAt: null, areaCode: { $like: `${scopePrefixOf(manager)}%` } }) : Promise.resolve(null);
}

/** Every block that holds in a scope, the newest first. */
export function blocksInScope(em: Em, staff: Staff): Promise<LookUpBlock[]> {
  return em.find(LookUpBlock, { liftedAt: null, areaCode: { $like: `${scopePrefixOf(staff)}%` } }, { populate: ['account'], orderBy: { blockedAt: 'desc', id: 'desc' }, limit: 100 });
}

/** Where a page of look-ups begins, the newest first. */
export interface LookUpPlace {
  readonly requestedAt: Date;
  readonly id: string;
}

/** A page of look-ups: up to `limit`, the newest first, with the people and places that belong to them. */
export function lookUpsBefore(em: Em, which: FilterQuery<LookUp>, place: LookUpPlace | null, limit: number): Promise<LookUp[]> {
  const earlier: FilterQuery<LookUp> = place ? { $or: [{ requestedAt: { $lt: place.requestedAt } }, { requestedAt: place.requestedAt, id: { $lt: place.id } }] } : {};
  return em.find(LookUp, { $and: [which, earlier] }, { populate: withPeople, orderBy: { requestedAt: 'desc', id: 'desc' }, limit });
}

/** How many look-ups there are. */
export function countLookUps(em: Em, which: FilterQuery<LookUp>): Promise<number> {
  return em.count(LookUp, which);
}

/** The look-ups of one person: their own list, whether or not they are on the register. */
export function ofPerson(citizen: Citizen): { readonly steps: { readonly $some: { readonly personIndex: { readonly $in: Buffer[] } } } } {
  return { steps: { $some: { personIndex: { $in: indexesOf(citizen) } } } };
}

/** The blind index by which the person of a look-up is found today: that of its asking, unless the index key was replaced since. */
export async function indexNow(em: Em, { id, personIndex }: Pick<LookUp, 'id' | 'personIndex'>): Promise<Buffer> {
  const reindexed = await em.findOne(LookUpStep, { lookUp: id, step: LookUpStepKind.REINDEXED }, { orderBy: { at: 'desc', id: 'desc' } });
  return Buffer.from(reindexed?.personIndex ?? personIndex);
}

/** The look-ups of one person that they have not seen, up to an instant. */
export function unseenOf(em: Em, citizen: Citizen, until: Date): Promise<LookUp[]> {
  return em.find(LookUp, { ...ofPerson(citizen), seenByOwnerAt: null, requestedAt: { $lte: until } });
}

/** The look-ups that somebody asked for and that are still of use: they wait, or can be opened. */
export function openOf(asker: Asker, now: Date): FilterQuery<LookUp> {
  return { requestedBy: asker.account.id, status: { $ne: LookUpStatus.DECLINED }, expiresAt: { $gt: now } };
}

/** The look-ups that wait for somebody to confirm or decline. */
export function waitingFor(asker: Asker, now: Date): FilterQuery<LookUp> {
  const theirs = asker.kind === 'CLINICIAN' ? { hospital: asker.hospital.id } : { areaCode: { $like: `${scopePrefixOf(asker)}%` } };
  return { ...theirs, status: LookUpStatus.WAITING, requestedBy: { $ne: asker.account.id }, expiresAt: { $gt: now } };
}

/** The look-ups of a scope, for those who inspect: all of them, those drawn for review, or those for which glass was broken. */
export function inScopeOf(staff: Staff, which: 'ALL' | 'DRAWN' | 'BREAK_GLASS'): FilterQuery<LookUp> {
  const scope = { areaCode: { $like: `${scopePrefixOf(staff)}%` } };
  if (which === 'DRAWN') return { ...scope, drawnForReview: true };
  return which === 'BREAK_GLASS' ? { ...scope, breakGlassReason: { $ne: null } } : scope;
}
