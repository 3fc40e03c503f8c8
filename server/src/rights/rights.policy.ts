import type { Actor, Staff } from '../identity/actor.ts';
import { staffIn } from '../staff/staff.policy.ts';

/**
 * The staff member who may handle requests of people about their data.
 * @throws AccessDenied or Forbidden for everybody else.
 */
export function requestStaff(actor: Actor): Staff {
  return staffIn(actor, 'REGISTRAR', 'MANAGER');
}

/** Whether somebody may take over a request that another has taken. */
export function mayTakeOver(staff: Staff): boolean {
  return staff.role === 'MANAGER';
}
