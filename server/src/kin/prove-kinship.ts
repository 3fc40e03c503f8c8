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
  /** Null until a second person confirmed the papers. */
  readonly finding: KinFinding | null;
}

/**
 * Puts on record that the caller saw, in person, the proof of death and of kinship. Once a second person confirmed that, and not
 * before, it is told whether anything may be shown. A slip can be mended until then: other papers take the place of the former, and
 * whoever has read those cannot confirm them any more. Afterwards what is on record stays, and saying it again only asks again.
 */
export async function proveKinship(context: Context, { requestId, deathProof, kinshipProof }: SeenPapers): Promise<ProvenKinship> {
  const { em, vault, now } = context;
  const staff = requestStaff(context.actor);
  const task = await requestInScope(em, staff, requestId);
  const statement = task && (await statementOf(em, task.id));
  if (!task || !statement) throw new Refused(new InvalidInput([unknownRequest]));
  if (!task.isOpen()) throw new Refused(new RequestClosed());
  if (task.takenBy?.id !== staff.account.id) throw new Refused(new RequestNotYours());
  // Who asked was erased meanwhile: there is nobody left to hand anything to.
  if (!statement.stated(vault)) throw new Refused(new RequestClosed());
  const isSame = statement.deathProof === deathProof && statement.kinshipProof === kinshipProof;
  if (!statement.provenAt || (!statement.confirmedAt && !isSame)) {
    statement.provenAt = now();
    statement.provenBy = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
    statement.deathProof = deathProof;
    statement.kinshipProof = kinshipProof;
  }
  return { task, statement, finding: statement.confirmedAt ? (await findDeceased(context, statement)).finding : null };
}
