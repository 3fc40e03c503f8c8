import { randomInt } from 'node:crypto';
import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { signInIsOutOfOrder } from '../identity/provider-health.ts';
import { waysToSignIn } from '../identity/sign-in-options.ts';
import { ConsentPurpose } from '../policy/consent-texts.ts';
import { FreshSignInNeeded } from './decision-refusals.types.ts';
import type { Donor } from './donor.entity.ts';
import { ownDonor } from './donor.queries.ts';
import { assertConsent, assuredCitizen, standingRecordAt } from './preconditions.ts';
import { QueuedWithdrawal } from './queued-withdrawal.entity.ts';
import { openWithdrawal } from './queued-withdrawal.queries.ts';
import type { Withdrawal } from './withdraw-decision.ts';

/**
 * Accepts a withdrawal while nobody can sign in afresh, so that the right to revoke (条例 art. 9) does not depend on another
 * system. Whether sign-in is out of order is what this server finds out itself, never the caller's word. Asking again gives
 * the same receipt.
 */
export async function queueWithdrawal(context: Context, input: Withdrawal): Promise<{ readonly donor: Donor; readonly queued: QueuedWithdrawal }> {
  const { em, now, config } = context;
  const citizen = assuredCitizen(context);
  const known = await ownDonor(em, citizen);
  const waiting = known?.withdrawalQueued ? await openWithdrawal(em, known.id) : null;
  if (known && waiting) return { donor: known, queued: waiting };

  const { session } = citizen;
  if (!(await signInIsOutOfOrder(context, citizen))) {
    throw new Refused(new FreshSignInNeeded(config.session.freshSeconds, session.signedInAt, waysToSignIn(context, session.channel, null)));
  }
  assertConsent(ConsentPurpose.WITHDRAW, input.consent);
  const { donor } = await standingRecordAt(context, citizen, input.expectedVersion);
  donor.withdrawalQueued = true;
  await endCards(context, donor, CardEndReason.WITHDRAWAL_QUEUED);
  const queued = em.create(QueuedWithdrawal, {
    donor,
    receiptNumber: newReceiptNumber(),
    channel: session.channel,
    assuranceLevel: session.assuranceLevel,
    consentVersion: input.consent.version,
    consentHash: input.consent.hash,
    queuedAt: now(),
    decision: null,
    settledAt: null,
  });
  return { donor, queued };
}

/** Something to quote; a clash is found by the unique constraint and the command runs again. */
function newReceiptNumber(): string {
  const digits = String(randomInt(10 ** 12)).padStart(12, '0');
  return `CH-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
}
