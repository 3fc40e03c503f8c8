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
    version: p.integer().version(),
  },
});

/** A person on the register. Personal values are sealed; the person is found by the blind index of their identity document. */
export class Donor extends DonorSchema.class {
  /** The donor's name as the provider vouched for it. */
  fullName(vault: Vault): string {
    return vault.open(this.sealedFullName, placeOf(this.id, 'fullName'));
  }

  /** The number of the donor's identity document. */
  documentNumber(vault: Vault): string {
    return vault.open(this.sealedDocumentNumber, placeOf(this.id, 'documentNumber'));
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
