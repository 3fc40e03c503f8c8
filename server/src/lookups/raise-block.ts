import type { Context } from '../graphql/context.ts';
import type { Hospital } from '../staff/hospital.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { LookUpBlock } from './look-up-block.entity.ts';
import type { Asker } from './look-up.policy.ts';

/** Stops an account that counts through the numbers of one county and birthday, and raises the alarm. Until a manager lifts it, it looks up nobody. */
export function raiseBlock({ em, now, log, requestId }: Context, asker: Asker, hospital: Hospital): void {
  em.create(LookUpBlock, { account: em.getReference(StaffAccount, asker.account.id), areaCode: hospital.divisionCode, blockedAt: now(), liftedAt: null, liftedBy: null });
  log.error({ event: 'lookUpPrefixAlarm', requestId, accountId: asker.account.id, areaCode: hospital.divisionCode }, 'an account asked about too many people of one county and birthday and is blocked');
}
