import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import type { DecisionState } from '../donors/decision.entity.ts';
import { Hospital } from '../staff/hospital.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';

/** In which medical situation somebody asks; the closed list of reliability 3.2, after TPG §2a and the 条例's donation state. */
export const LookUpOccasion = { DEATH_ESTABLISHED: 'DEATH_ESTABLISHED', DEATH_EXPECTED: 'DEATH_EXPECTED' } as const;
export type LookUpOccasion = (typeof LookUpOccasion)[keyof typeof LookUpOccasion];

/** What the answer is needed for. */
export const LookUpPurpose = {
  /** To know the person's will before anybody speaks with the family (条例 art. 9). */
  CLARIFY_WILL: 'CLARIFY_WILL',
  /** To prepare the ethics committee's review (条例 art. 18). */
  ETHICS_REVIEW: 'ETHICS_REVIEW',
} as const;
export type LookUpPurpose = (typeof LookUpPurpose)[keyof typeof LookUpPurpose];

/** How far a look-up has come. */
export const LookUpStatus = {
  /** Waits for the second person; nothing was disclosed. */
  WAITING: 'WAITING',
  /** A second person confirmed it; the answer may be opened until it expires. */
  CONFIRMED: 'CONFIRMED',
  /** The answer was disclosed. */
  ANSWERED: 'ANSWERED',
  /** The second person said no. */
  DECLINED: 'DECLINED',
} as const;
export type LookUpStatus = (typeof LookUpStatus)[keyof typeof LookUpStatus];

const LookUpSchema = defineEntity({
  name: 'LookUp',
  tableName: 'look_up',
  properties: {
    id: id(),
    /** The blind index of the document that was asked for, whether or not anybody of it is on the register. */
    personIndex: blindIndex().index(),
    requestedBy: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    /** The second person; null until then, and for good when the glass was broken. */
    confirmedBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    hospital: () => p.manyToOne(Hospital).ref().deleteRule('restrict'),
    /** The division of the case: the hospital's (条例 art. 16). */
    areaCode: p.text(),
    /** The hospital's own number of the case; it names no person. */
    caseNumber: p.text(),
    occasion: p.text().$type<LookUpOccasion>(),
    purpose: p.text().$type<LookUpPurpose>(),
    /** Why nobody could confirm; null in the ordinary case. */
    breakGlassReason: p.text().nullable(),
    status: p.text().$type<LookUpStatus>(),
    /** What was disclosed; null until then. A person who is not on the register counts as SILENT. */
    disclosedState: p.text().$type<DecisionState>().nullable(),
    requestedAt: instant(),
    confirmedAt: instant().nullable(),
    answeredAt: instant().nullable(),
    expiresAt: instant(),
    /** When the person it is about first saw it in their own list. */
    seenByOwnerAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** One look-up of a person's decision by somebody who treats them: written before anything is disclosed, visible to its owner. */
export class LookUp extends LookUpSchema.class {}
LookUpSchema.setClass(LookUp);
