import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';

const LookUpBlockSchema = defineEntity({
  name: 'LookUpBlock',
  tableName: 'look_up_block',
  properties: {
    id: id(),
    account: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    /** The division of the case at which it happened: by it a manager finds the block. */
    areaCode: p.text(),
    blockedAt: instant(),
    /** When a manager lifted it; null while it holds. */
    liftedAt: instant().nullable(),
    liftedBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
  },
});

/** That an account may not look anybody up, because it asked about too many people of one county and birthday; until a manager lifts it. */
export class LookUpBlock extends LookUpBlockSchema.class {}
LookUpBlockSchema.setClass(LookUpBlock);
