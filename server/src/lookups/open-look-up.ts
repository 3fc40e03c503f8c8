import type { Context } from '../graphql/context.ts';
import { disclose } from './disclose.ts';
import { entitledAsker, notOpen } from './entitlement.ts';
import type { LookUpOutcome } from './look-up-decision.ts';
import { coversHospital } from './look-up.policy.ts';
import { lookUpById } from './look-up.queries.ts';

/** Discloses the answer to the person who asked, as long as it is open; each opening is written down. */
export async function openLookUp(context: Context, input: { readonly id: string }): Promise<LookUpOutcome> {
  const asker = await entitledAsker(context);
  const lookUp = await lookUpById(context.em, input.id);
  const isOpen = lookUp !== null && lookUp.requestedBy.id === asker.account.id && lookUp.isOpenAt(context.now()) && coversHospital(asker, lookUp.hospital.unwrap());
  if (!isOpen) throw notOpen(context, 'not open');
  return { lookUp, disclosure: await disclose(context, asker, lookUp) };
}
