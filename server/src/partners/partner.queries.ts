import type { Em } from '../database/orm.ts';

/** How long a budget lasts, in milliseconds. */
const HOUR = 3_600_000;

/** Where a partner's budget stands. */
export interface BudgetState {
  readonly spent: number;
  readonly resetsAt: Date;
}

/**
 * Takes points off a partner's budget, or answers null and takes nothing when they are not there. One statement, so that
 * requests at the same time, on any server, never spend more than there is.
 */
export async function spend(em: Em, partnerId: string, points: number, limit: number, now: Date): Promise<BudgetState | null> {
  if (points > limit) return null;
  const [row] = await em.execute<{ spent: number; resets_at: string }[]>(
    `insert into partner_budget as budget (partner_id, spent, resets_at) values (?, ?, ?)
     on conflict (partner_id) do update set
       spent = case when budget.resets_at <= ? then excluded.spent else budget.spent + excluded.spent end,
       resets_at = case when budget.resets_at <= ? then excluded.resets_at else budget.resets_at end
     where budget.resets_at <= ? or budget.spent + excluded.spent <= ?
     returning spent, resets_at`,
    [partnerId, points, new Date(now.getTime() + HOUR), now, now, now, limit],
  );
  return row ? { spent: row.spent, resetsAt: new Date(row.resets_at) } : null;
}

/** Where a partner's budget stands now. */
export async function budgetOf(em: Em, partnerId: string, now: Date): Promise<BudgetState> {
  const [row] = await em.execute<{ spent: number; resets_at: string }[]>('select spent, resets_at from partner_budget where partner_id = ? and resets_at > ?', [partnerId, now]);
  return row ? { spent: row.spent, resetsAt: new Date(row.resets_at) } : { spent: 0, resetsAt: new Date(now.getTime() + HOUR) };
}

/**
 * Remembers an assertion until it has expired by itself. @returns whether it came for the first time: of two at the same
 * moment one is told no.
 */
export async function isFirstUse(em: Em, digest: string, expiresAt: Date): Promise<boolean> {
  const rows = await em.execute<object[]>('insert into partner_assertion (digest, expires_at) values (?, ?) on conflict do nothing returning digest', [digest, expiresAt]);
  return rows.length > 0;
}

/** Any number will do, as long as nothing else in this database locks by it. */
const FORGETTING = 20_261_126;

/**
 * Forgets what is over: it can neither be used nor repeated any more. One at a time, and the others go on without, so that two
 * that forget the same rows never wait for each other.
 */
export async function forgetExpired(em: Em, now: Date): Promise<void> {
  const [lock] = await em.execute<{ held: boolean }[]>('select pg_try_advisory_xact_lock(?) as held', [FORGETTING]);
  if (!lock?.held) return;
  await em.execute('delete from partner_assertion where expires_at < ?', [now]);
  await em.execute('delete from partner_token where expires_at < ?', [now]);
}

/** Forgets requests that were answered before: their answers are repeated for a day only. @returns how many */
export async function forgetPartnerRequests(em: Em, answeredBefore: Date, limit: number): Promise<number> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>('delete from partner_request where (partner_id, key) in (select partner_id, key from partner_request where answered_at <= ? order by answered_at limit ?)', [answeredBefore, limit], 'run');
  return affectedRows;
}
