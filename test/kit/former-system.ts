import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../server/src/database/orm.ts';
import { lookOver } from '../../server/src/former-system/former-file.ts';
import { importRegistrations, type ImportOptions, type ImportSums } from '../../server/src/former-system/import-registrations.ts';
import type { ReportLine } from '../../server/src/former-system/former-words.ts';
import { allItems, type DonationItem } from '../../server/src/donors/donation-kinds.ts';
import { testIdentityNumber } from '../../server/src/nonprod/test-identity-number.ts';
import { XIHU } from './decisions.ts';
import { NOW, type World } from './world.ts';

/** The cells of a row of a former system, by the English names of the columns. */
export type FormerCells = Readonly<Record<string, string>>;

/** The name of the former system in tests. */
export const FORMER = 'former-test';

/** A number of somebody who exists only in this test; people of the world have other counties. */
export function formerNumber(person: number, birthday = '1975-03-08'): string {
  return testIdentityNumber({ divisionCode: `33${String(8000 + Math.floor(person / 900)).padStart(4, '0')}`, birthday, order: person % 900 });
}

/** A row that is in order; `special` says what is different. */
export function formerRow(person: number, special: FormerCells = {}): FormerCells {
  const items = Object.fromEntries(allItems.map((item) => [item.toLowerCase(), (person + allItems.indexOf(item)) % 4 === 0 ? '不同意' : '同意']));
  return { reference: `DJ-${person}`, full_name: '演示旧人', document_number: formerNumber(person), phone: '13700005566', residence_code: XIHU, decided_on: '2021-06-01', ...items, ...special };
}

/** What a row says about each item. */
export function statedIn(row: FormerCells): Record<DonationItem, string> {
  const names: Readonly<Record<string, string>> = { 同意: 'AGREE', 不同意: 'REFUSE', 不表态: 'NOT_STATED' };
  return Object.fromEntries(allItems.map((item) => [item, names[row[item.toLowerCase()] ?? ''] ?? ''])) as Record<DonationItem, string>;
}

/** Writes a file of these rows, with every column that any of them has, and says where it lies. */
export function formerFile(rows: readonly FormerCells[], { mark = '', newline = '\r\n' } = {}): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => quoted(row[column] ?? '')))].map((cells) => cells.join(','));
  return writtenFile(mark + lines.map((line) => line + newline).join(''));
}

/** Writes a file as it is given. */
export function writtenFile(content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'sanxian-former-')), 'former.csv');
  writeFileSync(path, content);
  return path;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Takes a file over in a world, as the owner of its tables, as the operator's command does. */
export async function takenOver(world: World, path: string, options: Partial<Omit<ImportOptions, 'report'>> = {}): Promise<{ readonly sums: ImportSums; readonly lines: readonly ReportLine[] }> {
  const lines: ReportLine[] = [];
  const orm = await connect(world.databaseUrl);
  try {
    const sums = await importRegistrations({ orm, vault: world.vault, now: () => NOW, system: FORMER }, await lookOver(path), { dryRun: false, ...options, report: (line) => void lines.push(line) });
    return { sums, lines };
  } finally {
    await orm.close();
  }
}
