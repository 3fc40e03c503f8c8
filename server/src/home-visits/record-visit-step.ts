import type { Context } from '../graphql/context.ts';
import { accountOf } from '../staff/staff.policy.ts';
import { HomeVisitStep, openVisitStatuses, type HomeVisit, type HomeVisitStatus } from './home-visit.entity.ts';

/** Brings a visit to a state and keeps that step, with who took it; its owner sees each. */
export async function recordVisitStep({ em, actor, now }: Context, visit: HomeVisit, status: HomeVisitStatus): Promise<void> {
  const account = accountOf(actor)?.account ?? null;
  visit.status = status;
  visit.updatedAt = now();
  visit.closedAt = openVisitStatuses.includes(status) ? null : now();
  const sequence = (await em.count(HomeVisitStep, { homeVisit: visit.id })) + 1;
  em.create(HomeVisitStep, { homeVisit: visit, sequence, status, actorKind: account ? 'STAFF' : 'CITIZEN', account, at: now() });
}
