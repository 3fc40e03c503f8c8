import { listChoices } from '../donors/donation-kinds.ts';
import { latestDecision } from '../donors/donor.queries.ts';
import { standingOf } from '../donors/standing.queries.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { LookUpFinding } from '../lookups/look-up.entity.ts';
import { findingOf } from '../lookups/look-up.policy.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { findDeceased, KinFinding } from './kin-finding.ts';
import { KinshipNotProven, NearKinMayNotSee } from './kin-refusals.types.ts';
import { statementOf } from './kin-statement.queries.ts';

/** What is handed to a near relative: what the person decided, by what they stood when they died. */
export interface KinDisclosure {
  readonly registrationNumber: string;
  readonly state: LookUpFinding;
  readonly choices: ReturnType<typeof listChoices>;
  readonly recordedAt: Date | null;
}

/**
 * What granting the request of a near relative means (个人信息保护法 art. 49): the papers were seen, and the person did not arrange
 * otherwise. What is contested or was being withdrawn is told as a hospital is told it (`findingOf`): an agreement that the person
 * said was not theirs is no agreement, and was not withdrawn either.
 * @throws Refused KinshipNotProven or NearKinMayNotSee.
 */
export async function showToNearKin(context: Context, request: DataRequest): Promise<KinDisclosure> {
  const statement = await statementOf(context.em, request.id);
  if (!statement?.provenAt) throw new Refused(new KinshipNotProven());
  const { finding, donor } = await findDeceased(context, statement);
  if (finding !== KinFinding.MAY_SEE || !donor) throw new Refused(new NearKinMayNotSee());
  const latest = await latestDecision(context.em, donor);
  const standing = await standingOf(context.em, donor, latest);
  statement.shownAt = context.now();
  const { decision, queuedWithdrawal } = standing;
  const state = findingOf(latest.state, standing);
  const recordedAt = decision?.recordedAt ?? (state === 'WITHDRAWN' ? queuedWithdrawal?.queuedAt : null) ?? null;
  return { registrationNumber: donor.registrationNumber, state, choices: decision ? listChoices(decision.choices) : [], recordedAt };
}
