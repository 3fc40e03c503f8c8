import type { Actor, Staff } from '../identity/actor.ts';
import { isInScope, staffIn } from '../staff/staff.policy.ts';
import type { LookUpFacts } from './look-up-facts.ts';

/** How long after its answer a look-up still opens a package, in milliseconds: a committee's time, not a key to somebody's later decisions. */
export const EVIDENCE_WINDOW = 30 * 24 * 60 * 60_000;

/**
 * Who may issue packages at all: coordinators prepare the committee's review (条例 art. 18), auditors inspect.
 * @throws AccessDenied, Forbidden.
 */
export function evidenceIssuer(actor: Actor): Staff {
  return staffIn(actor, 'COORDINATOR', 'AUDITOR');
}

/**
 * Whether this look-up opens a package to this member of the staff: it was made for the committee and answered not long ago,
 * its area lies in their scope, and a coordinator must be one of the two who stand behind it.
 */
export function mayIssueEvidence(staff: Staff, lookUp: LookUpFacts, at: Date): boolean {
  const answeredAt = lookUp.answeredAt?.getTime() ?? -Infinity;
  if (!lookUp.isForCommittee || at.getTime() - answeredAt > EVIDENCE_WINDOW || !isInScope(staff, lookUp.areaCode)) return false;
  return staff.role === 'AUDITOR' || [lookUp.requestedBy.id, lookUp.confirmedBy?.id].includes(staff.account.id);
}
