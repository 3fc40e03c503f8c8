import { AccessDenied, Forbidden } from '../graphql/refusals.ts';
import type { Actor, Clinician, Staff } from '../identity/actor.ts';
import type { StaffRole } from './staff-role.ts';

/**
 * The staff member of the Red Cross who calls, in one of the roles that may.
 * @throws AccessDenied when nobody of the staff is signed in; Forbidden in another role.
 */
export function staffIn(actor: Actor, ...roles: readonly StaffRole[]): Staff {
  if (actor.kind === 'ANONYMOUS') throw new AccessDenied(actor.sessionEnded);
  if (actor.kind !== 'STAFF' || !roles.includes(actor.role)) throw new Forbidden();
  return actor;
}

/**
 * The beginning that the codes of all divisions in a staff member's scope share (GB/T 2260): two digits for the province,
 * four for a city, six for a county. A body sees its own division and everything below it, never beside or above.
 */
export function scopePrefixOf({ organisation }: Staff): string {
  return divisionPrefix(organisation.divisionCode);
}

/** The beginning that a division's code shares with everything below it. */
export function divisionPrefix(code: string): string {
  if (code.endsWith('0000')) return code.slice(0, 2);
  return code.endsWith('00') ? code.slice(0, 4) : code;
}

/** Whether a division lies in the scope of a staff member. What has no division lies in nobody's but the province's. */
export function isInScope(staff: Staff, divisionCode: string | null): boolean {
  return (divisionCode ?? `${staff.organisation.divisionCode.slice(0, 2)}0000`).startsWith(scopePrefixOf(staff));
}

/** The account of a caller who signs in by OpenID Connect, or null. */
export function accountOf(actor: Actor): Staff | Clinician | null {
  return actor.kind === 'STAFF' || actor.kind === 'CLINICIAN' ? actor : null;
}
