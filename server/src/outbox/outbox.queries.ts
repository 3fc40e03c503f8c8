import { randomUUID } from 'node:crypto';
import type { Em } from '../database/orm.ts';
import type { Change, Outgoing } from './carrier.ts';

/** For how long a delivery belongs to the server that took it, in milliseconds; longer than any attempt may last. */
export const LEASE = 60_000;

/** An event that has not been spread yet. */
export interface UnspreadEvent extends Change {
  readonly donorVersion: number;
}

/**
 * The oldest unspread event of each person, at most `limit`, locked until the transaction ends; those that another server has are
 * passed over, and so are those of `except`. Never a later one beside an earlier one, or two servers could spread them in the wrong order.
 */
export async function takeUnspread(em: Em, limit: number, except: readonly string[] = []): Promise<UnspreadEvent[]> {
  return em.execute<UnspreadEvent[]>(
    `select id, kind, donor_id as "donorId", donor_version as "donorVersion" from outbox_event as event
     where spread_at is null and id <> all(?::uuid[]) and not exists (
       select from outbox_event as earlier where earlier.donor_id = event.donor_id and earlier.donor_version < event.donor_version and earlier.spread_at is null)
     order by occurred_at limit ? for update skip locked`,
    [`{${except.join(',')}}`, limit],
  );
}

/**
 * Does one thing within a transaction so that its failure takes back nothing else of it.
 *
 * @returns what went wrong; null when it is done.
 * @throws when the transaction itself is lost, with all that was done in it.
 */
export async function apart(em: Em, work: () => Promise<void>): Promise<unknown> {
  await em.execute('savepoint apart');
  try {
    await work();
    await em.execute('release savepoint apart');
    return null;
  } catch (error) {
    await em.execute('rollback to savepoint apart');
    return error;
  }
}

/** An event with the destinations that it concerns. */
export interface Addressed {
  readonly event: UnspreadEvent;
  readonly destinations: readonly string[];
}

/** Makes the deliveries of some events and marks them as spread, by one statement each. */
export async function spread(em: Em, addressed: readonly Addressed[], now: Date): Promise<void> {
  const deliveries = addressed.flatMap(({ event, destinations }) =>
    destinations.map((destination) => ({ id: randomUUID(), event_id: event.id, destination, donor_id: event.donorId, donor_version: event.donorVersion })),
  );
  if (deliveries.length > 0) {
    await em.execute(
      `insert into outbox_delivery (id, event_id, destination, donor_id, donor_version, created_at, status, next_attempt_at)
       select id, event_id, destination, donor_id, donor_version, ?, 'WAITING', ?
       from jsonb_to_recordset(?) as made (id uuid, event_id uuid, destination text, donor_id uuid, donor_version int) on conflict (event_id, destination) do nothing`,
      [now, now, JSON.stringify(deliveries)],
    );
  }
  await em.execute('update outbox_event set spread_at = ? where id = any(?::uuid[])', [now, `{${addressed.map(({ event }) => event.id).join(',')}}`]);
}

/** No earlier event of this person still waits for this destination, on its way or not: what fails holds back the rest of that person, and nobody else's. */
const IS_NEXT = `not exists (
  select from outbox_delivery as earlier where earlier.destination = delivery.destination and earlier.donor_id = delivery.donor_id and earlier.donor_version < delivery.donor_version and earlier.status = 'WAITING')`;

const IS_DUE = `status = 'WAITING' and next_attempt_at <= ? and (leased_until is null or leased_until <= ?)`;

/** Where something is to be sent now. */
export async function dueDestinations(em: Em, now: Date): Promise<string[]> {
  const rows = await em.execute<{ destination: string }[]>(`select distinct destination from outbox_delivery as delivery where ${IS_DUE} and ${IS_NEXT} order by destination`, [now, now]);
  return rows.map(({ destination }) => destination);
}

/** A delivery that this server has taken. */
export interface TakenDelivery extends Outgoing {
  readonly lease: string;
  readonly tryingSince: Date;
}

/** Takes the delivery to a destination that has been due for longest, or null. Of several servers one gets it. */
export async function takeDue(em: Em, destination: string, now: Date): Promise<TakenDelivery | null> {
  const [row] = await em.execute<(Omit<TakenDelivery, 'occurredAt' | 'tryingSince'> & { occurredAt: string; tryingSince: string })[]>(
    `update outbox_delivery as taken set lease = ?, leased_until = ?, trying_since = coalesce(trying_since, ?)
     from outbox_event as event
     where taken.id = (
       select id from outbox_delivery as delivery where destination = ? and ${IS_DUE} and ${IS_NEXT} order by next_attempt_at limit 1 for update skip locked)
     and event.id = taken.event_id
     returning taken.id, event_id as "eventId", destination, event.kind, taken.donor_id as "donorId", taken.donor_version as "donorVersion",
       occurred_at as "occurredAt", attempts + 1 as attempt, lease, trying_since as "tryingSince"`,
    [randomUUID(), new Date(now.getTime() + LEASE), now, destination, now, now],
  );
  return row ? { ...row, occurredAt: new Date(row.occurredAt), tryingSince: new Date(row.tryingSince) } : null;
}

/** What an attempt came to, as it is kept. */
export interface AttemptRecord {
  readonly at: Date;
  readonly milliseconds: number;
  readonly statusCode: number | null;
  readonly trouble: string | null;
  /** When it is tried again; null ends the delivery. */
  readonly nextAttemptAt: Date | null;
}

/**
 * Notes an attempt and moves the delivery on, in one statement.
 *
 * @returns false when the lease was lost meanwhile to another server, which then speaks for the delivery.
 */
export async function noteAttempt(em: Em, { id, lease, attempt }: TakenDelivery, { at, milliseconds, statusCode, trouble, nextAttemptAt }: AttemptRecord): Promise<boolean> {
  const succeeded = trouble === null;
  const status = succeeded ? 'DELIVERED' : nextAttemptAt ? 'WAITING' : 'DEAD';
  const rows = await em.execute<object[]>(
    `with moved as (
       update outbox_delivery set status = ?, attempts = ?, next_attempt_at = coalesce(?, next_attempt_at), ended_at = ?, lease = null, leased_until = null
       where id = ? and lease = ? returning id)
     insert into outbox_attempt (id, delivery_id, number, at, milliseconds, succeeded, status_code, trouble)
     select ?::uuid, id, ?::int, ?::timestamptz, ?::int, ?::boolean, ?::int, ? from moved returning id`,
    [status, attempt, nextAttemptAt, status === 'WAITING' ? null : at, id, lease, randomUUID(), attempt, at, milliseconds, succeeded, statusCode, trouble],
  );
  return rows.length > 0;
}

/** Forgets deliveries that ended before, with their attempts. @returns how many */
export async function forgetOutboxDeliveries(em: Em, endedBefore: Date, limit: number): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>('delete from outbox_delivery where id in (select id from outbox_delivery where ended_at <= ? order by ended_at limit ?)', [endedBefore, limit], 'run');
  return affectedRows;
}

/** Forgets events that were spread before and of which no delivery is left. @returns how many */
export async function forgetOutboxEvents(em: Em, spreadBefore: Date, limit: number): Promise<number> {
  const over = 'select id from outbox_event as event where spread_at <= ? and not exists (select from outbox_delivery where event_id = event.id) order by spread_at limit ?';
  const { affectedRows } = await em.execute<{ affectedRows: number }>(`delete from outbox_event where id in (${over})`, [spreadBefore, limit], 'run');
  return affectedRows;
}
