import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { SecondPersonNeeded } from '../kin/kin-refusals.types.ts';
import { statementOf } from '../kin/kin-statement.queries.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { DataDisclosure } from './data-disclosure.entity.ts';
import { DataRequestKind, DataRequestStatus, type DataRequest } from './data-request.entity.ts';
import { requestInScope } from './data-request.queries.ts';
import { mayTakeOver, requestStaff } from './rights.policy.ts';
import { recordStep } from './record-step.ts';
import { RequestClosed, RequestNotYours } from './rights-refusals.types.ts';
import { unknownRequest } from './unknown-request.ts';

/**
 * Takes a request of the caller's area and shows what it says. Each time it is shown goes on record before the answer leaves,
 * and its sender sees that; taking one's own again is how it is read again.
 */
export async function takeDataRequest(context: Context, requestId: string): Promise<DataRequest> {
  const { em, now } = context;
  const staff = requestStaff(context.actor);
  const request = await requestInScope(em, staff, requestId);
  if (!request) throw new Refused(new InvalidInput([unknownRequest]));
  if (!request.isOpen()) throw new Refused(new RequestClosed());
  const isMine = request.takenBy?.id === staff.account.id;
  if (request.takenBy && !isMine && !mayTakeOver(staff)) throw new Refused(new RequestNotYours());

  // Who confirmed the papers of a relative hands nothing over: it takes two (ADR 35).
  if (request.kind === DataRequestKind.NEAR_KIN && (await statementOf(em, request.id))?.confirmedBy?.id === staff.account.id) throw new Refused(new SecondPersonNeeded());
  if (!isMine) {
    request.takenBy = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
    await recordStep(context, request, DataRequestStatus.IN_PROGRESS);
  }
  em.create(DataDisclosure, { donor: request.donor, personIndex: request.personIndex, kind: 'REQUEST_READ', dataRequest: request, bodyDonation: null, homeVisit: null, account: staff.account, at: now() });
  return request;
}
