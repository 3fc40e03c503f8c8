import type { Context } from '../graphql/context.ts';
import type { Staff } from '../identity/actor.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { PaperFormStep, type PaperForm, type PaperReason, type PaperVerdict } from './paper-form.entity.ts';

/** Writes what the second person found on the form and among its steps. */
export function recordVerdict({ em, now }: Context, form: PaperForm, staff: Staff, verdict: PaperVerdict, reason: PaperReason | null): void {
  form.verdict = verdict;
  form.reason = reason;
  form.checker = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
  form.decidedAt = now();
  em.create(PaperFormStep, { paperForm: form, kind: verdict, account: staff.account.id, differing: null, at: now() });
}
