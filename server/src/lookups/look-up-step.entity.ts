import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { LookUp } from './look-up.entity.ts';

/** What was done with a look-up; `REINDEXED`: the index key was replaced, and this step names the person by the new one. */
export const LookUpStepKind = { ASKED: 'ASKED', CONFIRMED: 'CONFIRMED', DECLINED: 'DECLINED', DISCLOSED: 'DISCLOSED', REINDEXED: 'REINDEXED' } as const;
export type LookUpStepKind = (typeof LookUpStepKind)[keyof typeof LookUpStepKind];

const LookUpStepSchema = defineEntity({
  name: 'LookUpStep',
  tableName: 'look_up_step',
  properties: {
    id: id(),
    lookUp: () => p.manyToOne(LookUp).ref().deleteRule('restrict'),
    step: p.text().$type<LookUpStepKind>(),
    at: instant(),
    /** Who did it; null for the register itself. */
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** By the sealed steps alone it is told whose record was looked at, under every index key there ever was. */
    personIndex: blindIndex(),
    /** What was asked, or what was disclosed; no value of the person. */
    details: p.json<Readonly<Record<string, string | boolean | null>>>(),
  },
});

/**
 * One step of a look-up, added and never changed. The steps are sealed with the audit (docs/audit.md): a look that somebody
 * removes from the register, or adds to it, is found, also when they command the database.
 */
export class LookUpStep extends LookUpStepSchema.class {}
LookUpStepSchema.setClass(LookUpStep);
