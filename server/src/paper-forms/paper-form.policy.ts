import type { Actor, Staff } from '../identity/actor.ts';
import { staffIn } from '../staff/staff.policy.ts';
import type { PaperForm } from './paper-form.entity.ts';

/**
 * Who types and who checks paper forms; for one form never the same person.
 * @throws AccessDenied or Forbidden for everybody else.
 */
export function paperStaff(actor: Actor): Staff {
  return staffIn(actor, 'REGISTRAR', 'MANAGER');
}

/** Whether somebody may be the second person for a form of their area. */
export function mayCheck(staff: Staff, form: PaperForm): boolean {
  return form.maker.id !== staff.account.id;
}
