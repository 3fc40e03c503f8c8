import type { Donor } from '../donors/donor.entity.ts';
import { eraseDonor } from '../donors/erase-donor.ts';
import type { Context } from '../graphql/context.ts';
import { DataRequest } from './data-request.entity.ts';

/**
 * Erases a person whose request is granted (个人信息保护法 art. 47): who they are and how to reach them (`eraseDonor`), and what
 * they wrote to us. What stays belongs to nobody any more: decisions and their fingerprints, what was consented to, the audit,
 * and look-ups until their years are over. Call it behind `enterErasureDoor`.
 */
export async function carryOutErasure(context: Context, donor: Donor): Promise<void> {
  for (const request of await context.em.find(DataRequest, { donor: donor.id })) {
    request.sealedText = null;
    request.sealedAnswer = null;
  }
  await eraseDonor(context, donor);
}
