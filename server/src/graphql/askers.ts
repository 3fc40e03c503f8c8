import type { Actor } from '../identity/actor.ts';
import { PartnerKind } from '../partners/partner.entity.ts';
import { StaffRole } from '../staff/staff-role.ts';

/** Who asks, as far as rules about fields tell people apart: staff by their role. */
export type Asker = Exclude<Actor['kind'], 'STAFF'> | StaffRole;

/** Every kind of asker; a new one is in no rule until somebody writes it there. */
export const askers: readonly Asker[] = ['ANONYMOUS', 'CITIZEN', ...Object.values(StaffRole), 'CLINICIAN', ...Object.values(PartnerKind)];

/** As whom an actor asks. */
export function askerOf(actor: Actor): Asker {
  return actor.kind === 'STAFF' ? actor.role : actor.kind;
}

/** Who may ask for a field. */
export type AccessRule = ReadonlySet<Asker>;
