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

/** As far as cases are counted: whether 1,000 people wait or 100,000 changes nothing for who works on them, and counting them all takes long. */
export const MOST_COUNTED = 1_000;

const NONE_BEFORE: DifferenceRow = { since: new Date(0), decisionId: '00000000-0000-0000-0000-000000000000' };

/**
 * What staff must look into: the standing decisions of an area that differ, were not accepted, or wait since before `lateSince`; the oldest first.
 * Of each division of the area the first rows after the cursor are read by index, and merged: what it costs depends on how many
 * divisions there are, not on how many cases or how deep the page lies.
 *
 * @returns `totalCount` up to `MOST_COUNTED`; with more, it is that, and `isTotalExact` is false.
 */
export async function differencesIn(
  em: Em,
  scope: { readonly prefix: string; readonly withoutArea: boolean },
  page: { readonly lateSince: Date; readonly after: DifferenceRow | null; readonly limit: number },
): Promise<{ rows: DifferenceRow[]; totalCount: number; isTotalExact: boolean }> {
  const areas = `(select code from division where code like ? union all select '' where ?) as area`;
  const areaValues = [`${scope.prefix}%`, scope.withoutArea];
  const counted = `select from national_case where area_code = area.code`;
  const [count] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count from (select from ${areas} cross join lateral (${counted} and not waits union all ${counted} and waits and since <= ?) as found limit ?) as counted`,
    [...areaValues, page.lateSince, MOST_COUNTED + 1],
  );
  const { since, decisionId } = page.after ?? NONE_BEFORE;
  const first = (which: string) => `(select decision_id, since from national_case where area_code = area.code and ${which} and (since, decision_id) > (?, ?::uuid) order by since, decision_id limit ?)`;
  const rows = await em.execute<{ decisionId: string; since: string }[]>(
    `select decision_id as "decisionId", since from ${areas} cross join lateral (${first('not waits')} union all ${first('waits and since <= ?')}) as found order by since, decision_id limit ?`,
    [...areaValues, since, decisionId, page.limit, page.lateSince, since, decisionId, page.limit, page.limit],
  );
  const found = count?.count ?? 0;
  return { rows: rows.map((row) => ({ decisionId: row.decisionId, since: new Date(row.since) })), totalCount: Math.min(found, MOST_COUNTED), isTotalExact: found <= MOST_COUNTED };
}
