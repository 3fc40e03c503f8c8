import type { Em } from '../database/orm.ts';
import { OutboxDelivery } from './outbox-delivery.entity.ts';
import { OutboxEvent } from './outbox-event.entity.ts';

/** What other systems were told about a person, for the copy of their data: that something changed, never what. */
export async function announcementsAbout(em: Em, donorId: string) {
  const events = await em.find(OutboxEvent, { donor: donorId }, { orderBy: { donorVersion: 'asc' } });
  const deliveries = await em.find(OutboxDelivery, { donor: donorId }, { orderBy: { createdAt: 'asc', destination: 'asc' } });
  return events.map(({ id, kind, occurredAt }) => ({
    id,
    kind,
    occurredAt,
    deliveries: deliveries.filter(({ event }) => event.id === id).map((each) => ({ id: each.id, destination: each.destination, status: each.status, attempts: each.attempts, endedAt: each.endedAt ?? null })),
  }));
}
