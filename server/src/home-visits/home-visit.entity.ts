import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, day, id, instant, sealed } from '../database/columns.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { Vault } from '../vault/vault.ts';

/** What a visit at home is for. */
export const HomeVisitPurpose = { ORGAN_REGISTRATION: 'ORGAN_REGISTRATION', BODY_DONATION: 'BODY_DONATION', OTHER: 'OTHER' } as const;
export type HomeVisitPurpose = (typeof HomeVisitPurpose)[keyof typeof HomeVisitPurpose];

/** How far a visit has come. */
export const HomeVisitStatus = { RECEIVED: 'RECEIVED', APPOINTED: 'APPOINTED', DONE: 'DONE', DECLINED: 'DECLINED', WITHDRAWN: 'WITHDRAWN' } as const;
export type HomeVisitStatus = (typeof HomeVisitStatus)[keyof typeof HomeVisitStatus];

/** The states in which somebody still waits for the visit. */
export const openVisitStatuses: readonly HomeVisitStatus[] = [HomeVisitStatus.RECEIVED, HomeVisitStatus.APPOINTED];

/** Why nobody comes; a sentence always stands beside it. */
export const HomeVisitDeclineReason = { NOT_IN_OUR_AREA: 'NOT_IN_OUR_AREA', CAN_BE_DONE_ONLINE: 'CAN_BE_DONE_ONLINE', NOT_REACHED: 'NOT_REACHED', OTHER: 'OTHER' } as const;
export type HomeVisitDeclineReason = (typeof HomeVisitDeclineReason)[keyof typeof HomeVisitDeclineReason];

/** Where to and how: the only place at which the register ever keeps an address. */
export interface HomeVisitDetails {
  readonly fullName: string;
  readonly phone: string;
  readonly address: string;
  readonly convenientTime: string | null;
  readonly helperName: string | null;
}

const HomeVisitSchema = defineEntity({
  name: 'HomeVisit',
  tableName: 'home_visit',
  properties: {
    id: id(),
    receiptNumber: p.text().unique(),
    /** Who asks; null once the visit is old. */
    personIndex: blindIndex().nullable(),
    areaCode: p.text(),
    purpose: p.text().$type<HomeVisitPurpose>(),
    /** Null once the visit is old. */
    sealedDetails: sealed().nullable(),
    /** What staff last wrote to the person; null until then, and once the visit is old. */
    sealedNote: sealed().nullable(),
    status: p.text().$type<HomeVisitStatus>(),
    declineReason: p.text().$type<HomeVisitDeclineReason>().nullable(),
    visitOn: day().nullable(),
    takenBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    askedAt: instant(),
    updatedAt: instant(),
    closedAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** A request of somebody who cannot travel that the Red Cross come to their home. */
export class HomeVisit extends HomeVisitSchema.class {
  /** Whether somebody still waits for it. */
  isOpen(): boolean {
    return openVisitStatuses.includes(this.status);
  }

  /** Where to and how; null when nothing is kept. */
  details(vault: Vault): HomeVisitDetails | null {
    return this.sealedDetails ? (JSON.parse(vault.open(this.sealedDetails, placeOfVisit(this.id))) as HomeVisitDetails) : null;
  }

  /** What staff last wrote to the person; null when nothing is kept. */
  note(vault: Vault): string | null {
    return this.sealedNote ? vault.open(this.sealedNote, placeOfVisitNote(this.id)) : null;
  }
}
HomeVisitSchema.setClass(HomeVisit);

const HomeVisitStepSchema = defineEntity({
  name: 'HomeVisitStep',
  tableName: 'home_visit_step',
  properties: {
    id: id(),
    homeVisit: () => p.manyToOne(HomeVisit).ref().deleteRule('restrict'),
    sequence: p.integer(),
    status: p.text().$type<HomeVisitStatus>(),
    actorKind: p.text().$type<'CITIZEN' | 'STAFF'>(),
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    at: instant(),
  },
  uniques: [{ properties: ['homeVisit', 'sequence'], name: 'home_visit_step_sequence_unique' }],
});

/** When a visit came to which state, and by whom; never changed. */
export class HomeVisitStep extends HomeVisitStepSchema.class {}
HomeVisitStepSchema.setClass(HomeVisitStep);

/** Seals where to and how, for one visit. */
export function sealVisit(vault: Vault, visitId: string, details: HomeVisitDetails): Buffer {
  return vault.seal(JSON.stringify(details), placeOfVisit(visitId));
}

/** Seals what staff write to the person about their visit. */
export function sealVisitNote(vault: Vault, visitId: string, note: string): Buffer {
  return vault.seal(note, placeOfVisitNote(visitId));
}

/** Where the details of a visit are sealed to. */
export function placeOfVisit(visitId: string): string {
  return `home_visit.details:${visitId}`;
}

/** Where the note of a visit is sealed to. */
export function placeOfVisitNote(visitId: string): string {
  return `home_visit.note:${visitId}`;
}
