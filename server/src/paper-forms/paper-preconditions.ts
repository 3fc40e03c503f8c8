import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import type { Staff } from '../identity/actor.ts';
import { checkPersonName } from '../identity/names.ts';
import { AnotherPersonNeeded, StaffSignInTooOld } from './paper-form-refusals.types.ts';
import { paperStaff } from './paper-form.policy.ts';

/** Who checks, signed in so lately that it is surely still them at the desk. @throws Refused StaffSignInTooOld */
export function freshPaperStaff({ actor, config, now }: Context): Staff {
  const staff = paperStaff(actor);
  if (now().getTime() - staff.session.signedInAt.getTime() > config.session.staffFreshMinutes * 60_000) throw new Refused(new StaffSignInTooOld());
  return staff;
}

/**
 * Nobody types or checks their own form. Accounts hold no document number, so the name decides: somebody of the same name leaves it to
 * another person, too.
 * @throws Refused AnotherPersonNeeded
 */
export function assertNotOneself({ vault }: Pick<Context, 'vault'>, staff: Staff, fullName: string): void {
  const own = checkPersonName(staff.account.fullName(vault));
  if (own.ok && own.value === fullName) throw new Refused(new AnotherPersonNeeded());
}
