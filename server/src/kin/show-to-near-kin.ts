import type { DecisionState } from '../donors/decision.entity.ts';
import { listChoices } from '../donors/donation-kinds.ts';
import { standingOf } from '../donors/standing.queries.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { findDeceased, KinFinding } from './kin-finding.ts';
import { KinshipNotProven, NearKinMayNotSee } from './kin-refusals.types.ts';
import { statementOf } from './kin-statement.queries.ts';

/** What is handed to a near relative: what the person decided, by what they stood when they died. */
export interface KinDisclosure {
  readonly registrationNumber: string;
  readonly state: DecisionState;
  readonly choices: ReturnType<typeof listChoices>;
  readonly recordedAt: Date | null;
}

/**
 * What granting the request of a near relative means (个人信息保护法 art. 49): the papers were seen, and the person did not arrange
 * otherwise. What is contested or was being withdrawn is told as a hospital is told it.
 * @throws Refused KinshipNotProven or NearKinMayNotSee.
 */
export async function showToNearKin(context: Context, request: DataRequest): Promise<KinDisclosure> {
  const statement = await statementOf(context.em, request.id);
  if (!statement?.provenAt) throw new Refused(new KinshipNotProven());
  const { finding, donor } = await findDeceased(context, statement);
  if (finding !== KinFinding.MAY_SEE || !donor) throw new Refused(new NearKinMayNotSee());
  const { state, decision } = await standingOf(context.em, donor);
  statement.shownAt = context.now();
  return { registrationNumber: donor.registrationNumber, state, choices: decision ? listChoices(decision.choices) : [], recordedAt: decision?.recordedAt ?? null };
}
