import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant, sealed } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';
import { StaffAccount } from '../staff/staff-account.entity.ts';
import type { Vault } from '../vault/vault.ts';

/** What a person asks about their data (个人信息保护法 art. 44-48, 50). */
export const DataRequestKind = {
  CORRECTION: 'CORRECTION',
  RESTRICTION: 'RESTRICTION',
  ERASURE: 'ERASURE',
  EXPLANATION: 'EXPLANATION',
  COMPLAINT: 'COMPLAINT',
  /** About the data of somebody who died, by a near relative (art. 49); what belongs to it is in `kin/`. */
  NEAR_KIN: 'NEAR_KIN',
} as const;
export type DataRequestKind = (typeof DataRequestKind)[keyof typeof DataRequestKind];

/** How far a request has come. */
export const DataRequestStatus = { FILED: 'FILED', IN_PROGRESS: 'IN_PROGRESS', DONE: 'DONE', REFUSED: 'REFUSED', WITHDRAWN: 'WITHDRAWN' } as const;
export type DataRequestStatus = (typeof DataRequestStatus)[keyof typeof DataRequestStatus];

/** The states in which somebody still waits for an answer. */
export const openStatuses: readonly DataRequestStatus[] = [DataRequestStatus.FILED, DataRequestStatus.IN_PROGRESS];

/** Why a request was refused; a sentence always stands beside it (art. 50). */
export const DataRequestRefusalReason = {
  /** Name and number come from the identity provider and are corrected there. */
  FROM_IDENTITY_PROVIDER: 'FROM_IDENTITY_PROVIDER',
  /** A law demands that it is kept (art. 47). */
  KEPT_BY_LAW: 'KEPT_BY_LAW',
  NOTHING_HELD: 'NOTHING_HELD',
  NOT_UNDERSTOOD: 'NOT_UNDERSTOOD',
  OTHER: 'OTHER',
} as const;
export type DataRequestRefusalReason = (typeof DataRequestRefusalReason)[keyof typeof DataRequestRefusalReason];

const DataRequestSchema = defineEntity({
  name: 'DataRequest',
  tableName: 'data_request',
  properties: {
    id: id(),
    /** What the person can quote on the telephone; it says nothing about them. */
    receiptNumber: p.text().unique(),
    /** The sender's record; null when they have none, or once the request is old. */
    donor: () => p.manyToOne(Donor).ref().nullable().deleteRule('restrict'),
    /** The sender without a record. */
    personIndex: blindIndex().nullable(),
    kind: p.text().$type<DataRequestKind>(),
    /** Whose staff answer: the sender's residence, else the province. */
    areaCode: p.text(),
    /** What the person wrote; null when they wrote nothing, or once it is old. */
    sealedText: sealed().nullable(),
    status: p.text().$type<DataRequestStatus>(),
    takenBy: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    refusalReason: p.text().$type<DataRequestRefusalReason>().nullable(),
    sealedAnswer: sealed().nullable(),
    filedAt: instant(),
    dueAt: instant(),
    closedAt: instant().nullable(),
    /** When the alarm was raised that nobody answered in time. */
    overdueToldAt: instant().nullable(),
    version: p.integer().version(),
  },
});

/** One request of a person about their own data, with a deadline and, in the end, an answer. */
export class DataRequest extends DataRequestSchema.class {
  /** Whether somebody still waits for an answer. */
  isOpen(): boolean {
    return openStatuses.includes(this.status);
  }

  /** Whether the answer is late. */
  isOverdue(at: Date): boolean {
    return this.isOpen() && this.dueAt < at;
  }

  /** What the person wrote; null when nothing is kept. */
  text(vault: Vault): string | null {
    return this.sealedText ? vault.open(this.sealedText, placeOfRequest(this.id, 'text')) : null;
  }

  /** What staff answered; null when nothing is kept. */
  answer(vault: Vault): string | null {
    return this.sealedAnswer ? vault.open(this.sealedAnswer, placeOfRequest(this.id, 'answer')) : null;
  }
}
DataRequestSchema.setClass(DataRequest);

const DataRequestStepSchema = defineEntity({
  name: 'DataRequestStep',
  tableName: 'data_request_step',
  properties: {
    id: id(),
    dataRequest: () => p.manyToOne(DataRequest).ref().deleteRule('restrict'),
    sequence: p.integer(),
    status: p.text().$type<DataRequestStatus>(),
    actorKind: p.text().$type<'CITIZEN' | 'STAFF'>(),
    account: () => p.manyToOne(StaffAccount).ref().nullable().deleteRule('restrict'),
    at: instant(),
  },
  uniques: [{ properties: ['dataRequest', 'sequence'], name: 'data_request_step_sequence_unique' }],
});

/** One step of a request: when it came to which state by whom; never changed. */
export class DataRequestStep extends DataRequestStepSchema.class {}
DataRequestStepSchema.setClass(DataRequestStep);

/** Seals a text of a request for its own row and column. */
export function sealForRequest(vault: Vault, requestId: string, field: 'text' | 'answer', plain: string): Buffer {
  return vault.seal(plain, placeOfRequest(requestId, field));
}

/** Where the texts of a request are sealed to. */
export function placeOfRequest(requestId: string, field: 'text' | 'answer'): string {
  return `data_request.${field}:${requestId}`;
}
