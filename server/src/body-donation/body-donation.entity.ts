import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import type { Channel } from '../identity/channel.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import type { AssuranceLevel } from '../identity/identity-provider.ts';
import { Organisation } from '../organisations/organisation.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { DataKey } from '../vault/data-key.ts';

/** What a person wishes for their body: never mixed with the decision about organs and tissues, which is another law's (条例 art. 2). */
export const BodyWish = { AGREE: 'AGREE', REFUSE: 'REFUSE', NOT_STATED: 'NOT_STATED' } as const;
export type BodyWish = (typeof BodyWish)[keyof typeof BodyWish];

/** What a declaration did. */
export const BodyDeclarationAction = { DECLARED: 'DECLARED', CHANGED: 'CHANGED', REFUSED: 'REFUSED', WITHDRAWN: 'WITHDRAWN' } as const;
export type BodyDeclarationAction = (typeof BodyDeclarationAction)[keyof typeof BodyDeclarationAction];

/** How far the Red Cross of the area has come with a wish: on line it is a request, and paper completes it. */
export const BodyDonationStatus = {
  RECEIVED: 'RECEIVED',
  IN_TOUCH: 'IN_TOUCH',
  COMPLETED: 'COMPLETED',
  NOT_COMPLETED: 'NOT_COMPLETED',
  NOTED: 'NOTED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
export type BodyDonationStatus = (typeof BodyDonationStatus)[keyof typeof BodyDonationStatus];

/** The states in which somebody of the Red Cross still has something to do. */
export const openBodyStatuses: readonly BodyDonationStatus[] = [BodyDonationStatus.RECEIVED, BodyDonationStatus.IN_TOUCH];

/** For what the body may be used. */
export const BodyUse = { TEACHING: 'TEACHING', RESEARCH: 'RESEARCH', NO_PREFERENCE: 'NO_PREFERENCE' } as const;
export type BodyUse = (typeof BodyUse)[keyof typeof BodyUse];

/** What becomes of the ashes. */
export const AshesHandling = { TO_FAMILY: 'TO_FAMILY', MEMORIAL: 'MEMORIAL', NO_PREFERENCE: 'NO_PREFERENCE' } as const;
export type AshesHandling = (typeof AshesHandling)[keyof typeof AshesHandling];

/** Who carries the wish out. Without near kin it may be collateral kin, a residents' or villagers' committee or a care home. */
export const ExecutorRelation = {
  SPOUSE: 'SPOUSE',
  CHILD: 'CHILD',
  PARENT: 'PARENT',
  SIBLING: 'SIBLING',
  COLLATERAL_KIN: 'COLLATERAL_KIN',
  COMMITTEE: 'COMMITTEE',
  CARE_HOME: 'CARE_HOME',
  OTHER: 'OTHER',
} as const;
export type ExecutorRelation = (typeof ExecutorRelation)[keyof typeof ExecutorRelation];

/** A person's executor (执行人), another person: only what reaching them needs, and nothing without their agreement to be named. */
export interface ExecutorDetails {
  readonly name: string;
  readonly relation: ExecutorRelation;
  readonly phone: string;
}

/** Who a body donation is of, as the Red Cross of the area needs it to complete the paper. */
export interface BodyDonorDetails {
  readonly fullName: string;
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  /** Part of a passport's index. */
  readonly birthday: string;
  readonly phone: string;
}

/** What an agreement says that is sealed. */
export interface BodyDeclarationDetails {
  readonly executor: ExecutorDetails | null;
}

const BodyDonationSchema = defineEntity({
  name: 'BodyDonation',
  tableName: 'body_donation',
  properties: {
    id: id(),
    receiptNumber: p.text().unique(),
    /** Whose; null once they were erased, so that the same person can come again. */
    personIndex: blindIndex().nullable(),
    /** Whose staff complete it: the county where the person lives. */
    areaCode: p.text(),
    wish: p.text().$type<BodyWish>(),
    status: p.text().$type<BodyDonationStatus>(),
    takenBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** When staff heard from the executor themselves that they agree; null: only the person says so. */
    executorConfirmedAt: instant().nullable(),
    sealedPerson: sealed().nullable(),
    /** The place of the declaration that stands. */
    latestSequence: p.integer(),
    openedAt: instant(),
    updatedAt: instant(),
    erasedAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** A person's wish about their body, and how far the Red Cross has come with it. Its values are sealed under a data key of its own. */
export class BodyDonation extends BodyDonationSchema.class {
  /** Whether a wish stands, be it yes or no. */
  isStanding(): boolean {
    return this.wish !== BodyWish.NOT_STATED;
  }

  /** Whether somebody of the Red Cross still has something to do. */
  isOpen(): boolean {
    return openBodyStatuses.includes(this.status);
  }

  /** Who they are; null when nothing is kept. */
  person(key: DataKey): BodyDonorDetails | null {
    return this.sealedPerson ? openPerson(key, this.sealedPerson) : null;
  }
}
BodyDonationSchema.setClass(BodyDonation);

const BodyDeclarationSchema = defineEntity({
  name: 'BodyDeclaration',
  tableName: 'body_declaration',
  properties: {
    id: id(),
    bodyDonation: () => p.manyToOne(BodyDonation).ref().deleteRule('restrict'),
    sequence: p.integer(),
    action: p.text().$type<BodyDeclarationAction>(),
    wish: p.text().$type<BodyWish>(),
    use: p.text().$type<BodyUse>().nullable(),
    ashes: p.text().$type<AshesHandling>().nullable(),
    keepConfidential: p.boolean().nullable(),
    informFamily: p.boolean().nullable(),
    receivingUnit: () => p.manyToOne(Organisation).ref().nullable().deleteRule('restrict'),
    sealedDetails: sealed().nullable(),
    channel: p.text().$type<Channel>(),
    assuranceLevel: p.text().$type<AssuranceLevel>(),
    wordsVersion: p.text(),
    wordsHash: p.text(),
    recordedAt: instant(),
    /** SHA-256 of everything it says; of what is sealed, of the sealed bytes. */
    fingerprint: blindIndex(),
  },
  uniques: [{ properties: ['bodyDonation', 'sequence'], name: 'body_declaration_sequence_unique' }],
});

/** One declaration about the body, as it was said. Never changed: the latest one stands. */
export class BodyDeclaration extends BodyDeclarationSchema.class {
  /** What is sealed of it; null when it says nothing more. */
  details(key: DataKey): BodyDeclarationDetails | null {
    return this.sealedDetails ? (JSON.parse(key.open(this.sealedDetails, DETAILS)) as BodyDeclarationDetails) : null;
  }
}
BodyDeclarationSchema.setClass(BodyDeclaration);

const BodyDonationStepSchema = defineEntity({
  name: 'BodyDonationStep',
  tableName: 'body_donation_step',
  properties: {
    id: id(),
    bodyDonation: () => p.manyToOne(BodyDonation).ref().deleteRule('restrict'),
    sequence: p.integer(),
    status: p.text().$type<BodyDonationStatus>(),
    actorKind: p.text().$type<'CITIZEN' | 'STAFF'>(),
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    /** What staff wrote to the person. */
    sealedNote: sealed().nullable(),
    at: instant(),
  },
  uniques: [{ properties: ['bodyDonation', 'sequence'], name: 'body_donation_step_sequence_unique' }],
});

/** When a body donation came to which state, by whom, and what staff wrote; never changed. */
export class BodyDonationStep extends BodyDonationStepSchema.class {
  /** What staff wrote to the person; null when nothing. */
  note(key: DataKey): string | null {
    return this.sealedNote ? key.open(this.sealedNote, NOTE) : null;
  }
}
BodyDonationStepSchema.setClass(BodyDonationStep);

const PERSON = 'body_donation|sealed_person';
const DETAILS = 'body_declaration|sealed_details';
const NOTE = 'body_donation_step|sealed_note';

/** Seals who somebody is for their file. */
export function sealPerson(key: DataKey, person: BodyDonorDetails): Buffer {
  return key.seal(JSON.stringify(person), PERSON);
}

/** Opens who somebody is. @throws SealBroken when it was sealed for another file. */
export function openPerson(key: DataKey, sealedPerson: Uint8Array): BodyDonorDetails {
  return JSON.parse(key.open(sealedPerson, PERSON)) as BodyDonorDetails;
}

/** Seals what an agreement says of others. */
export function sealDetails(key: DataKey, details: BodyDeclarationDetails): Buffer {
  return key.seal(JSON.stringify(details), DETAILS);
}

/** Seals what staff write to the person. */
export function sealNote(key: DataKey, note: string): Buffer {
  return key.seal(note, NOTE);
}
