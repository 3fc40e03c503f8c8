import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { RequestClosed } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { HomeVisitStatus, type HomeVisit } from './home-visit.entity.ts';
import { ownHomeVisit } from './home-visit.queries.ts';
import { recordVisitStep } from './record-visit-step.ts';

/** Takes back a visit that has not taken place; no reason is asked. */
export async function withdrawHomeVisit(context: Context, requestId: string): Promise<HomeVisit> {
  const visit = await ownHomeVisit(context.em, assuredCitizen(context), requestId);
  if (!visit) throw new Refused(new InvalidInput([unknownRequest]));
  if (!visit.isOpen()) throw new Refused(new RequestClosed());
  await recordVisitStep(context, visit, HomeVisitStatus.WITHDRAWN);
  return visit;
}
