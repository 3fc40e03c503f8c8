import type { Context } from '../graphql/context.ts';
import type { Staff } from '../identity/actor.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { PaperForm, PaperReason, PaperVerdict } from './paper-form.entity.ts';
import { recordPaperStep } from './record-step.ts';

/** Writes what the second person found on the form and among its steps. */
export async function recordVerdict({ em, now }: Context, form: PaperForm, staff: Staff, verdict: PaperVerdict, reason: PaperReason | null): Promise<void> {
  form.verdict = verdict;
  form.reason = reason;
  form.checker = em.getReference(StaffAccount, staff.account.id, { wrapped: true });
  form.decidedAt = now();
  await recordPaperStep({ em, now }, form, verdict, { accountId: staff.account.id });
}
