import pg, { type Connection, type Pool, type PoolClient, type Submittable } from 'pg';
import { type PreparedQuery, staleStatements } from './reading-lines.ts';
import { asItIs, type TextRow, type Wire } from './text-query.ts';

/** What is needed besides: to forget a statement, and to send all in one piece. */
interface BatchWire extends Wire {
  readonly stream: { cork(): void; uncork(): void };
  close(what: { readonly type: 'S'; readonly name: string }): void;
}

/** What each connection is known to have prepared. */
const prepared = new WeakMap<BatchWire, Set<string>>();

/** The name of a statement that is prepared for once. */
const UNNAMED = '';

/**
 * Several statements as one message with one end: PostgreSQL runs them in one transaction, which is committed when it says that it is ready,
 * and of which nothing is kept when one fails. Nobody waits for the answer of one statement to send the next. Made for `pg`, which calls it by
 * these names.
 */
class WriteBatch implements Submittable {
  /** Given by whoever asks; `pg` puts another around it that ends the waiting. */
  callback: (error: Error | null) => void;
  readonly #statements: readonly PreparedQuery[];
  readonly #rows: TextRow[][] = [];
  #current: TextRow[] = [];

  constructor(statements: readonly PreparedQuery[], done: (error: Error | null, rows: TextRow[][]) => void) {
    this.#statements = statements;
    this.callback = (error) => done(error, this.#rows);
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as BatchWire;
    const known = prepared.get(wire) ?? new Set<string>();
    prepared.set(wire, known);
    wire.stream.cork();
    try {
      for (const { name, text, values } of this.#statements) {
        if (!known.has(name)) {
          // It may be there after all, from a batch that failed behind it.
          wire.close({ type: 'S', name });
          wire.parse({ name, text });
        }
        wire.bind({ portal: '', statement: name, values, binary: false, valueMapper: asItIs });
        wire.execute({ portal: '' });
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleDataRow({ fields }: { readonly fields: TextRow }): void {
    this.#current.push(fields);
  }

  handleCommandComplete(): void {
    this.#rows.push(this.#current);
    this.#current = [];
  }

  /** Everything is committed. */
  handleReadyForQuery(wire: BatchWire): void {
    const known = prepared.get(wire);
    for (const { name } of this.#statements) if (name !== UNNAMED) known?.add(name);
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }
}

/**
 * Writes statements in one transaction on a connection of the pool, with one message there and one back.
 *
 * @returns the rows of each statement, as they are sent.
 * @throws the database's error, when nothing was kept; or the connection's, when it is not known whether anything was.
 */
export async function writeBatch(pool: Pool, statements: readonly PreparedQuery[]): Promise<TextRow[][]> {
  try {
    return await onConnection(pool, statements);
  } catch (error) {
    if (!isStale(error)) throw error;
    // A migration has changed a table under statements of before; nothing was kept. What has no name is prepared as the table is now.
    return onConnection(pool, statements.map((statement) => ({ ...statement, name: UNNAMED })));
  }
}

async function onConnection(pool: Pool, statements: readonly PreparedQuery[]): Promise<TextRow[][]> {
  const client = await pool.connect();
  let isUseless = false;
  try {
    const rows = await send(client, statements);
    // In a transaction that somebody left open on it nothing is committed, and all of it ends with the connection.
    if (!isIdle(client)) throw new Error('Connection terminated: it was in the middle of a transaction, and nothing was committed');
    return rows;
  } catch (error) {
    // What PostgreSQL does not say itself is a fault of the connection, which may still be at work.
    isUseless = !(error instanceof pg.DatabaseError) || isStale(error) || !isIdle(client);
    throw error;
  } finally {
    client.release(isUseless);
  }
}

/** Whether no transaction was open when PostgreSQL last said that it is ready; behind a failed batch that was before it. */
function isIdle(client: PoolClient): boolean {
  return client.getTransactionStatus() === 'I';
}

function isStale(error: unknown): boolean {
  return error instanceof pg.DatabaseError && staleStatements.has(error.code ?? '');
}

function send(client: PoolClient, statements: readonly PreparedQuery[]): Promise<TextRow[][]> {
  return new Promise((resolve, reject) => void client.query(new WriteBatch(statements, (error, rows) => (error ? reject(error) : resolve(rows)))));
}
