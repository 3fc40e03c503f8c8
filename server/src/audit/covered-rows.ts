import { leafHash, type Hash } from './merkle-tree.ts';

/** A row as PostgreSQL writes it in text: every column by name, null where there is none. */
export type PlainRow = Readonly<Record<string, string | null>>;

/** A table whose rows are sealed, and the column that says when a row came to be. */
export type CoveredTable = 'audit_entry' | 'decision' | 'look_up_step' | 'evidence_issue' | 'body_declaration';

interface Coverage {
  readonly timeColumn: string;
  /** Rows were written before the table was covered: they are sealed late, and dated by the audit entry that tells of them. */
  readonly hasOlderRows?: true;
}

/** The tables whose every row becomes a leaf; their triggers put each new row into the queue (see the migration). */
export const coveredTables: Readonly<Record<CoveredTable, Coverage>> = {
  audit_entry: { timeColumn: 'at' },
  decision: { timeColumn: 'recorded_at' },
  look_up_step: { timeColumn: 'at' },
  evidence_issue: { timeColumn: 'issued_at' },
  body_declaration: { timeColumn: 'recorded_at', hasOlderRows: true },
};

/** The covered tables in a fixed order. */
export const coveredTableNames = Object.keys(coveredTables) as CoveredTable[];

/**
 * A row as one text, the same for ever: table, then each column that has a value with its text, sorted by name. A column
 * that a later release adds is null in old rows and so leaves their text alone; filling it in later changes the text.
 */
export function leafText(table: CoveredTable, row: PlainRow): string {
  const columns = Object.entries(row).filter(([, value]) => value !== null);
  return JSON.stringify([table, columns.toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}

/** The leaf of a row. */
export function leafOf(table: CoveredTable, row: PlainRow): Hash {
  return leafHash(leafText(table, row));
}

/** The leaf that stands for a row that was gone before it could be sealed; no row has it. */
export function leafOfLost(table: CoveredTable, id: string): Hash {
  return leafHash(JSON.stringify([table, id, 'lost before it was sealed']));
}

/** How far a row's own time may lie before the seal that it missed: the longest transaction, and servers whose clocks differ by five minutes. */
export const LATE_BY = 15 * 60_000;

/** When a row says it came to be. */
export function timeOf(table: CoveredTable, row: PlainRow): Date {
  return instantOf(row[coveredTables[table].timeColumn] ?? '');
}

/** An instant as PostgreSQL writes it in UTC and ISO style, `2026-11-23 08:00:00.123+00`. */
export function instantOf(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
}
