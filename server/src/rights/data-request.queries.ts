import type { Em } from '../database/orm.ts';
import type { Donor } from '../donors/donor.entity.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import type { Citizen, Staff } from '../identity/actor.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import { DataRequest, DataRequestStep, openStatuses, type DataRequestKind } from './data-request.entity.ts';
import { rowsOf, type Place } from './rights.queries.ts';

/** The area of who has stated no residence: only staff of the province answer them. */
export const PROVINCE = '330000';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's open request of a kind; there is one at most. */
export function openRequestOf(em: Em, citizen: Citizen, donor: Donor | null, kind: DataRequestKind): Promise<DataRequest | null> {
  return em.findOne(DataRequest, { ...rowsOf(citizen, donor), kind, status: { $in: [...openStatuses] } });
}

/** One of the caller's own requests; null also for one of somebody else. */
export async function ownRequest(em: Em, citizen: Citizen, id: string): Promise<DataRequest | null> {
  return UUID.test(id) ? em.findOne(DataRequest, { ...rowsOf(citizen, await ownDonor(em, citizen)), id }) : null;
}

/** One request of the caller's area; null also for one of another area. */
export async function requestInScope(em: Em, staff: Staff, id: string): Promise<DataRequest | null> {
  return UUID.test(id) ? em.findOne(DataRequest, { id, ...inScopeOf(staff) }) : null;
}

/** The caller's own requests, the newest first. */
export async function ownRequests(em: Em, citizen: Citizen, after: Place | null, limit: number): Promise<{ rows: DataRequest[]; total: number }> {
  const own = rowsOf(citizen, await ownDonor(em, citizen));
  const before = after ? { $or: [{ filedAt: { $lt: after.at } }, { filedAt: after.at, id: { $lt: after.id } }] } : {};
  const rows = await em.find(DataRequest, { $and: [own, before] }, { orderBy: { filedAt: 'desc', id: 'desc' }, limit });
  return { rows, total: await em.count(DataRequest, own) };
}

/** The open requests of the caller's area, the one that is due first first. */
export async function requestQueue(em: Em, staff: Staff, after: Place | null, limit: number): Promise<{ rows: DataRequest[]; total: number }> {
  const queue = { ...inScopeOf(staff), status: { $in: [...openStatuses] } };
  const later = after ? { $or: [{ dueAt: { $gt: after.at } }, { dueAt: after.at, id: { $gt: after.id } }] } : {};
  const rows = await em.find(DataRequest, { $and: [queue, later] }, { orderBy: { dueAt: 'asc', id: 'asc' }, limit });
  return { rows, total: await em.count(DataRequest, queue) };
}

/** How many steps a request has taken. */
export function countSteps(em: Em, requestId: string): Promise<number> {
  return em.count(DataRequestStep, { dataRequest: requestId });
}

/** The open requests that are late and of which nobody was told yet. */
export function untoldOverdueRequests(em: Em, at: Date, limit: number): Promise<DataRequest[]> {
  return em.find(DataRequest, { status: { $in: [...openStatuses] }, dueAt: { $lt: at }, overdueToldAt: null }, { orderBy: { dueAt: 'asc' }, limit });
}

function inScopeOf(staff: Staff): { areaCode: { $like: string } } {
  return { areaCode: { $like: `${scopePrefixOf(staff)}%` } };
}
