import type { Em } from '../database/orm.ts';
import type { QueueFigures } from './metrics.ts';

/** Rows of the audit's queue that are counted at most: beyond it the alarm is the same, and counting must stay cheap. */
export const MOST_COUNTED = 100_000;

/** What waits in the register's own queues at this moment. */
export async function queueFigures(em: Em, now: Date): Promise<QueueFigures> {
  const waiting = await em.execute<{ kind: string; count: number; oldest: string }[]>(
    `select split_part(destination, ':', 1) as kind, count(*)::int as count, min(created_at) as oldest from outbox_delivery where status = 'WAITING' group by 1 order by 1`,
  );
  const [audit] = await em.execute<{ unsealed: number; sealed: string | null }[]>(
    `select (select count(*)::int from (select from audit_unsealed limit ?) as counted) as unsealed, (select sealed_at from audit_batch order by sequence desc limit 1) as sealed`,
    [MOST_COUNTED],
  );
  const [archive] = await em.execute<{ failing: boolean }[]>(`select last_failed_time > coalesce(last_archived_time, '-infinity') as failing from pg_stat_archiver`);
  const secondsSince = (instant: string) => Math.max(0, (now.getTime() - new Date(instant).getTime()) / 1_000);
  return {
    waiting: waiting.map(({ kind, count, oldest }) => ({ kind, count, oldestSeconds: secondsSince(oldest) })),
    unsealed: audit?.unsealed ?? 0,
    sealedSecondsAgo: audit?.sealed ? secondsSince(audit.sealed) : null,
    // Where nothing was ever archived nothing fails.
    archiveFailing: archive?.failing ?? false,
  };
}

/** Whether the database answers; @throws what the driver says when it does not. */
export async function askDatabase(em: Em): Promise<void> {
  await em.execute('select 1');
}

/** What the database's clock says, in milliseconds since 1970; @throws what the driver says when it does not answer. */
export async function timeOfDatabase(em: Em): Promise<number> {
  const [row] = await em.execute<{ at: string }[]>('select (extract(epoch from clock_timestamp()) * 1000)::text as at');
  return Number(row?.at);
}
