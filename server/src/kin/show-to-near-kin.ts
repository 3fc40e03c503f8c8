import { listChoices } from '../donors/donation-kinds.ts';
import { latestDecision } from '../donors/donor.queries.ts';
import { standingOf } from '../donors/standing.queries.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { LookUpFinding } from '../lookups/look-up.entity.ts';
import { findingOf } from '../lookups/look-up.policy.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { findDeceased, KinFinding } from './kin-finding.ts';
import { KinshipNotProven, NearKinMayNotSee, SecondPersonNeeded } from './kin-refusals.types.ts';
import { statementOf } from './kin-statement.queries.ts';

/** What is handed to a near relative: what the person decided, by what they stood when they died. */
export interface KinDisclosure {
  readonly registrationNumber: string;
  readonly state: LookUpFinding;
  readonly choices: ReturnType<typeof listChoices>;
  readonly recordedAt: Date | null;
}

/**
 * What granting the request of a near relative means (个人信息保护法 art. 49): the papers were seen and a second person confirmed them, and
 * the person did not arrange otherwise. What is contested or was being withdrawn is told as a hospital is told it (`findingOf`): an
 * agreement in doubt is no agreement, and was not withdrawn either. What is told is kept with the key of
 * the request, so that a lost reply can be asked for again (`handedOverBefore`).
 * @throws Refused KinshipNotProven, SecondPersonNeeded or NearKinMayNotSee.
 */
export async function showToNearKin(context: Context, request: DataRequest, key: string): Promise<KinDisclosure> {
  const { em, now } = context;
  const { account } = requestStaff(context.actor);
  const statement = await statementOf(em, request.id);
  if (!statement?.provenAt) throw new Refused(new KinshipNotProven());
  // Who confirmed may have taken the request over since: even so it takes two.
  if (!statement.confirmedAt || statement.confirmedBy?.id === account.id) throw new Refused(new SecondPersonNeeded());
  const { finding, donor } = await findDeceased(context, statement);
  if (finding !== KinFinding.MAY_SEE || !donor) throw new Refused(new NearKinMayNotSee());
  const latest = await latestDecision(em, donor);
  const standing = await standingOf(em, donor, latest);
  const { decision, queuedWithdrawal } = standing;
  const state = findingOf(latest.state, standing);
  const recordedAt = decision?.recordedAt ?? (state === 'WITHDRAWN' ? queuedWithdrawal?.queuedAt : null) ?? null;
  statement.shownAt = now();
  statement.shownBy = em.getReference(StaffAccount, account.id, { wrapped: true });
  statement.shownKey = key;
  statement.shownState = state;
  statement.shownDecisionId = decision?.id ?? null;
  statement.shownRecordedAt = recordedAt;
  return { registrationNumber: donor.registrationNumber, state, choices: decision ? listChoices(decision.choices) : [], recordedAt };
}
