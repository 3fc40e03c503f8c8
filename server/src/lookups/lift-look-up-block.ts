import type { Context } from '../graphql/context.ts';
import { Refused } from '../graphql/refusals.ts';
import { StaffRole } from '../staff/staff-role.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { staffIn } from '../staff/staff.policy.ts';
import type { LookUpBlock } from './look-up-block.entity.ts';
import { LookUpNotOpen } from './look-up-refusals.types.ts';
import { blockInScope } from './look-up.queries.ts';

/** A manager in whose scope it happened has asked why, and lets the account look up again. */
export async function liftLookUpBlock({ em, actor, now }: Context, input: { readonly id: string }): Promise<LookUpBlock> {
  const manager = staffIn(actor, StaffRole.MANAGER);
  const block = await blockInScope(em, manager, input.id);
  if (!block || block.account.id === manager.account.id) throw new Refused(new LookUpNotOpen());
  block.liftedAt = now();
  block.liftedBy = em.getReference(StaffAccount, manager.account.id, { wrapped: true });
  return block;
}
