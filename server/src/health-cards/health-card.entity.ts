import { defineEntity, p } from '@mikro-orm/core';
import { blindIndex, day, id, instant, sealed } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';
import type { Channel } from '../identity/channel.ts';
import { Partner } from '../partners/partner.entity.ts';
import type { Vault } from '../vault/vault.ts';
import type { DonorMark, HealthCardPlatformKey } from './health-card-platform.ts';

/** What is sealed of a card: its number, and how the platform names its holder, of which the indexes are made. */
export interface CardDetails {
  readonly cardId: string;
  readonly holderHash: string;
}

const HealthCardBindingSchema = defineEntity({
  name: 'HealthCardBinding',
  tableName: 'health_card_binding',
  properties: {
    id: id(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    platform: p.text().$type<HealthCardPlatformKey>(),
    /** Null once it is unbound and nothing of ours stands on it any more. */
    sealedCard: sealed().nullable(),
    /** By which the platform's questions find it; null once it is unbound. */
    cardIndex: blindIndex().nullable(),
    holderIndex: blindIndex().nullable(),
    channel: p.text().$type<Channel>(),
    boundAt: instant(),
    unboundAt: instant().nullable(),
    /** What was last sent, whether or not it arrived: `NONE` or a mark with its day. Moved on by `health-card.queries.ts` only. */
    sent: p.text().nullable(),
    sentAsOf: instant().nullable(),
    /** What the platform confirmed last. */
    told: p.text().nullable(),
    toldAt: instant().nullable(),
    /** By which state of everything that it depends on this was judged. */
    judged: p.text().nullable(),
    failingSince: instant().nullable(),
  },
});

/** That a person bound their card of a platform: from `boundAt` to `unboundAt`. */
export class HealthCardBinding extends HealthCardBindingSchema.class {
  /** The card; null once it is forgotten. */
  card(vault: Vault): CardDetails | null {
    return this.sealedCard ? openCard(vault, this.id, this.sealedCard) : null;
  }

  /** Ends it. The number stays sealed until the outbox has seen to it that nothing of ours stands on the card: it may be sending just now. */
  end(now: Date): void {
    this.unboundAt ??= now;
    this.cardIndex = null;
    this.holderIndex = null;
  }
}
HealthCardBindingSchema.setClass(HealthCardBinding);

/** Seals a card for one binding: under the register's own key, because it must be read once more after its owner was erased, to take the mark off. */
export function sealCard(vault: Vault, bindingId: string, card: CardDetails): Buffer {
  return vault.seal(JSON.stringify(card), placeOf(bindingId));
}

/** Opens the card of one binding. */
export function openCard(vault: Vault, bindingId: string, sealedCard: Uint8Array): CardDetails {
  return JSON.parse(vault.open(sealedCard, placeOf(bindingId))) as CardDetails;
}

/** The texts of which the two indexes of a card are made; a question of a platform makes one of them anew. */
export function indexedTexts(platform: HealthCardPlatformKey, { cardId, holderHash }: CardDetails): { readonly card: string; readonly holder: string } {
  return { card: `${platform}\u0000card\u0000${cardId}`, holder: `${platform}\u0000holder\u0000${holderHash}` };
}

function placeOf(bindingId: string): string {
  return `health_card_binding.card:${bindingId}`;
}

/** What happened to a card, as its owner may see it. */
export const HealthCardStepKind = { BOUND: 'BOUND', UNBOUND: 'UNBOUND', PUT_ON: 'PUT_ON', TAKEN_OFF: 'TAKEN_OFF' } as const;
export type HealthCardStepKind = (typeof HealthCardStepKind)[keyof typeof HealthCardStepKind];

const HealthCardStepSchema = defineEntity({
  name: 'HealthCardStep',
  tableName: 'health_card_step',
  properties: {
    id: id(),
    binding: () => p.manyToOne(HealthCardBinding).ref().deleteRule('restrict'),
    kind: p.text().$type<HealthCardStepKind>(),
    mark: p.text().$type<DonorMark>().nullable(),
    at: instant(),
  },
});

/** One step of a card; never changed. */
export class HealthCardStep extends HealthCardStepSchema.class {}
HealthCardStepSchema.setClass(HealthCardStep);

/** What a platform is told when it asks: no more than this, whatever is on record. */
export const DonorStatus = { AGREED: 'AGREED', REFUSED: 'REFUSED', NOT_STATED: 'NOT_STATED' } as const;
export type DonorStatus = (typeof DonorStatus)[keyof typeof DonorStatus];

const HealthCardAnswerSchema = defineEntity({
  name: 'HealthCardAnswer',
  tableName: 'health_card_answer',
  properties: {
    /** Told to the platform as the token of its answer. */
    id: id(),
    partner: () => p.manyToOne(Partner).ref().deleteRule('restrict'),
    platform: p.text().$type<HealthCardPlatformKey>(),
    /** Whose bound card was asked about; null when none was. */
    donor: () => p.manyToOne(Donor).ref().nullable().deleteRule('restrict'),
    told: p.text().$type<DonorStatus>(),
    registeredOn: day().nullable(),
    at: instant(),
  },
});

/** That a platform asked about a card, and what it was told: written before it is told, for nobody as for somebody. */
export class HealthCardAnswer extends HealthCardAnswerSchema.class {}
HealthCardAnswerSchema.setClass(HealthCardAnswer);

const HealthCardReconciliationSchema = defineEntity({
  name: 'HealthCardReconciliation',
  tableName: 'health_card_reconciliation',
  properties: {
    id: id(),
    platform: p.text().$type<HealthCardPlatformKey>(),
    at: instant(),
    ours: p.integer(),
    theirs: p.integer(),
    missing: p.integer(),
    extra: p.integer(),
    differing: p.integer(),
    /** Of those, how many are on their way by the outbox. */
    underWay: p.integer(),
  },
});

/** What holding our marks against a platform's came to: numbers, nobody. */
export class HealthCardReconciliation extends HealthCardReconciliationSchema.class {}
HealthCardReconciliationSchema.setClass(HealthCardReconciliation);
