import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One row of a paper's table: the texts of its cells by the names of their columns. */
export type PaperRow = Readonly<Record<string, string>>;

/** Reads a file of the project, named from its root. */
export function paper(path: string): string {
  return readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8');
}

/**
 * The first table below a heading of a Markdown paper.
 * @throws Error when the heading or its table is missing: a check that finds nothing to check must not pass.
 */
export function tableBelow(text: string, heading: string): readonly PaperRow[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const section = start < 0 ? [] : lines.slice(start + 1);
  const end = section.findIndex((line) => /^#+ /.test(line));
  const [head, , ...rows] = section.slice(0, end < 0 ? undefined : end).filter((line) => line.startsWith('|')).map(cellsOf);
  if (!head || rows.length === 0) throw new Error(`There is no table below "${heading}"`);
  return rows.map((row) => Object.fromEntries(head.map((name, column) => [name, row[column] ?? ''])));
}

/** What stands between backticks in a cell. */
export function codesIn(cell: string | undefined): readonly string[] {
  return [...(cell ?? '').matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code ?? []);
}

function cellsOf(line: string): readonly string[] {
  return line.split('|').slice(1, -1).map((cell) => cell.trim());
}
