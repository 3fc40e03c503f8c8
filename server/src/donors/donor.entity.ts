import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import type { DataKey } from '../vault/data-key.ts';

/** Whether the person has told their family: asked because the family decides with them (条例 art. 9(2)), never required. */
export const FamilyKnows = { YES: 'YES', NOT_YET: 'NOT_YET', NOT_STATED: 'NOT_STATED' } as const;
export type FamilyKnows = (typeof FamilyKnows)[keyof typeof FamilyKnows];

/** How an emergency contact is related to the donor. */
export const KinRelation = { SPOUSE: 'SPOUSE', PARENT: 'PARENT', CHILD: 'CHILD', SIBLING: 'SIBLING', OTHER: 'OTHER' } as const;
export type KinRelation = (typeof KinRelation)[keyof typeof KinRelation];

/** Why something cannot be done with a record for a while; by the first two nothing but a withdrawal can be decided. */
export const FreezeReason = {
  /** The person said of a decision that it was not theirs, and nobody has found out yet. */
  DISAVOWED: 'DISAVOWED',
  /** The person withdrew while sign-in was out of order; it is recorded at their next sign-in. */
  WITHDRAWAL_QUEUED: 'WITHDRAWAL_QUEUED',
  /** The national register holds something else that may be later: bars cards only, because deciding anew is what ends it. */
  NATIONAL_HOLD: 'NATIONAL_HOLD',
} as const;
export type FreezeReason = (typeof FreezeReason)[keyof typeof FreezeReason];

/** A person to ask for when the donor cannot speak. */
export interface EmergencyContactDetails {
  readonly name: string;
  readonly relation: KinRelation;
  readonly phone: string;
}

/** The sealed values of a donor, with the column of each: a value is bound to it. */
export const sealedColumns = {
  fullName: 'sealed_full_name',
  documentNumber: 'sealed_document_number',
  birthday: 'sealed_birthday',
  phone: 'sealed_phone',
  emergencyContact: 'sealed_emergency_contact',
  wish: 'sealed_wish',
  donorCard: 'sealed_donor_card',
} as const;

/** One of the sealed values of a donor. */
export type SealedField = keyof typeof sealedColumns;

const DonorSchema = defineEntity({
  name: 'Donor',
  tableName: 'donor',
  properties: {
    id: id(),
    registrationNumber: p.text().unique(),
    /** Null once erased, or while people are found by the other index; see `Vault.blindIndexes`. */
    documentIndex: blindIndex().unique().nullable(),
    documentIndex2: blindIndex().unique().nullable().fieldName('document_index_2'),
    documentType: p.text().$type<IdentityDocumentType>(),
    sealedDocumentNumber: sealed().nullable(),
    sealedFullName: sealed().nullable(),
    /** Only where the index needs it: for documents that each state numbers for itself. */
    sealedBirthday: sealed().nullable(),
    sealedPhone: sealed().nullable(),
    residenceCode: p.text().nullable(),
    familyKnows: p.text().$type<FamilyKnows>(),
    sealedEmergencyContact: sealed().nullable(),
    /** What the person hopes will be respected (`wishes/`); no part of a decision. */
    sealedWish: sealed().nullable(),
    /** The signed card that is valid now (`donor-card/`), so that it can be shown again. */
    sealedDonorCard: sealed().nullable(),
    latestSequence: p.integer(),
    registeredAt: instant(),
    /** When the person was erased; from then on only the legal minimum is left (docs/data.md). */
    erasedAt: instant().nullable(),
    /** How many disavowals of this person's decisions are open. Kept here so that each moves the version: no decision slips in beside one. */
    openDisavowals: p.integer().default(0),
    /** Whether a withdrawal waits for the next sign-in; kept here for the same reason. */
    withdrawalQueued: p.boolean().default(false),
    /** Whether the national register holds something less invasive than our agreement, later or at a time nobody knows; kept here for the same reason. */
    nationalHold: p.boolean().default(false),
    version: p.integer().version(),
  },
});

/**
 * A person on the register. Personal values are sealed under that person's own data key (`personal-values.ts`); the person is
 * found by the blind index of their identity document.
 */
export class Donor extends DonorSchema.class {
  /** Every blind index under which the person is found; none once they were erased. */
  indexes(): Buffer[] {
    return [this.documentIndex, this.documentIndex2].filter((index) => index !== null && index !== undefined).map((index) => Buffer.from(index));
  }

  /** Why nothing but a withdrawal can be decided now, or null. */
  freeze(): Exclude<FreezeReason, 'NATIONAL_HOLD'> | null {
    if (this.openDisavowals > 0) return FreezeReason.DISAVOWED;
    return this.withdrawalQueued ? FreezeReason.WITHDRAWAL_QUEUED : null;
  }

  /**
   * Why nobody may be told of the decision that stands as if it were sure, by its state; null when it is. Whatever tells others without
   * the words of a look-up (cards, marks, short answers) asks this.
   */
  doubtAbout(state: string): FreezeReason | null {
    return this.freeze() ?? (this.nationalHold && state === 'AGREED' ? FreezeReason.NATIONAL_HOLD : null);
  }
}
DonorSchema.setClass(Donor);

/** Seals one personal value of a donor under their data key, for its own row and column. */
export function sealForDonor(key: DataKey, field: SealedField, plain: string): Buffer {
  return key.seal(plain, placeOf(field));
}

/** Opens one personal value of a donor. @throws SealBroken when it was sealed for another row or column. */
export function openForDonor(key: DataKey, field: SealedField, sealedValue: Uint8Array): string {
  return key.open(sealedValue, placeOf(field));
}

function placeOf(field: SealedField): string {
  return `donor|${sealedColumns[field]}`;
}

/** Where a value of a donor was sealed to before people had keys of their own. */
export function formerPlaceOf(donorId: string, field: SealedField): string {
  return `donor.${field}:${donorId}`;
}
