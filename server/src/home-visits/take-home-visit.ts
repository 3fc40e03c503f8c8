import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { DataDisclosure } from '../rights/data-disclosure.entity.ts';
import { mayTakeOver, requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { HomeVisit } from './home-visit.entity.ts';
import { visitInScope } from './home-visit.queries.ts';

/** Takes a visit of the caller's area and shows where to. Each time goes on record before the answer leaves, and its owner sees it. */
export async function takeHomeVisit(context: Context, requestId: string): Promise<HomeVisit> {
  const { em, now } = context;
  const staff = requestStaff(context.actor);
  const visit = await visitInScope(em, staff, requestId);
  if (!visit) throw new Refused(new InvalidInput([unknownRequest]));
  if (!visit.isOpen()) throw new Refused(new RequestClosed());
  const isMine = visit.takenBy?.id === staff.account.id;
  if (visit.takenBy && !isMine && !mayTakeOver(staff)) throw new Refused(new RequestNotYours());

  if (!isMine) visit.takenBy = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
  em.create(DataDisclosure, { donor: null, personIndex: visit.personIndex, kind: 'HOME_VISIT_READ', dataRequest: null, bodyDonation: null, homeVisit: visit, account: staff.account, at: now() });
  return visit;
}
