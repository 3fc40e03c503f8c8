import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import type { Vault } from '../vault/vault.ts';

/** Whether the person has told their family: asked because the family decides with them (条例 art. 9(2)), never required. */
export const FamilyKnows = { YES: 'YES', NOT_YET: 'NOT_YET', NOT_STATED: 'NOT_STATED' } as const;
export type FamilyKnows = (typeof FamilyKnows)[keyof typeof FamilyKnows];

/** How an emergency contact is related to the donor. */
export const KinRelation = { SPOUSE: 'SPOUSE', PARENT: 'PARENT', CHILD: 'CHILD', SIBLING: 'SIBLING', OTHER: 'OTHER' } as const;
export type KinRelation = (typeof KinRelation)[keyof typeof KinRelation];

/** Why nothing but a withdrawal can be decided for a while. */
export const FreezeReason = {
  /** The person said of a decision that it was not theirs, and nobody has found out yet. */
  DISAVOWED: 'DISAVOWED',
  /** The person withdrew while sign-in was out of order; it is recorded at their next sign-in. */
  WITHDRAWAL_QUEUED: 'WITHDRAWAL_QUEUED',
} as const;
export type FreezeReason = (typeof FreezeReason)[keyof typeof FreezeReason];

/** A person to ask for when the donor cannot speak. */
export interface EmergencyContactDetails {
  readonly name: string;
  readonly relation: KinRelation;
  readonly phone: string;
}

/** The sealed columns of a donor; each value is bound to its row and column. */
type SealedField = 'fullName' | 'documentNumber' | 'phone' | 'emergencyContact';

const DonorSchema = defineEntity({
  name: 'Donor',
  tableName: 'donor',
  properties: {
    id: id(),
    registrationNumber: p.text().unique(),
    documentIndex: blindIndex().unique(),
    documentType: p.text().$type<IdentityDocumentType>(),
    sealedDocumentNumber: sealed(),
    sealedFullName: sealed(),
    sealedPhone: sealed().nullable(),
    residenceCode: p.text().nullable(),
    familyKnows: p.text().$type<FamilyKnows>(),
    sealedEmergencyContact: sealed().nullable(),
    latestSequence: p.integer(),
    registeredAt: instant(),
    /** How many disavowals of this person's decisions are open. Kept here so that each moves the version: no decision slips in beside one. */
    openDisavowals: p.integer().default(0),
    /** Whether a withdrawal waits for the next sign-in; kept here for the same reason. */
    withdrawalQueued: p.boolean().default(false),
    version: p.integer().version(),
  },
});

/** A person on the register. Personal values are sealed; the person is found by the blind index of their identity document. */
export class Donor extends DonorSchema.class {
  /** Why nothing but a withdrawal can be decided now, or null. */
  freeze(): FreezeReason | null {
    if (this.openDisavowals > 0) return FreezeReason.DISAVOWED;
    return this.withdrawalQueued ? FreezeReason.WITHDRAWAL_QUEUED : null;
  }

  /** The donor's phone, or null when none is known. */
  phone(vault: Vault): string | null {
    return this.sealedPhone ? vault.open(this.sealedPhone, placeOf(this.id, 'phone')) : null;
  }

  /** The donor's emergency contact, or null when none was given. */
  emergencyContact(vault: Vault): EmergencyContactDetails | null {
    if (!this.sealedEmergencyContact) return null;
    return JSON.parse(vault.open(this.sealedEmergencyContact, placeOf(this.id, 'emergencyContact'))) as EmergencyContactDetails;
  }
}
DonorSchema.setClass(Donor);

/** Seals one personal value of a donor for its own row and column. */
export function sealForDonor(vault: Vault, donorId: string, field: SealedField, plain: string): Buffer {
  return vault.seal(plain, placeOf(donorId, field));
}

function placeOf(donorId: string, field: SealedField): string {
  return `donor.${field}:${donorId}`;
}
