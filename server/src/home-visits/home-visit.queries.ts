import type { Em } from '../database/orm.ts';
import type { Citizen, Staff } from '../identity/actor.ts';
import { indexesOf } from '../identity/citizen-indexes.ts';
import type { Place } from '../rights/rights.queries.ts';
import { scopePrefixOf } from '../staff/staff.policy.ts';
import { HomeVisit, HomeVisitStep, openVisitStatuses } from './home-visit.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The caller's own visits, the newest first; few, as one is open at most. */
export function ownHomeVisits(em: Em, citizen: Citizen, limit: number): Promise<HomeVisit[]> {
  return em.find(HomeVisit, { personIndex: { $in: indexesOf(citizen) } }, { orderBy: { askedAt: 'desc', id: 'desc' }, limit });
}

/** The caller's open visit; there is one at most. */
export function openVisitOf(em: Em, citizen: Citizen): Promise<HomeVisit | null> {
  return em.findOne(HomeVisit, { personIndex: { $in: indexesOf(citizen) }, status: { $in: [...openVisitStatuses] } });
}

/** One of the caller's own visits; null also for one of somebody else. */
export async function ownHomeVisit(em: Em, citizen: Citizen, id: string): Promise<HomeVisit | null> {
  return UUID.test(id) ? em.findOne(HomeVisit, { personIndex: { $in: indexesOf(citizen) }, id }) : null;
}

/** One visit of the caller's area; null also for one of another area. */
export async function visitInScope(em: Em, staff: Staff, id: string): Promise<HomeVisit | null> {
  return UUID.test(id) ? em.findOne(HomeVisit, { id, ...inScopeOf(staff) }) : null;
}

/** The open visits of the caller's area, whoever waits longest first. */
export async function visitQueue(em: Em, staff: Staff, after: Place | null, limit: number): Promise<{ rows: HomeVisit[]; total: number }> {
  const queue = { ...inScopeOf(staff), status: { $in: [...openVisitStatuses] } };
  const later = after ? { $or: [{ askedAt: { $gt: after.at } }, { askedAt: after.at, id: { $gt: after.id } }] } : {};
  const rows = await em.find(HomeVisit, { $and: [queue, later] }, { orderBy: { askedAt: 'asc', id: 'asc' }, limit });
  return { rows, total: await em.count(HomeVisit, queue) };
}

/** The newest steps of one visit, the first of them first, as a page shows them; a copy of one's data holds every one. */
export async function recentVisitSteps(em: Em, visitId: string, limit: number): Promise<HomeVisitStep[]> {
  return (await em.find(HomeVisitStep, { homeVisit: visitId }, { orderBy: { sequence: 'desc' }, limit, populate: ['account.organisation'] })).reverse();
}

/** Every step of one visit, the first one first, with the body whose staff took them. */
export function visitStepsOf(em: Em, visitId: string): Promise<HomeVisitStep[]> {
  return em.find(HomeVisitStep, { homeVisit: visitId }, { orderBy: { sequence: 'asc' }, populate: ['account.organisation'] });
}

/** Every visit of whom one of these indexes names. */
export function visitsOf(em: Em, indexes: readonly Buffer[]): Promise<HomeVisit[]> {
  return em.find(HomeVisit, { personIndex: { $in: [...indexes] } }, { orderBy: { askedAt: 'asc' } });
}

function inScopeOf(staff: Staff): { areaCode: { $like: string } } {
  return { areaCode: { $like: `${scopePrefixOf(staff)}%` } };
}
