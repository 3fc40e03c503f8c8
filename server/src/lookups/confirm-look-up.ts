import type { Context } from '../graphql/context.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { entitledAsker, notOpen } from './entitlement.ts';
import { LookUpStepKind } from './look-up-step.entity.ts';
import { LookUpStatus, type LookUp } from './look-up.entity.ts';
import { mayDecide, type Asker } from './look-up.policy.ts';
import { hasAskedAbout, lookUpById } from './look-up.queries.ts';
import { recordStep } from './record-step.ts';

const HOUR = 60 * 60_000;

/** The second person stands for it that the case is real; from now on the first may open the answer. */
export async function confirmLookUp(context: Context, input: { readonly id: string }): Promise<LookUp> {
  const { asker, lookUp } = await decided(context, input.id, LookUpStatus.CONFIRMED);
  lookUp.expiresAt = new Date(context.now().getTime() + context.config.lookUps.openHours * HOUR);
  recordStep(context, lookUp, asker, LookUpStepKind.CONFIRMED);
  return lookUp;
}

/** The second person says no; nothing is ever disclosed by this look-up, and its owner sees that it was asked. */
export async function declineLookUp(context: Context, input: { readonly id: string }): Promise<LookUp> {
  const { asker, lookUp } = await decided(context, input.id, LookUpStatus.DECLINED);
  recordStep(context, lookUp, asker, LookUpStepKind.DECLINED);
  return lookUp;
}

/** A look-up that the caller may decide about, with their decision. Who is party to it is no second pair of eyes. */
async function decided(context: Context, id: string, status: 'CONFIRMED' | 'DECLINED'): Promise<{ readonly asker: Asker; readonly lookUp: LookUp }> {
  const { em, now } = context;
  const asker = await entitledAsker(context);
  const lookUp = await lookUpById(em, id);
  if (!lookUp || !mayDecide(asker, lookUp, lookUp.hospital.unwrap(), now())) throw notOpen(context, 'second person');
  if (await hasAskedAbout(em, asker.account.id, Buffer.from(lookUp.personIndex), now())) throw notOpen(context, 'has asked about the same person');
  lookUp.status = status;
  lookUp.secondPerson = em.getReference(StaffAccount, asker.account.id, { wrapped: true });
  lookUp.decidedAt = now();
  return { asker, lookUp };
}
