import type { Em } from '../database/orm.ts';
import { OutboxDelivery, type DeliveryStatus } from '../outbox/outbox-delivery.entity.ts';
import { PartnerScope } from '../partners/partner-scope.ts';
import type { Partner } from '../partners/partner.entity.ts';
import { WebhookEndpoint } from './webhook-endpoint.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The kind of destination that endpoints are. */
export const WEBHOOK = 'webhook';

/** The name of an endpoint as a destination. */
export function destinationOf(endpointId: string): string {
  return `${WEBHOOK}:${endpointId}`;
}

/** The endpoint behind a destination. */
export function endpointIdOf(destination: string): string {
  return destination.slice(WEBHOOK.length + 1);
}

/** Every endpoint that is told of changes: not removed, and its partner may hear of them. Of suspended ones, too: they catch up later. */
export async function listeningEndpoints(em: Em): Promise<WebhookEndpoint[]> {
  const endpoints = await em.find(WebhookEndpoint, { removedAt: null }, { populate: ['partner'], orderBy: { createdAt: 'asc' } });
  return endpoints.filter(({ partner }) => partner.unwrap().scopes.includes(PartnerScope.EVENTS_READ));
}

/** The endpoints of a partner, removed ones included, the oldest first. */
export function endpointsOf(em: Em, partner: Partner): Promise<WebhookEndpoint[]> {
  return em.find(WebhookEndpoint, { partner }, { orderBy: { createdAt: 'asc', id: 'asc' } });
}

/** By which name a partner knows a person; null when it never heard of them, or they are forgotten. */
export async function subjectOf(em: Em, partnerId: string, donorId: string): Promise<string | null> {
  const [row] = await em.execute<{ subject: string }[]>('select subject from webhook_subject where partner_id = ? and donor_id = ?', [partnerId, donorId]);
  return row?.subject ?? null;
}

/** Names a person for a partner from now on. */
export async function giveSubject(em: Em, partnerId: string, donorId: string, subject: string): Promise<void> {
  await em.execute('insert into webhook_subject (partner_id, donor_id, subject) values (?, ?, ?) on conflict (partner_id, donor_id) do update set subject = excluded.subject', [partnerId, donorId, subject]);
}

/** The names by which partners know a person, with the partners. */
export function subjectsOf(em: Em, donorId: string): Promise<{ partner: string; subject: string }[]> {
  return em.execute<{ partner: string; subject: string }[]>('select partner.name as partner, subject from webhook_subject join partner on partner.id = partner_id where donor_id = ? order by partner.name', [donorId]);
}

/** Forgets by which names partners knew people who were erased, once the partners were told so or it was given up. @returns how many */
export async function forgetSubjects(em: Em, limit: number): Promise<number> {
  const pending = `exists (select from outbox_event as event where event.donor_id = donor.id and spread_at is null) or exists (select from outbox_delivery as delivery where delivery.donor_id = donor.id and status = 'WAITING')`;
  const over = `select subject from webhook_subject join donor on donor.id = donor_id where erased_at is not null and not (${pending}) limit ?`;
  const { affectedRows } = await em.execute<{ affectedRows: number }>(`delete from webhook_subject where subject in (${over})`, [limit], 'run');
  return affectedRows;
}

/** Where a delivery stands in the list: the newest first, the id tells those of one moment apart. */
export interface DeliveryPlace {
  readonly createdAt: Date;
  readonly id: string;
}

/** A page of the deliveries to a partner's endpoints, the newest first, and how many there are in all. */
export async function deliveriesTo(em: Em, partner: Partner, status: DeliveryStatus | null, { limit, after }: { limit: number; after: DeliveryPlace | null }): Promise<{ rows: OutboxDelivery[]; totalCount: number }> {
  const destinations = (await endpointsOf(em, partner)).map(({ id }) => destinationOf(id));
  const wanted = { destination: { $in: destinations }, ...(status ? { status } : {}) };
  const later = after ? { $or: [{ createdAt: { $lt: after.createdAt } }, { createdAt: after.createdAt, id: { $lt: after.id } }] } : {};
  const rows = await em.find(OutboxDelivery, { $and: [wanted, later] }, { orderBy: { createdAt: 'desc', id: 'desc' }, limit, populate: ['event'] });
  return { rows, totalCount: await em.count(OutboxDelivery, wanted) };
}

/** One delivery to a partner's own endpoint; null also for one to somebody else's. */
export async function deliveryTo(em: Em, partner: Partner, id: string): Promise<OutboxDelivery | null> {
  const delivery = UUID.test(id) ? await em.findOne(OutboxDelivery, { id }, { populate: ['event'] }) : null;
  const own = (await endpointsOf(em, partner)).map((endpoint) => destinationOf(endpoint.id));
  return delivery && own.includes(delivery.destination) ? delivery : null;
}

/** Where a delivery goes, and by which name its receiver knows the person; null once they are forgotten. */
export interface DeliveryAddress {
  readonly url: string;
  readonly subject: string | null;
}

/** The addresses of many deliveries, by their ids. */
export async function addressesOf(em: Em, deliveryIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryAddress>> {
  const rows = await em.execute<(DeliveryAddress & { id: string })[]>(
    `select delivery.id, url, subject from outbox_delivery as delivery join webhook_endpoint as endpoint on delivery.destination = '${WEBHOOK}:' || endpoint.id
     left join webhook_subject as known on known.partner_id = endpoint.partner_id and known.donor_id = delivery.donor_id
     where delivery.id = any(?::uuid[])`,
    [`{${deliveryIds.join(',')}}`],
  );
  return new Map(rows.map(({ id, url, subject }) => [id, { url, subject }]));
}
