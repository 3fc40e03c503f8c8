import { randomUUID } from 'node:crypto';
import type { Em } from '../database/orm.ts';
import { HealthCardAnswer, HealthCardBinding, HealthCardReconciliation, HealthCardStep } from './health-card.entity.ts';
import type { HealthCardPlatformKey } from './health-card-platform.ts';
import { markIn } from './wanted-mark.ts';

/** How the outbox names the platforms. */
export const HEALTH_CARD = 'health-card';

/** The destination of one platform. */
export function destinationOf(platform: HealthCardPlatformKey): string {
  return `${HEALTH_CARD}:${platform}`;
}

/** The card that a person has bound at a platform now, or null. */
export function openBinding(em: Em, donorId: string, platform: HealthCardPlatformKey): Promise<HealthCardBinding | null> {
  return em.findOne(HealthCardBinding, { donor: donorId, platform, unboundAt: null });
}

/** Every binding of a person, the first one first. */
export function bindingsOf(em: Em, donorId: string): Promise<HealthCardBinding[]> {
  return em.find(HealthCardBinding, { donor: donorId }, { orderBy: { boundAt: 'asc', id: 'asc' } });
}

/** Those of which the number is still known: only on them can anything be changed. */
export function bindingsToTell(em: Em, donorId: string, platform: HealthCardPlatformKey): Promise<HealthCardBinding[]> {
  return em.find(HealthCardBinding, { donor: donorId, platform, sealedCard: { $ne: null } }, { orderBy: { boundAt: 'asc', id: 'asc' } });
}

/** The platforms where some people have such bindings, by person. */
export async function platformsToTell(em: Em, donorIds: readonly string[]): Promise<ReadonlyMap<string, readonly HealthCardPlatformKey[]>> {
  const bindings = await em.find(HealthCardBinding, { donor: { $in: donorIds }, sealedCard: { $ne: null } }, { fields: ['donor', 'platform'] });
  const platforms = new Map<string, Set<HealthCardPlatformKey>>();
  for (const { donor, platform } of bindings) platforms.set(donor.id, (platforms.get(donor.id) ?? new Set()).add(platform));
  return new Map([...platforms].map(([donorId, known]) => [donorId, [...known]]));
}

/** The latest instant that a platform was given about a person's cards under other bindings than this; its card may be one of theirs, of which the number is forgotten. */
export async function lastSentBeside(em: Em, { id, donorId, platform }: { readonly id: string; readonly donorId: string; readonly platform: HealthCardPlatformKey }): Promise<Date | null> {
  const others = await em.find(HealthCardBinding, { donor: donorId, platform, id: { $ne: id }, sentAsOf: { $ne: null } }, { orderBy: { sentAsOf: 'desc' }, limit: 1, fields: ['sentAsOf'] });
  return others[0]?.sentAsOf ?? null;
}

/** One of them as it is now; null when the number of its card is gone. */
export function bindingToTell(em: Em, id: string): Promise<HealthCardBinding | null> {
  return em.findOne(HealthCardBinding, { id, sealedCard: { $ne: null } }, { refresh: true });
}

/** The last binding of a person at a platform: the one that holds, also where a clock was set back since, else the one that ended last. */
export function latestBinding(em: Em, donorId: string, platform: HealthCardPlatformKey): Promise<HealthCardBinding | null> {
  return em.findOne(HealthCardBinding, { donor: donorId, platform }, { orderBy: { unboundAt: 'desc nulls first', boundAt: 'desc', id: 'desc' } });
}

/** Whose card a question names by an index of it; null when nobody has bound it. While the index key is being replaced there are two. */
export function bindingByIndex(em: Em, platform: HealthCardPlatformKey, by: 'cardIndex' | 'holderIndex', indexes: readonly Buffer[]): Promise<HealthCardBinding | null> {
  return em.findOne(HealthCardBinding, { platform, [by]: { $in: [...indexes] }, unboundAt: null });
}

/** The steps of some bindings, the first one first. */
export function cardStepsOf(em: Em, bindingIds: readonly string[]): Promise<HealthCardStep[]> {
  return em.find(HealthCardStep, { binding: { $in: [...bindingIds] } }, { orderBy: { at: 'asc', id: 'asc' } });
}

/** What platforms asked about a person's card, the newest first. */
export function answersAbout(em: Em, donorId: string, limit: number): Promise<HealthCardAnswer[]> {
  return em.find(HealthCardAnswer, { donor: donorId }, { orderBy: { at: 'desc', id: 'desc' }, limit, populate: ['partner'] });
}

/** The last answer that a partner was given about a person since a moment; null when it did not ask. */
export function latestAnswerTo(em: Em, partnerId: string, donorId: string, since: Date): Promise<HealthCardAnswer | null> {
  return em.findOne(HealthCardAnswer, { donor: donorId, partner: partnerId, at: { $gte: since } }, { orderBy: { at: 'desc', id: 'desc' } });
}

/** What the last reconciliations came to, the newest first. */
export function lastReconciliations(em: Em, limit: number): Promise<HealthCardReconciliation[]> {
  return em.find(HealthCardReconciliation, {}, { orderBy: { at: 'desc', id: 'desc' }, limit });
}

/**
 * The state of everything on which the mark of a binding depends, as one text: the record's version, whether it is bound, what was last
 * said about the consent and about a restriction. Each only grows, so a text that is the same means that nothing changed.
 */
const DEPENDS_ON = `concat_ws('.', donor.version, (binding.unbound_at is not null)::int,
  coalesce((select max(sequence) from processing_consent where donor_id = binding.donor_id and purpose = binding.platform || '_CARD_TOLD'), 0),
  coalesce((select max(sequence) from processing_restriction where donor_id = binding.donor_id), 0))`;

/** That state now. Read before what it stands for, so that a change in between is seen as one. */
export async function dependsOn(em: Em, bindingId: string): Promise<string> {
  const [row] = await em.execute<{ state: string }[]>(`select ${DEPENDS_ON} as state from health_card_binding as binding join donor on donor.id = binding.donor_id where binding.id = ?`, [bindingId]);
  return row?.state ?? '';
}

/** A person whose mark at a platform is to be judged anew. */
export interface DuePerson {
  readonly donorId: string;
  readonly platform: HealthCardPlatformKey;
}

/** Of a binding, what a round looks at. The rows themselves and not their ids: to find them again PostgreSQL would read the whole table. */
const LOOKED_AT = 'bound.id, bound.donor_id, bound.platform, bound.judged, bound.unbound_at, bound.sealed_card is not null as is_known';

/** Which bindings one round looks at: those of which something was said lately, and the next ones in the order of their ids. */
export interface Looked {
  readonly since: Date;
  readonly after: string;
  /** How many of the next ones; and how many people are told about at most. */
  readonly slice: number;
  readonly limit: number;
}

/**
 * Whose marks were judged by another state than today's, and of which no delivery is under way; and where the next round goes on, null
 * behind the last binding. Never all at once: over 120,000 bindings that took three seconds. What was said lately is found by its time,
 * and whatever else there may be by going round all of them in slices.
 */
export async function duePeople(em: Em, { since, after, slice, limit }: Looked): Promise<{ readonly people: DuePerson[]; readonly end: string | null }> {
  const [last] = await em.execute<{ id: string }[]>('select id from health_card_binding where id > ? order by id offset ? limit 1', [after, slice - 1]);
  const people = await em.execute<DuePerson[]>(
    `with binding as (
       (select ${LOOKED_AT} from health_card_binding as bound where id > ? order by id limit ?)
       union (select ${LOOKED_AT} from health_card_binding as bound where bound_at > ?) union (select ${LOOKED_AT} from health_card_binding as bound where unbound_at > ?)
       union (select ${LOOKED_AT} from processing_consent as said join health_card_binding as bound on bound.donor_id = said.donor_id where said.stated_at > ?)
       union (select ${LOOKED_AT} from processing_restriction as said join health_card_binding as bound on bound.donor_id = said.donor_id where said.stated_at > ?))
     select distinct binding.donor_id as "donorId", binding.platform from binding cross join lateral (select version from donor where id = binding.donor_id limit 1) as donor
     where binding.is_known and binding.judged is distinct from ${DEPENDS_ON}
       and not exists (select from outbox_delivery as delivery where delivery.donor_id = binding.donor_id and delivery.destination = '${HEALTH_CARD}:' || binding.platform and delivery.status = 'WAITING')
     limit ?`,
    [after, slice, since, since, since, since, limit],
  );
  return { people, end: last?.id ?? null };
}

/**
 * Has the outbox tell a platform about a person (anew): by their newest event, which is already spread to everybody else, or, when all
 * are forgotten, by a new one for this platform alone. Call it in a transaction.
 */
export async function tellAgain(em: Em, { donorId, platform }: DuePerson, now: Date): Promise<void> {
  await em.execute(
    `insert into outbox_event (id, kind, donor_id, donor_version, occurred_at, spread_at)
     select ?, 'DECISION_CHANGED', id, version, ?, ? from donor where id = ? and not exists (select from outbox_event where donor_id = donor.id) on conflict do nothing`,
    [randomUUID(), now, now, donorId],
  );
  await em.execute(
    `insert into outbox_delivery (id, event_id, destination, donor_id, donor_version, created_at, status, next_attempt_at)
     select ?, id, ?, donor_id, donor_version, ?, 'WAITING', ? from outbox_event where donor_id = ? order by donor_version desc limit 1
     on conflict (event_id, destination) do update set status = 'WAITING', attempts = 0, next_attempt_at = excluded.next_attempt_at, trying_since = null, ended_at = null
     where outbox_delivery.status <> 'WAITING' and (outbox_delivery.leased_until is null or outbox_delivery.leased_until <= excluded.created_at)`,
    [randomUUID(), destinationOf(platform), now, now, donorId],
  );
}

/** Whether a delivery about a person to a platform waits or is under way. */
export async function isBeingTold(em: Em, { donorId, platform }: DuePerson): Promise<boolean> {
  const rows = await em.execute<object[]>(`select 1 from outbox_delivery where donor_id = ? and destination = ? and status = 'WAITING' limit 1`, [donorId, destinationOf(platform)]);
  return rows.length > 0;
}

/** Notes what is about to be sent, before it is: it may arrive although nobody hears so. */
export async function noteSending(em: Em, bindingId: string, content: string, asOf: Date): Promise<void> {
  await em.execute('update health_card_binding set sent = ?, sent_as_of = ? where id = ?', [content, asOf, bindingId]);
}

/** Notes that a platform does not do what it was asked, from the first time on. */
export async function noteFailing(em: Em, bindingId: string, now: Date): Promise<void> {
  await em.execute('update health_card_binding set failing_since = coalesce(failing_since, ?) where id = ?', [now, bindingId]);
}

/** What holds of a card once the platform agrees with us. */
export interface Settled {
  /** What it confirmed; null when there was nothing to tell it. */
  readonly content: string | null;
  readonly judged: string;
  /** Nothing of ours stands on the card and it is bound no more: its number goes. */
  readonly forget: boolean;
}

/** Notes that a card is as it should be, with a step when that is new; in one statement. */
export async function noteSettled(em: Em, bindingId: string, { content, judged, forget }: Settled, now: Date): Promise<void> {
  const mark = markIn(content)?.mark ?? null;
  await em.execute(
    `with before as (select id, told from health_card_binding where id = ?::uuid for update),
       settled as (
         update health_card_binding as binding set judged = ?, failing_since = null,
           told = coalesce(?, binding.told), told_at = case when ?::text is distinct from binding.told and ?::text is not null then ?::timestamptz else binding.told_at end,
           sealed_card = case when ?::boolean then null else binding.sealed_card end
         from before where binding.id = before.id)
     insert into health_card_step (id, binding_id, kind, mark, at)
     select ?::uuid, id, case when ?::text is null then 'TAKEN_OFF' else 'PUT_ON' end, ?, ?::timestamptz from before where ?::text is not null and ?::text is distinct from told and (?::text is not null or told is not null)`,
    [bindingId, judged, content, content, content, now, forget, randomUUID(), mark, mark, now, content, content, mark],
  );
}

/** Every binding of a platform of which the number is known, by their ids, some at a time. */
export function bindingsAfter(em: Em, platform: HealthCardPlatformKey, after: string, limit: number): Promise<HealthCardBinding[]> {
  return em.find(HealthCardBinding, { platform, sealedCard: { $ne: null }, id: { $gt: after } }, { orderBy: { id: 'asc' }, limit });
}

/** Forgets what platforms were told before. @returns how many */
export async function forgetCardAnswers(em: Em, before: Date, limit: number): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>('delete from health_card_answer where id in (select id from health_card_answer where at <= ? order by at limit ?)', [before, limit], 'run');
  return affectedRows;
}

/** Forgets the numbers of cards that were unbound before although their mark could not be taken off: a reconciliation finds it without them. @returns how many */
export async function forgetUnboundCards(em: Em, unboundBefore: Date, limit: number): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>('update health_card_binding set sealed_card = null where id in (select id from health_card_binding where sealed_card is not null and unbound_at <= ? order by unbound_at limit ?)', [unboundBefore, limit], 'run');
  return affectedRows;
}
