/** Watches from the side what the register's connections to its database are doing. */
import type { Client } from 'pg';
import type { PostgresNode } from './postgres-node.ts';

/** How often it looks, in milliseconds. */
const LOOK_EVERY = 200;

const LOOK = `
  select coalesce(max(extract(epoch from clock_timestamp() - xact_start)) * 1000, 0)::int as longest, count(*) filter (where state <> 'idle')::int as busy
  from pg_stat_activity where backend_type = 'client backend' and usename = $1`;

/** Looks how long the connections of one role have been in the transaction in which they are, at work or idle in it, and how many were at once. */
export class TransactionWatch {
  readonly #session: Client;
  readonly #role: string;
  readonly #timer: NodeJS.Timeout;
  #longest = 0;
  #busy = 0;

  private constructor(session: Client, role: string) {
    this.#session = session;
    this.#role = role;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY);
  }

  /** Begins to watch. @param role who connects. */
  static async on(node: PostgresNode, role: string): Promise<TransactionWatch> {
    return new TransactionWatch(await node.session(), role);
  }

  /** Ends watching. @returns the longest transaction in milliseconds, and the most connections that were in one at the same time. */
  async end(): Promise<{ readonly longestTransactionMilliseconds: number; readonly mostTransactionsAtOnce: number }> {
    clearInterval(this.#timer);
    await this.#look();
    await this.#session.end();
    return { longestTransactionMilliseconds: this.#longest, mostTransactionsAtOnce: this.#busy };
  }

  async #look(): Promise<void> {
    const { rows: [found] } = await this.#session.query<{ longest: number; busy: number }>(LOOK, [this.#role]);
    this.#longest = Math.max(this.#longest, found?.longest ?? 0);
    this.#busy = Math.max(this.#busy, found?.busy ?? 0);
  }
}
