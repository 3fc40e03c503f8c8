import type { Actor, Clinician, Staff } from '../identity/actor.ts';
import type { Hospital } from '../staff/hospital.entity.ts';
import { isInScope } from '../staff/staff.policy.ts';
import { StaffRole } from '../staff/staff-role.ts';
import type { DecisionState } from '../donors/decision.entity.ts';
import type { Standing } from '../donors/standing.queries.ts';
import { LookUpFinding, LookUpStatus, type LookUp } from './look-up.entity.ts';

/** Who may ask and confirm: a clinician whom a hospital named, outside the transplant chain (条例 art. 19), or a coordinator. */
export type Asker = Clinician | Staff;

/** What an asker is, as the person they asked about reads it. */
export const LookUpRole = { CLINICIAN: 'CLINICIAN', COORDINATOR: 'COORDINATOR' } as const;
export type LookUpRole = (typeof LookUpRole)[keyof typeof LookUpRole];

/** The caller if they may look up at all; registrars, managers and auditors may not. */
export function askerOf(actor: Actor): Asker | null {
  if (actor.kind === 'CLINICIAN') return actor;
  return actor.kind === 'STAFF' && actor.role === StaffRole.COORDINATOR ? actor : null;
}

/** Whether a hospital's cases are the asker's: the clinician's own hospital, the coordinator's scope (条例 art. 16). */
export function coversHospital(asker: Asker, hospital: Hospital): boolean {
  return asker.kind === 'CLINICIAN' ? asker.hospital.id === hospital.id : isInScope(asker, hospital.divisionCode);
}

/**
 * Whether somebody may be the second person: not who asked, in time, and for a case of their own hospital or scope. Who has
 * asked about the same person themself is no second pair of eyes either; the command looks for that.
 */
export function mayDecide(asker: Asker, lookUp: LookUp, hospital: Hospital, now: Date): boolean {
  return lookUp.statusAt(now) === LookUpStatus.WAITING && lookUp.requestedBy.id !== asker.account.id && coversHospital(asker, hospital);
}

/**
 * What may be told of the latest decision of somebody. An agreement that its owner contests ("that was not me") must not be acted
 * upon, and one whose withdrawal waits for the next sign-in is withdrawn: of two readings the least invasive holds (after TPG
 * §2(2)). A refusal that could be the person's own word keeps barring, even when what came after it is contested.
 */
export function findingOf(latest: DecisionState, { state, contested, nationalHold }: Pick<Standing, 'state' | 'contested' | 'nationalHold'>): LookUpFinding {
  const isContestedAgreement = (contested !== null || nationalHold) && latest === LookUpFinding.AGREED && state !== LookUpFinding.REFUSED;
  return isContestedAgreement ? LookUpFinding.CONTESTED : state;
}

/** Whether the single organs and tissues are told: to the coordinator, who needs them, and to nobody of the hospital. */
export function showsChoices(asker: Asker, finding: LookUpFinding): boolean {
  return asker.kind === 'STAFF' && finding === LookUpFinding.AGREED;
}
