import { Socket } from 'node:net';
import pg from 'pg';
import { TextQuery, type TextRow } from './text-query.ts';

/** A statement that PostgreSQL parses and plans once for each connection, with what stands for `$1`, `$2`… */
export interface PreparedQuery {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** "Cached plan must not change result type", and "no such prepared statement". */
export const staleStatements: ReadonlySet<string> = new Set(['0A000', '26000']);

/**
 * A few connections for short prepared statements outside of transactions. Each sends a statement behind the last one without waiting for
 * its answer (PostgreSQL answers in order), so one write to the socket carries what several requests ask, and no connection is borrowed and
 * given back. A long statement would hold up those behind it: what may be long goes to the pool.
 *
 * A line that breaks fails what is on it, as a connection of the pool does, and is opened anew by the next that asks.
 */
export class ReadingLines {
  readonly #settings: pg.ClientConfig;
  readonly #lines: (Promise<pg.Client> | undefined)[];
  readonly #greet: (client: pg.Client) => Promise<void>;
  #turn = 0;

  /** @param greet what comes first on each new line, before anybody's statement. */
  constructor(settings: pg.ClientConfig, count: number, greet: (client: pg.Client) => Promise<void> = () => Promise.resolve()) {
    this.#settings = settings;
    this.#greet = greet;
    this.#lines = Array.from({ length: count });
  }

  /** The rows of a statement, instants as dates. */
  async query<Row extends object>(query: PreparedQuery): Promise<Row[]> {
    return this.#on(async (client) => (await client.query<Row>(query)).rows);
  }

  /** The rows of a statement as they are sent, of columns whose kinds are known. */
  texts(query: PreparedQuery): Promise<TextRow[]> {
    return this.#on((client) => textsOf(client, query));
  }

  /** The rows of two statements on one line: the second is begun when the first is done, so it sees the database as it was then or later. */
  async inTurn<First extends object>(first: PreparedQuery, second: PreparedQuery): Promise<readonly [First[], TextRow[]]> {
    return this.#on(async (client) => {
      const [before, after] = await Promise.all([client.query<First>(first), textsOf(client, second)]);
      return [before.rows, after] as const;
    });
  }

  async #on<Answer>(ask: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
    const place = this.#next();
    const line = (this.#lines[place] ??= this.#open(place));
    const client = await line;
    try {
      return await ask(client);
    } catch (error) {
      // What has no code of PostgreSQL's is a fault of the line, which dies of it in a moment; and one whose prepared statements are out of date
      // (a migration changed a table, or the first to prepare was cut off) is of no use any more. Nobody else is to be put on it.
      if (!(error instanceof pg.DatabaseError) || staleStatements.has(error.code ?? '')) this.#forget(place, line);
      throw error;
    }
  }

  /** Ends all lines when what is on them is answered. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#lines.splice(0).flatMap((line) => line?.then((client) => client.end()) ?? []));
  }

  #next(): number {
    const count = this.#lines.length;
    if (count === 0) throw new Error('Connection terminated: the lines are closed');
    return (this.#turn = (this.#turn + 1) % count);
  }

  #open(place: number): Promise<pg.Client> {
    const client = new pg.Client({ ...this.#settings, pipeline: true, stream: () => new GatheringSocket() });
    const line = client
      .connect()
      .then(() => this.#greet(client))
      .then(() => client);
    for (const event of ['error', 'end'] as const) client.on(event, () => this.#forget(place, line));
    line.catch(() => {
      this.#forget(place, line);
      // One that was connected and not greeted would stay for good, and each that asks would make one more.
      void client.end().catch(() => undefined);
    });
    return line;
  }

  #forget(place: number, line: Promise<pg.Client>): void {
    if (this.#lines[place] !== line) return;
    this.#lines[place] = undefined;
    // One that is well after all is ended when it has answered; of a dead one nobody hears.
    line.then((client) => client.end()).catch(() => undefined);
  }
}

function textsOf(client: pg.Client, query: PreparedQuery): Promise<TextRow[]> {
  return new Promise((resolve, reject) => void client.query(new TextQuery(query, (error, rows) => (error ? reject(error) : resolve(rows)))));
}

/** A socket that sends what is written in one turn of the event loop with one call of the system: the calls cost more than what they carry. */
class GatheringSocket extends Socket {
  #isGathering = false;

  override cork(): void {
    super.cork();
    if (this.#isGathering) return;
    this.#isGathering = true;
    super.cork();
    setImmediate(() => {
      this.#isGathering = false;
      this.uncork();
    });
  }
}
