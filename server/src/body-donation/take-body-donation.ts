import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { DataDisclosure } from '../rights/data-disclosure.entity.ts';
import { mayTakeOver, requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { BodyDonation } from './body-donation.entity.ts';
import { bodyDonationInScope } from './body-donation.queries.ts';

/**
 * Takes a body donation of the caller's area and shows who wishes what. Each time it is shown goes on record before the answer
 * leaves, and its owner sees that; taking one's own again is how it is read again.
 */
export async function takeBodyDonation(context: Context, requestId: string): Promise<BodyDonation> {
  const { em, now } = context;
  const staff = requestStaff(context.actor);
  const donation = await bodyDonationInScope(em, staff, requestId);
  if (!donation) throw new Refused(new InvalidInput([unknownRequest]));
  if (!donation.isOpen()) throw new Refused(new RequestClosed());
  const isMine = donation.takenBy?.id === staff.account.id;
  if (donation.takenBy && !isMine && !mayTakeOver(staff)) throw new Refused(new RequestNotYours());

  if (!isMine) donation.takenBy = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
  em.create(DataDisclosure, {
    donor: null,
    personIndex: donation.personIndex,
    kind: 'BODY_DONATION_READ',
    dataRequest: null,
    bodyDonation: donation,
    homeVisit: null,
    account: staff.account,
    at: now(),
  });
  return donation;
}
