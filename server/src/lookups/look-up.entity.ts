import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { Hospital } from '../staff/hospital.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import { LookUpStep } from './look-up-step.entity.ts';

/** In which medical situation somebody asks; a closed list (TPG §2a; in China 条例 art. 16 and 18 bind it to a case). */
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
  /** Nobody confirmed or opened it in time. Never stored: time alone makes it so. */
  EXPIRED: 'EXPIRED',
} as const;
export type LookUpStatus = (typeof LookUpStatus)[keyof typeof LookUpStatus];

/** Why nobody could confirm; a closed list, because a free text would tell of the person. */
export const BreakGlassReason = { NOBODY_TO_CONFIRM: 'NOBODY_TO_CONFIRM', MINUTES_MATTER: 'MINUTES_MATTER' } as const;
export type BreakGlassReason = (typeof BreakGlassReason)[keyof typeof BreakGlassReason];

/** What a look-up tells: the state in law, or that an agreement is contested and must not be acted upon. */
export const LookUpFinding = { AGREED: 'AGREED', REFUSED: 'REFUSED', WITHDRAWN: 'WITHDRAWN', SILENT: 'SILENT', CONTESTED: 'CONTESTED', RESTRICTED: 'RESTRICTED' } as const;
export type LookUpFinding = (typeof LookUpFinding)[keyof typeof LookUpFinding];

const LookUpSchema = defineEntity({
  name: 'LookUp',
  tableName: 'look_up',
  properties: {
    id: id(),
    /** The blind index of the document that was asked for, whether or not anybody of it is on the register; see `indexNow` for today's. */
    personIndex: blindIndex(),
    /** A keyed digest of the name that was given, bound to this look-up: compared with the record's when the answer is made. */
    nameMark: blindIndex(),
    /** Which index key the marks were made with: under another, the name cannot be compared and the look-up must be asked anew. */
    keyMark: blindIndex(),
    /** A keyed digest of the document's first digits (county and birthday): by it, trying number after number is noticed. */
    prefixMark: blindIndex(),
    /** The caller's key of this request and a digest of its input: a retry finds the first. */
    requestKey: p.text(),
    requestDigest: blindIndex(),
    requestedBy: () => p.manyToOne(StaffAccount).ref().deleteRule('restrict'),
    /** Who confirmed or declined; null until then, and for good when the glass was broken. */
    secondPerson: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    hospital: () => p.manyToOne(Hospital).ref().deleteRule('restrict'),
    /** The division of the case: the hospital's (条例 art. 16). */
    areaCode: p.text(),
    /** The hospital's own number of the case; it names no person. */
    caseNumber: p.text(),
    occasion: p.text().$type<LookUpOccasion>(),
    purpose: p.text().$type<LookUpPurpose>(),
    /** Why nobody could confirm; null in the ordinary case. */
    breakGlassReason: p.text().$type<BreakGlassReason>().nullable(),
    /** Drawn at random when it was made, so that nobody knows beforehand which one is inspected; broken glass always is. */
    drawnForReview: p.boolean(),
    status: p.text().$type<Exclude<LookUpStatus, 'EXPIRED'>>(),
    /** What was disclosed last; null until then. A person who is not on the register counts as SILENT. */
    finding: p.text().$type<LookUpFinding>().nullable(),
    /** Whether the choices for single organs and tissues were ever disclosed, too. */
    choicesDisclosed: p.boolean(),
    requestedAt: instant(),
    /** When the second person confirmed or declined. */
    decidedAt: instant().nullable(),
    /** When the answer was first disclosed. */
    answeredAt: instant().nullable(),
    expiresAt: instant(),
    /** When the person it is about first saw it in their own list. */
    seenByOwnerAt: instant().nullable(),
    version: p.integer().version(),
    steps: () => p.oneToMany(LookUpStep).mappedBy('lookUp'),
  },
  uniques: [{ properties: ['requestedBy', 'requestKey'], name: 'look_up_request_unique' }],
});

/** One look-up of a person's decision by somebody who treats them: written before anything is disclosed, visible to its owner, never removed. */
export class LookUp extends LookUpSchema.class {
  /** Whether the answer may be opened now: confirmed by a second person or glass broken, and not yet expired. */
  isOpenAt(now: Date): boolean {
    return this.expiresAt > now && (this.status === LookUpStatus.CONFIRMED || this.status === LookUpStatus.ANSWERED);
  }

  /** How far it has come at an instant: what waited too long has expired. */
  statusAt(now: Date): LookUpStatus {
    const lapses = this.status === LookUpStatus.WAITING || this.status === LookUpStatus.CONFIRMED;
    return lapses && this.expiresAt <= now ? LookUpStatus.EXPIRED : this.status;
  }
}
LookUpSchema.setClass(LookUp);
