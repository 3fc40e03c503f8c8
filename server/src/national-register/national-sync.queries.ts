import type { Em } from '../database/orm.ts';
import { NationalMessage } from './national-message.entity.ts';

/** The last message about a person; null when none was sent. */
export function lastMessageOf(em: Em, donorId: string): Promise<NationalMessage | null> {
  return em.findOne(NationalMessage, { donor: donorId }, { orderBy: { sentAt: 'desc', id: 'desc' } });
}

/** Moves a decision that waited on to sent; one that has been answered meanwhile stays as it is. */
export async function noteSent(em: Em, decisionId: string, messageId: string, now: Date): Promise<void> {
  await em.execute(`update national_sync set state = 'SENT', since = ?, message_id = ?, difference = null where decision_id = ? and state = 'PENDING'`, [now, messageId, decisionId]);
}

/**
 * People of whom something waits although nothing is on its way: decisions from before the national register was connected, and
 * those that are to be sent again. At most `limit`, whoever waits longest first.
 */
export async function overlooked(em: Em, waitingSince: Date, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select donor_id as id, min(since) as since from national_sync as sync join decision on decision.id = decision_id join donor on donor.id = decision.donor_id
     where erased_at is null and not coalesce((select restricted from processing_restriction as wish where wish.donor_id = donor.id order by sequence desc limit 1), false) and sync.state = 'PENDING' and (since <= ? or sync.message_id is not null)
       and not exists (select from outbox_delivery as delivery where delivery.donor_id = decision.donor_id and destination = 'national-register' and status = 'WAITING')
     group by donor_id order by since limit ?`,
    [waitingSince, limit],
  );
  return rows.map(({ id }) => id);
}

/** A decision about which the two registers differ, or which has waited too long. */
export interface DifferenceRow {
  readonly decisionId: string;
  readonly since: Date;
}

/** What staff must look into: the standing decisions of an area that differ, were not accepted, or wait since before `lateSince`; the oldest first. */
export async function differencesIn(em: Em, scope: { readonly prefix: string; readonly withoutArea: boolean }, page: { readonly lateSince: Date; readonly after: DifferenceRow | null; readonly limit: number }): Promise<{ rows: DifferenceRow[]; totalCount: number }> {
  const from = `from national_sync as sync join decision on decision.id = sync.decision_id join donor on donor.id = decision.donor_id and donor.latest_sequence = decision.sequence
    where donor.erased_at is null and (sync.state in ('REJECTED', 'CONFLICT') or (sync.state in ('PENDING', 'SENT') and since <= ?)) and (residence_code like ? or (? and residence_code is null))`;
  const values = [page.lateSince, `${scope.prefix}%`, scope.withoutArea];
  const [count] = await em.execute<{ count: number }[]>(`select count(*)::int as count ${from}`, values);
  const after = page.after ?? { since: new Date(0), decisionId: '00000000-0000-0000-0000-000000000000' };
  const rows = await em.execute<{ decisionId: string; since: string }[]>(
    `select sync.decision_id as "decisionId", since ${from} and (since, sync.decision_id) > (?, ?::uuid) order by since, sync.decision_id limit ?`,
    [...values, after.since, after.decisionId, page.limit],
  );
  return { rows: rows.map(({ decisionId, since }) => ({ decisionId, since: new Date(since) })), totalCount: count?.count ?? 0 };
}
