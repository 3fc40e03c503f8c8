/** Rows as PostgreSQL's COPY takes them in text, table by table: the fastest way in that `pg` offers. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';
import type { RowSink } from './population.ts';

/** Gathers rows for some tables; rows of other tables are left out. Every row of a table must name the same columns. */
export class CopyRows implements RowSink {
  readonly #tables: Map<string, { columns: string; lines: string[] }>;

  /** @param tables in the order in which they are to be written. */
  constructor(tables: readonly string[]) {
    this.#tables = new Map(tables.map((table) => [table, { columns: '', lines: [] }]));
  }

  add(table: string, row: object): void {
    const rows = this.#tables.get(table);
    if (!rows) return;
    if (rows.columns === '') rows.columns = Object.keys(row).join(', ');
    rows.lines.push(Object.values(row).map(cell).join('\t'));
  }

  /** Writes all of them, in the transaction of the caller's if there is one, and forgets them. */
  async write(client: pg.ClientBase): Promise<void> {
    for (const [table, rows] of this.#tables) {
      if (rows.lines.length === 0) continue;
      await pipeline(Readable.from([Buffer.from(`${rows.lines.join('\n')}\n`)]), client.query(from(`copy ${table} (${rows.columns}) from stdin`)));
      rows.lines = [];
    }
  }
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return escaped(JSON.stringify(value));
  return escaped(String(value as string | number | boolean));
}

/** What COPY would read as the end of a column or a line. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
