import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from '../database/columns.ts';
import { Donor } from '../donors/donor.entity.ts';
import { OutboxEvent } from './outbox-event.entity.ts';

/** How far one destination has been told of one event. */
export const DeliveryStatus = {
  /** It is to be sent, for the first time or again. */
  WAITING: 'WAITING',
  DELIVERED: 'DELIVERED',
  /** A dead letter: given up after three days, or because the receiver said that it is gone. It can be sent again by hand. */
  DEAD: 'DEAD',
} as const;
export type DeliveryStatus = (typeof DeliveryStatus)[keyof typeof DeliveryStatus];

const OutboxDeliverySchema = defineEntity({
  name: 'OutboxDelivery',
  tableName: 'outbox_delivery',
  properties: {
    /** The id under which the receiver knows the event: its own, so that two receivers cannot find out by it that they speak of one person. */
    id: id(),
    event: () => p.manyToOne(OutboxEvent).ref().deleteRule('restrict'),
    /** `kind` or `kind:reference`, see `Carrier`. */
    destination: p.text(),
    donor: () => p.manyToOne(Donor).ref().deleteRule('restrict'),
    donorVersion: p.integer(),
    createdAt: instant(),
    status: p.text().$type<DeliveryStatus>(),
    attempts: p.integer(),
    nextAttemptAt: instant(),
    tryingSince: instant().nullable(),
    lease: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
    endedAt: instant().nullable(),
  },
});

/** One event on its way to one destination. Moved on by `outbox.queries.ts`, where several servers meet; here it only begins anew. */
export class OutboxDelivery extends OutboxDeliverySchema.class {
  /** Sends it again from now on, for another three days and under the same id; what is under way just now goes on. */
  sendAgain(now: Date): void {
    if (this.leasedUntil && now < this.leasedUntil) return;
    this.status = DeliveryStatus.WAITING;
    this.attempts = 0;
    this.nextAttemptAt = now;
    this.tryingSince = null;
    this.endedAt = null;
  }
}
OutboxDeliverySchema.setClass(OutboxDelivery);

const OutboxAttemptSchema = defineEntity({
  name: 'OutboxAttempt',
  tableName: 'outbox_attempt',
  properties: {
    id: id(),
    delivery: () => p.manyToOne(OutboxDelivery).ref().deleteRule('cascade'),
    number: p.integer(),
    at: instant(),
    milliseconds: p.integer(),
    succeeded: p.boolean(),
    /** What the receiver answered by HTTP; null when it did not. */
    statusCode: p.integer().nullable(),
    /** Why it did not succeed: a code of ours. */
    trouble: p.text().nullable(),
  },
});

/** One try to send a delivery. What the receiver said beside the status code is neither read nor kept. */
export class OutboxAttempt extends OutboxAttemptSchema.class {}
OutboxAttemptSchema.setClass(OutboxAttempt);
