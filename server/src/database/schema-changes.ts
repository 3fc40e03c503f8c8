import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { doorOption } from './door.ts';
import { noticeVanished } from './vanished-servers.ts';

/**
 * How long a change of the schema may stand in line for a lock, in milliseconds. Everybody who comes after it stands behind it, so this
 * is how long all writers of a table stand still because somebody else reads it.
 */
export const LOCK_WAIT = 100;

/** The pauses between two tries, in milliseconds: longer and longer, so that people get on meanwhile. */
const PAUSE = { first: 100, longest: 1_000 };

/** For how long a change is tried before the start is given up, in milliseconds: longer than a usual backup or vacuum holds a table. */
const PATIENCE = 10 * 60_000;

/** How often it is told that a change still waits, in milliseconds. */
const TELL_EVERY = 10_000;

/** While these wait, and while they work, everybody reads and writes: they may wait as long as it takes. */
const harmless = /\bconcurrently\b|\bvalidate constraint\b/i;

/** PostgreSQL does this in no transaction. */
const outsideOfTransactions = /\bconcurrently\b/i;

/** The name of an index that is built while people write. */
const builtMeanwhile = /\bcreate (?:unique )?index concurrently (\w+)/i;

/** By which lock one connection at a time changes the schema. Any number that nothing else locks by. */
const LOCK = 20_261_128;

/** Milliseconds between two looks at that lock. */
const LOOK_EVERY = 250;

/** What PostgreSQL says when a lock was not free in time, and when two would wait for each other for ever. */
const notNow: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/** A statement, with its values when it has some. */
export type Statement = string | { readonly text: string; readonly values: readonly unknown[] };

/** How patient a connection for schema changes is, and whom it tells. */
export interface Patience {
  /** Milliseconds until a change is given up; ten minutes unless it says otherwise. */
  readonly patience?: number | undefined;
  /** Told now and then about a change that has waited for so many milliseconds. */
  readonly onWait?: ((change: string, waited: number) => void) | undefined;
}

/**
 * Changes the schema of a register at which people write. A statement that needs a table for itself asks for it only for a moment; when it
 * does not get it, it stands back, lets everybody pass and tries again. No statement is cut off for taking long.
 */
export class SchemaChanges {
  readonly #client: pg.Client;
  readonly #patience: number;
  readonly #onWait: (change: string, waited: number) => void;

  private constructor(client: pg.Client, { patience = PATIENCE, onWait = () => undefined }: Patience) {
    this.#client = client;
    this.#patience = patience;
    this.#onWait = onWait;
  }

  /**
   * A connection of its own: those of the pool give up after five seconds, and an index over millions of rows takes minutes. No other
   * changes the schema while it stands: PostgreSQL goes on with the statement of a server that was killed, or that lost the connection by
   * which it keeps others away (`alone`).
   *
   * @throws Error when another stood for as long as it is patient.
   */
  static async connect(databaseUrl: string, patience: Patience = {}): Promise<SchemaChanges> {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'sanxian-migrations', options: `${doorOption('citizen')} ${noticeVanished}` });
    // A connection that breaks between two statements is met by the next of them.
    client.on('error', () => undefined);
    await client.connect();
    const changes = new SchemaChanges(client, patience);
    try {
      await client.query('set statement_timeout = 0');
      await changes.#untilAlone();
      return changes;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Asks something that changes nothing. */
  async ask<Row extends pg.QueryResultRow>(question: string): Promise<Row[]> {
    return (await this.#client.query<Row>(question)).rows;
  }

  /**
   * Makes a change in one transaction: all of it, or nothing.
   *
   * @throws Error when its locks were not free for as long as it is patient.
   */
  together(change: string, statements: readonly Statement[]): Promise<void> {
    return this.#untilFree(change, () => this.#transaction(statements, LOCK_WAIT));
  }

  /**
   * Makes one step of a change and notes that it is made, in one transaction where PostgreSQL lets it; else the note follows, and the
   * step may happen once more.
   *
   * @throws Error when its lock was not free for as long as it is patient.
   */
  step(change: string, statement: string, note: Statement): Promise<void> {
    const lockWait = harmless.test(statement) ? 0 : LOCK_WAIT;
    if (!outsideOfTransactions.test(statement)) return this.#untilFree(change, () => this.#transaction([statement, note], lockWait));
    return this.#untilFree(change, async () => {
      await this.#client.query(`set lock_timeout = ${lockWait}`);
      // A build that was broken off leaves an index that helps nobody, must be kept up all the same, and may refuse what people write.
      const [, index] = builtMeanwhile.exec(statement) ?? [];
      const drop = async (): Promise<unknown> => index !== undefined && this.#client.query(`drop index concurrently if exists ${index}`);
      await drop();
      await this.#run(statement).catch(async (error: unknown) => {
        // Without a connection it is dropped by the next start.
        await drop().catch(() => undefined);
        throw error;
      });
      await this.#run(note);
    });
  }

  /** Ends the connection. */
  close(): Promise<void> {
    return this.#client.end();
  }

  async #untilAlone(): Promise<void> {
    const began = performance.now();
    for (let told = began; ; await pause(LOOK_EVERY)) {
      const [row] = await this.ask<{ held: boolean }>(`select pg_try_advisory_lock(${LOCK}) as held`);
      if (row?.held) return;
      const waited = performance.now() - began;
      if (waited > this.#patience) throw new Error(`another server has changed the schema for ${Math.round(waited / 1_000)} s (docs/runbooks.md, migrationWaits)`);
      if (performance.now() - told > TELL_EVERY) {
        told = performance.now();
        this.#onWait('another server', Math.round(waited));
      }
    }
  }

  async #transaction(statements: readonly Statement[], lockWait: number): Promise<void> {
    await this.#client.query(`begin; set local lock_timeout = ${lockWait}`);
    try {
      for (const statement of statements) await this.#run(statement);
      await this.#client.query('commit');
    } catch (error) {
      await this.#client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async #run(statement: Statement): Promise<void> {
    await (typeof statement === 'string' ? this.#client.query(statement) : this.#client.query(statement.text, [...statement.values]));
  }

  async #untilFree(change: string, work: () => Promise<void>): Promise<void> {
    const began = performance.now();
    let told = began;
    for (let next: number = PAUSE.first; ; next = Math.min(next * 2, PAUSE.longest)) {
      try {
        return await work();
      } catch (error) {
        if (!notNow.has((error as { code?: unknown }).code)) throw error;
        const waited = performance.now() - began;
        if (waited > this.#patience) throw new Error(`${change}: its locks were not free for ${Math.round(waited / 1_000)} s (docs/runbooks.md, migrationWaits)`, { cause: error });
        if (performance.now() - told > TELL_EVERY) {
          told = performance.now();
          this.#onWait(change, Math.round(waited));
        }
      }
      await pause(next);
    }
  }
}
