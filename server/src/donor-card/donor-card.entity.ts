import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, id, instant } from '../database/columns.ts';
import { Decision } from '../donors/decision.entity.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { CardAlgorithmName } from './card-algorithms.ts';
import type { CardJwk } from './card-keys.ts';

/** Why a card ended before its time. Told to its owner only: the public list says that it ended, and nothing else. */
export const CardEndReason = {
  /** The person took it back. */
  BY_OWNER: 'BY_OWNER',
  /** A newer card took its place. */
  REPLACED: 'REPLACED',
  /** Another decision stands. */
  DECISION_CHANGED: 'DECISION_CHANGED',
  /** The person said of a decision that it was not theirs. */
  DISAVOWED: 'DISAVOWED',
  /** The person withdrew while sign-in was out of order. */
  WITHDRAWAL_QUEUED: 'WITHDRAWAL_QUEUED',
  /** The national register holds something else that may be later than the agreement on it. */
  NATIONAL_HOLD: 'NATIONAL_HOLD',
  /** At the person's wish nothing but storage is done with their record. */
  RESTRICTED: 'RESTRICTED',
  /** The person was erased. */
  ERASED: 'ERASED',
} as const;
export type CardEndReason = (typeof CardEndReason)[keyof typeof CardEndReason];

const DonorCardKeySchema = defineEntity({
  name: 'DonorCardKey',
  tableName: 'donor_card_key',
  properties: {
    /** The thumbprint of the public key. */
    kid: p.text().primary(),
    algorithm: p.text().$type<CardAlgorithmName>(),
    jwk: p.json<CardJwk>(),
    firstUsedAt: instant(),
  },
});

/** A key that has signed a card, kept so that it is published until the last card it signed has expired. */
export class DonorCardKey extends DonorCardKeySchema.class {}
DonorCardKeySchema.setClass(DonorCardKey);

const DonorCardSchema = defineEntity({
  name: 'DonorCard',
  tableName: 'donor_card',
  properties: {
    id: id(),
    /** Whose it is, what it says and which request made it; null once it is forgotten. */
    donor: () => p.manyToOne(Donor).ref().nullable().deleteRule('restrict'),
    decision: () => p.manyToOne(Decision).ref().nullable().deleteRule('restrict'),
    requestDigest: blindIndex().nullable(),
    /** What people say when they speak of it: its own, so that two cards of one person have nothing in common. */
    cardNumber: p.text().unique().nullable(),
    key: () => p.manyToOne(DonorCardKey).ref().fieldName('kid').deleteRule('restrict'),
    /** By which the public list names a revoked card; random, and not on the picture. */
    rid: p.text().unique(),
    issuedAt: instant(),
    expiresAt: instant(),
    revokedAt: instant().nullable(),
    endReason: p.text().$type<CardEndReason>().nullable(),
    version: p.integer().version(),
  },
  uniques: [{ properties: ['donor', 'requestDigest'], name: 'donor_card_request_unique' }],
});

/** A signed card that says what somebody decided. The signed text itself is sealed with its owner (`Donor.sealedDonorCard`), and only while it is valid. */
export class DonorCard extends DonorCardSchema.class {
  /** Whether it can be shown and believed at this moment. */
  isValidAt(now: Date): boolean {
    return this.revokedAt === null && this.expiresAt > now;
  }
}
DonorCardSchema.setClass(DonorCard);
