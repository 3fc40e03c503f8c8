import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';

/** What happened, as far as other systems may know: that something changed, never what. */
export const OutboxEventKind = {
  /** Somebody decided, withdrew, contested or had put back a decision; what holds now must be asked for. */
  DECISION_CHANGED: 'DECISION_CHANGED',
  /** Somebody was erased (个人信息保护法 art. 47): whoever keeps something about them must let it go. */
  PERSON_ERASED: 'PERSON_ERASED',
} as const;
export type OutboxEventKind = (typeof OutboxEventKind)[keyof typeof OutboxEventKind];

const OutboxEventSchema = defineEntity({
  name: 'OutboxEvent',
  tableName: 'outbox_event',
  properties: {
    id: id(),
    kind: p.text().$type<OutboxEventKind>(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    /** The version of the record that the change made: unique for a person, and their order. */
    donorVersion: p.integer(),
    occurredAt: instant(),
    /** When the deliveries to every destination were made of it; null while it waits. */
    spreadAt: instant().nullable(),
  },
});

/** A change that other systems are to be told of. Written by `announce-changes.ts` in the unit of work of the change. */
export class OutboxEvent extends OutboxEventSchema.class {}
OutboxEventSchema.setClass(OutboxEvent);
