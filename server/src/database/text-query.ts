import pg from 'pg';
import type { PreparedQuery } from './reading-lines.ts';

/** A row as PostgreSQL sends it: each value as text, null where there is none. */
export type TextRow = readonly (string | null)[];

/** What `pg` gives to whoever writes a statement of its own; only what is needed here. */
export interface Wire {
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(portal: { readonly portal: string; readonly statement: string; readonly values: readonly unknown[]; readonly binary: boolean; readonly valueMapper: (value: unknown) => unknown }): void;
  execute(portal: { readonly portal: string }): void;
  sync(): void;
}

/** The same with what `pg` itself remembers of statements with a name. */
interface RememberingWire extends Wire {
  /** What PostgreSQL has confirmed that it has prepared on this connection, and what it was told to. */
  readonly parsedStatements: Readonly<Record<string, string>>;
  readonly submittedNamedStatements: Record<string, string>;
}

/** `pg`'s own, whose third argument its types do not know. */
const LeanerQuery = pg.Query as new (text: string, values: unknown[], done: (error: Error | null) => void) => pg.Query;

/**
 * A prepared statement whose columns are known beforehand: PostgreSQL is not asked to describe them, and nothing is built of the description,
 * each time (`pg` spends more on it than on the row). Values stay text; `readings.ts` knows what each is. Runs on lines only (`pg`'s
 * `pipeline`), which take a statement of their own kind.
 */
export class TextQuery extends LeanerQuery {
  /** Read by `pg`: what is prepared under a name is prepared once. */
  readonly name: string;
  readonly #found: TextRow[] = [];
  readonly #query: PreparedQuery;
  readonly #values: unknown[];

  constructor(query: PreparedQuery, done: (error: Error | null, rows: TextRow[]) => void) {
    // `pg` calls it back when the last row is there, or something went wrong. A configuration would be copied each time.
    super(query.text, query.values, (error: Error | null) => done(error, this.#found));
    this.name = query.name;
    // Here, where nothing is written yet that a fault would leave half.
    this.#values = query.values.map(sentValue);
    this.#query = query;
  }

  /** Called by `pg` in place of its own, which would also ask for a description. */
  prepare(wire: RememberingWire): void {
    const { name, text } = this.#query;
    if (wire.parsedStatements[name] === undefined && wire.submittedNamedStatements[name] === undefined) {
      wire.parse({ name, text });
      wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ portal: '', statement: name, values: this.#values, binary: false, valueMapper: asItIs });
    wire.execute({ portal: '' });
    wire.sync();
  }

  /** Called by `pg` for each row. */
  handleDataRow({ fields }: { readonly fields: TextRow }): void {
    this.#found.push(fields);
  }

  /** Called by `pg` behind the last row; how many there were is known. */
  handleCommandComplete(): void {
    // Deliberately nothing, see above.
  }
}

/** How a value goes to PostgreSQL. */
export function sentValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return value === null || value instanceof Uint8Array ? value : String(value);
}

/** For `pg`, which would turn values into text itself. */
export function asItIs(value: unknown): unknown {
  return value;
}
