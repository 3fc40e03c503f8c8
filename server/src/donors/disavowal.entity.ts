import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { Decision } from './decision.entity.ts';
import { Donor } from './donor.entity.ts';

/** What came of a disavowal so far. */
export const DisavowalStatus = {
  /** Nobody has found out yet. */
  OPEN: 'OPEN',
  /** The decision was not the person's. */
  UPHELD: 'UPHELD',
  /** The decision was the person's after all. */
  DISMISSED: 'DISMISSED',
} as const;
export type DisavowalStatus = (typeof DisavowalStatus)[keyof typeof DisavowalStatus];

/** What a body of the Red Cross found out. */
export type DisavowalOutcome = Exclude<DisavowalStatus, 'OPEN'>;

/** Why it decided so: a closed list, so that no free text tells of a person. */
export const DisavowalFinding = {
  ACCOUNT_MISUSED: 'ACCOUNT_MISUSED',
  PRESSED_OR_DECEIVED: 'PRESSED_OR_DECEIVED',
  RECORDED_WRONGLY: 'RECORDED_WRONGLY',
  PERSON_CONFIRMS: 'PERSON_CONFIRMS',
  TAPPED_BY_MISTAKE: 'TAPPED_BY_MISTAKE',
  NOT_SUBSTANTIATED: 'NOT_SUBSTANTIATED',
} as const;
export type DisavowalFinding = (typeof DisavowalFinding)[keyof typeof DisavowalFinding];

/** The outcome to which each finding leads. 条例 art. 8: nobody may be forced or deceived into a decision, so such a one is not theirs. */
export const outcomeOfFinding: Readonly<Record<DisavowalFinding, DisavowalOutcome>> = {
  ACCOUNT_MISUSED: 'UPHELD',
  PRESSED_OR_DECEIVED: 'UPHELD',
  RECORDED_WRONGLY: 'UPHELD',
  PERSON_CONFIRMS: 'DISMISSED',
  TAPPED_BY_MISTAKE: 'DISMISSED',
  NOT_SUBSTANTIATED: 'DISMISSED',
};

const DisavowalSchema = defineEntity({
  name: 'Disavowal',
  tableName: 'disavowal',
  properties: {
    id: id(),
    /** Unique: one decision is disavowed once. */
    decision: () => p.oneToOne(Decision).ref().owner().deleteRule('restrict'),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** The donor's residence on that day: whose staff must look into it. Null when none was stated; then the province's. */
    areaCode: p.text().nullable(),
    disavowedAt: instant(),
  },
});

/** A person's statement that a decision in their name was not theirs. Never changed; what came of it is a row of its own. */
export class Disavowal extends DisavowalSchema.class {}
DisavowalSchema.setClass(Disavowal);

const DisavowalResolutionSchema = defineEntity({
  name: 'DisavowalResolution',
  tableName: 'disavowal_resolution',
  properties: {
    disavowal: () => p.oneToOne(Disavowal).primary().ref().owner().deleteRule('restrict'),
    outcome: p.text().$type<DisavowalOutcome>(),
    finding: p.text().$type<DisavowalFinding>(),
    resolvedBy: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    resolvedAt: instant(),
    /** The decision by which the person's own last word was put back; null when there was nothing to put back. */
    reinstated: () => p.oneToOne(Decision).ref().owner().nullable().deleteRule('restrict'),
  },
});

/** What a body of the Red Cross found out about a disavowal; one for each, never changed. */
export class DisavowalResolution extends DisavowalResolutionSchema.class {}
DisavowalResolutionSchema.setClass(DisavowalResolution);
