import { assuredCitizen } from '../donors/preconditions.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { DataRequestStatus, type DataRequest } from './data-request.entity.ts';
import { ownRequest } from './data-request.queries.ts';
import { recordStep } from './record-step.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { RequestClosed } from './rights-refusals.types.ts';
import { unknownRequest } from './unknown-request.ts';

/** Takes back a request that nobody has answered yet. */
export async function withdrawDataRequest(context: Context, requestId: string): Promise<DataRequest> {
  const request = await ownRequest(context.em, assuredCitizen(context), requestId);
  if (!request) throw new Refused(new InvalidInput([unknownRequest]));
  if (!request.isOpen()) throw new Refused(new RequestClosed());
  request.closedAt = context.now();
  await recordStep(context, request, DataRequestStatus.WITHDRAWN);
  return request;
}
