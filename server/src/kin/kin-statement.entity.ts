import { defineEntity, p } from '@mikro-orm/core';
import { instant, sealed } from '../database/columns.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import type { LookUpFinding } from '../lookups/look-up.entity.ts';
import { DataRequest } from '../rights/data-request.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { Vault } from '../vault/vault.ts';

/** How somebody is related to the person who died. */
export const NearKinTie = { SPOUSE: 'SPOUSE', CHILD: 'CHILD', PARENT: 'PARENT', SIBLING: 'SIBLING', GRANDPARENT: 'GRANDPARENT', GRANDCHILD: 'GRANDCHILD' } as const;
export type NearKinTie = (typeof NearKinTie)[keyof typeof NearKinTie];

/** By which paper staff saw, in person, that somebody died. */
export const DeathProof = { DEATH_CERTIFICATE: 'DEATH_CERTIFICATE', HOUSEHOLD_REGISTER_CANCELLED: 'HOUSEHOLD_REGISTER_CANCELLED', COURT_DECLARATION: 'COURT_DECLARATION', OTHER: 'OTHER' } as const;
export type DeathProof = (typeof DeathProof)[keyof typeof DeathProof];

/** By which paper staff saw, in person, how the two are related. */
export const KinshipProof = { HOUSEHOLD_REGISTER: 'HOUSEHOLD_REGISTER', MARRIAGE_CERTIFICATE: 'MARRIAGE_CERTIFICATE', BIRTH_CERTIFICATE: 'BIRTH_CERTIFICATE', NOTARISED: 'NOTARISED', OTHER: 'OTHER' } as const;
export type KinshipProof = (typeof KinshipProof)[keyof typeof KinshipProof];

/** Who asks about whom, as it was written down: the one from their sign-in, the other in the words of the one. */
export interface StatedKinship {
  readonly deceased: { readonly fullName: string; readonly documentNumber: string };
  readonly sender: { readonly fullName: string; readonly documentType: IdentityDocumentType; readonly documentNumber: string; readonly phone: string | null };
}

const KinStatementSchema = defineEntity({
  name: 'KinStatement',
  tableName: 'kin_statement',
  properties: {
    dataRequest: () => p.oneToOne(DataRequest).primary().ref().deleteRule('restrict'),
    tie: p.text().$type<NearKinTie>(),
    /** `StatedKinship`; null once it is old. */
    sealedStatement: sealed().nullable(),
    provenAt: instant().nullable(),
    provenBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    deathProof: p.text().$type<DeathProof>().nullable(),
    kinshipProof: p.text().$type<KinshipProof>().nullable(),
    /** When a second person of the staff confirmed the papers; null until then. */
    confirmedAt: instant().nullable(),
    confirmedBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** When something of the dead person was handed over; null when nothing was. */
    shownAt: instant().nullable(),
    shownBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** The caller's key of the hand-over: the same key gets the same again, for some minutes. */
    shownKey: p.text().nullable(),
    /** What was told, and by which decision: a lost reply is made again from it. */
    shownState: p.text().$type<LookUpFinding>().nullable(),
    shownDecisionId: p.uuid().nullable(),
    shownRecordedAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** What belongs to a request of a near relative: about whom, how they are related, and what staff saw of it in person. */
export class KinStatement extends KinStatementSchema.class {
  /** Who asks about whom; null once it is forgotten. */
  stated(vault: Vault): StatedKinship | null {
    return this.sealedStatement ? (JSON.parse(vault.open(this.sealedStatement, placeOfKinStatement(this.dataRequest.id))) as StatedKinship) : null;
  }
}
KinStatementSchema.setClass(KinStatement);

/** Seals who asks about whom for the statement's own row. */
export function sealStatement(vault: Vault, requestId: string, stated: StatedKinship): Buffer {
  return vault.seal(JSON.stringify(stated), placeOfKinStatement(requestId));
}

/** Where what a relative stated is sealed to. */
export function placeOfKinStatement(requestId: string): string {
  return `kin_statement.statement:${requestId}`;
}
