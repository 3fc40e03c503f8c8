import type { Context } from '../graphql/context.ts';
import { InvalidInput } from '../graphql/refusal.types.ts';
import { Refused } from '../graphql/refusals.ts';
import { requestInScope } from '../rights/data-request.queries.ts';
import type { DataRequest } from '../rights/data-request.entity.ts';
import { requestStaff } from '../rights/rights.policy.ts';
import { RequestClosed, RequestNotYours } from '../rights/rights-refusals.types.ts';
import { unknownRequest } from '../rights/unknown-request.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { findDeceased, type KinFinding } from './kin-finding.ts';
import type { DeathProof, KinshipProof, KinStatement } from './kin-statement.entity.ts';
import { statementOf } from './kin-statement.queries.ts';

/** Which papers were seen. */
export interface SeenPapers {
  readonly requestId: string;
  readonly deathProof: DeathProof;
  readonly kinshipProof: KinshipProof;
}

/** What came of it. */
export interface ProvenKinship {
  readonly task: DataRequest;
  readonly statement: KinStatement;
  readonly finding: KinFinding;
}

/**
 * Puts on record that the caller saw, in person, the proof of death and of kinship; from then on, and not before, it is told
 * whether anything may be shown. What was put on record stays: saying it again changes nothing.
 */
export async function proveKinship(context: Context, { requestId, deathProof, kinshipProof }: SeenPapers): Promise<ProvenKinship> {
  const { em, now } = context;
  const staff = requestStaff(context.actor);
  const task = await requestInScope(em, staff, requestId);
  const statement = task && (await statementOf(em, task.id));
  if (!task || !statement) throw new Refused(new InvalidInput([unknownRequest]));
  if (!task.isOpen()) throw new Refused(new RequestClosed());
  if (task.takenBy?.id !== staff.account.id) throw new Refused(new RequestNotYours());
  if (!statement.provenAt) {
    statement.provenAt = now();
    statement.provenBy = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
    statement.deathProof = deathProof;
    statement.kinshipProof = kinshipProof;
  }
  return { task, statement, finding: (await findDeceased(context, statement)).finding };
}
