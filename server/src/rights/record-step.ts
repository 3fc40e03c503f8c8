import type { Context } from '../graphql/context.ts';
import { accountOf } from '../staff/staff.policy.ts';
import { DataRequestStep, type DataRequest, type DataRequestStatus } from './data-request.entity.ts';
import { countSteps } from './data-request.queries.ts';

/** Brings a request to a state and keeps that step, with who took it; its owner sees each. */
export async function recordStep(context: Context, request: DataRequest, status: DataRequestStatus): Promise<void> {
  const { em, actor, now } = context;
  const account = accountOf(actor)?.account ?? null;
  request.status = status;
  em.create(DataRequestStep, {
    dataRequest: request,
    sequence: (await countSteps(em, request.id)) + 1,
    status,
    actorKind: account ? 'STAFF' : 'CITIZEN',
    account,
    at: now(),
  });
}
