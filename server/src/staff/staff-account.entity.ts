import { defineEntity, p } from '@mikro-orm/core';
import { day, id, instant, sealed } from '../database/columns.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import type { Vault } from '../vault/vault.ts';
import { Hospital } from './hospital.entity.ts';
import type { AccountRole } from './staff-role.ts';

const StaffAccountSchema = defineEntity({
  name: 'StaffAccount',
  tableName: 'staff_account',
  properties: {
    id: id(),
    /** Who vouches for the person at sign-in: the issuer of OpenID Connect, and its name for them. */
    issuer: p.text(),
    subject: p.text(),
    sealedName: sealed(),
    role: p.text().$type<AccountRole>(),
    /** The body of the Red Cross; null for a clinician. */
    organisation: () => p.manyToOne(Organisation).ref().nullable().deleteRule('restrict'),
    /** The hospital that named the clinician; null for staff of the Red Cross. */
    hospital: () => p.manyToOne(Hospital).ref().nullable().deleteRule('restrict'),
    /** The hospital's statement that the clinician takes no part in removal or transplantation (条例 art. 19). */
    outsideTransplantChain: p.boolean(),
    validFrom: day(),
    validTo: day().nullable(),
    createdAt: instant(),
  },
  uniques: [{ properties: ['issuer', 'subject'], name: 'staff_account_issuer_subject_unique' }],
});

/** A named person who works with the register for a body of the Red Cross or for a hospital. */
export class StaffAccount extends StaffAccountSchema.class {
  /** The person's name. */
  fullName(vault: Vault): string {
    return vault.open(this.sealedName, accountPlace(this.id));
  }

  /** Whether the account is in force on a day, `YYYY-MM-DD`. */
  isValidOn(today: string): boolean {
    return this.validFrom <= today && (this.validTo === null || this.validTo === undefined || today <= this.validTo);
  }
}
StaffAccountSchema.setClass(StaffAccount);

/** The place to which the name of an account is sealed. */
export function accountPlace(accountId: string): string {
  return `staff_account.name:${accountId}`;
}
