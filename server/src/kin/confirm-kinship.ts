import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { DataDisclosure, DataDisclosureKind } from '../rights/data-disclosure.entity.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { requestInScope } from '../rights/data-request.queries.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { KinshipNotProven, RequestChangedMeanwhile, SecondPersonNeeded } from './kin-refusals.types.ts';
import type { KinStatement } from './kin-statement.entity.ts';
import { statementOf } from './kin-statement.queries.ts';
import { maySecond } from './kin.policy.ts';

/** A request with the papers that were put on record for it. */
export interface ProvenRequest {
  readonly task: DataRequest;
  readonly statement: KinStatement;
}

/**
 * Shows a second person who asks about whom and which papers were seen. Each time goes on record before the answer leaves, and the
 * sender sees that; whether the dead person is on the register is not asked.
 */
export async function reviewKinship(context: Context, requestId: string): Promise<ProvenRequest> {
  const { em, now } = context;
  const { task, statement } = await seconded(context, requestId);
  const { account } = requestStaff(context.actor);
  em.create(DataDisclosure, { donor: task.donor, personIndex: task.personIndex, kind: DataDisclosureKind.REQUEST_READ, dataRequest: task, bodyDonation: null, homeVisit: null, account, at: now() });
  return { task, statement };
}

/** The second person stands for it that the papers are what they were put on record as; from now on something may be handed over. */
export async function confirmKinship(context: Context, input: { readonly requestId: string; readonly expectedVersion: number }): Promise<ProvenRequest> {
  const { em, now } = context;
  const { task, statement } = await seconded(context, input.requestId);
  const { account } = requestStaff(context.actor);
  // A lost reply, and the same again.
  if (statement.confirmedBy?.id === account.id) return { task, statement };
  if (statement.confirmedAt || statement.version !== input.expectedVersion) throw new Refused(new RequestChangedMeanwhile());
  statement.confirmedAt = now();
  statement.confirmedBy = em.getReference(StaffAccount, account.id, { wrapped: true });
  return { task, statement };
}

/** @throws Refused unless the caller may be the second person for this request. */
async function seconded(context: Context, requestId: string): Promise<ProvenRequest> {
  const { em, vault } = context;
  const staff = requestStaff(context.actor);
  const task = await requestInScope(em, staff, requestId);
  const statement = task && (await statementOf(em, task.id));
  if (!task || !statement) throw new Refused(new InvalidInput([unknownRequest]));
  // Who asked was erased meanwhile: there is nobody left to hand anything to.
  if (!task.isOpen() || !statement.stated(vault)) throw new Refused(new RequestClosed());
  if (!statement.provenAt) throw new Refused(new KinshipNotProven());
  if (!maySecond(staff, task, statement)) throw new Refused(new SecondPersonNeeded());
  return { task, statement };
}
