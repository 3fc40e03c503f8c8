import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { allItems, type DonationItem } from '../donors/donation-kinds.ts';
import { itemWords } from '../evidence/evidence-words.ts';

/** The columns of a file from a former system. */
export type FormerColumn = 'reference' | 'fullName' | 'documentType' | 'documentNumber' | 'birthday' | 'phone' | 'residenceCode' | 'familyKnows' | 'decidedOn' | 'body' | DonationItem;

/** Each column by the names that a header may give it; the Chinese one stands in reports. */
export const columnNames: Readonly<Record<FormerColumn, readonly [english: string, chinese: string]>> = {
  reference: ['reference', '原系统编号'],
  fullName: ['full_name', '姓名'],
  documentType: ['document_type', '证件类型'],
  documentNumber: ['document_number', '证件号码'],
  birthday: ['birthday', '出生日期'],
  phone: ['phone', '电话'],
  residenceCode: ['residence_code', '区划代码'],
  familyKnows: ['family_knows', '家人知道'],
  decidedOn: ['decided_on', '登记日期'],
  body: ['body', '遗体'],
  ...(Object.fromEntries(allItems.map((item) => [item, [item.toLowerCase(), itemWords[item]]])) as Record<DonationItem, [string, string]>),
};
const all = Object.keys(columnNames) as FormerColumn[];
const optional: readonly FormerColumn[] = ['documentType', 'birthday', 'phone', 'familyKnows', 'body'];

/** The longest line that is read, in characters: a quotation mark that is never closed must not fill the memory. */
const LONGEST_LINE = 8_192;

/** The same with all marks between the cells. */
const LONGEST_TEXT = 4 * LONGEST_LINE;

class LineTooLong extends Error {}

/** Why a file cannot be read at all, in words for whoever sent it; repeats nothing that stands in its rows. */
export class FormerFileFault extends Error {
  override readonly name = 'FormerFileFault';
}

/** One row as it stands in the file: each cell by its column, an absent column as an empty cell. */
export interface FormerRow {
  /** The line on which the row ends; the first is 1. */
  readonly line: number;
  /** Null when it has more or fewer cells than the header. */
  readonly cells: Readonly<Partial<Record<FormerColumn, string>>> | null;
}

/**
 * Reads the rows of a file one by one, as fast as they are asked for: CSV by RFC 4180 in UTF-8, with or without a byte order mark, any line
 * ending. Holds one block of the file in memory, however long the file is.
 *
 * @param hash is given every byte that was read.
 * @throws FormerFileFault
 */
export async function* formerRows(path: string, hash = createHash('sha256')): AsyncGenerator<FormerRow> {
  const parser = parse({ info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_LINE });
  // What goes wrong in any of them ends the parser, and is thrown where it is asked for rows.
  pipeline(createReadStream(path), (source: AsyncIterable<Buffer>) => decoded(source, hash), parser, () => undefined);
  let columns: readonly FormerColumn[] | null = null;
  try {
    // The parser's types do not know what `info` makes of a record.
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const cells = record.map((cell) => cell.replace(/^[\s\u3000]+|[\s\u3000]+$/g, ''));
      if (cells.every((cell) => cell === '')) continue;
      if (columns) yield { line: info.lines, cells: cells.length === columns.length ? Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) : null };
      else columns = columnsOf(cells);
    }
  } catch (error) {
    throw faultOf(error);
  }
  if (!columns) throw new FormerFileFault('文件是空的。');
}

/** What one look over the whole file told. */
export interface FormerFile {
  readonly path: string;
  readonly rows: number;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly digest: string;
}

/** Looks over a whole file before anything of it is taken in: nothing is written of one that cannot be read to its end. @throws FormerFileFault */
export async function lookOver(path: string): Promise<FormerFile> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const row of formerRows(path, hash)) rows += Number(row.line > 0);
  if (rows === 0) throw new FormerFileFault('文件只有表头，没有登记。');
  return { path, rows, digest: hash.digest('hex') };
}

async function* decoded(source: AsyncIterable<Buffer>, hash: { update(block: Buffer): unknown }): AsyncGenerator<string> {
  // The decoder drops a byte order mark; `fatal` finds GBK, whose pairs are hardly ever valid UTF-8.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let open = 0;
  for await (const block of source) {
    hash.update(block);
    const text = sound(decoder.decode(block, { stream: true }));
    open = openLine(text, open);
    yield text;
  }
  yield sound(decoder.decode());
}

/**
 * How long the line is that a piece of text leaves open. The parser counts what stands in the cells: millions of empty ones are nothing to it.
 * @param open how long the line was that the text before left open. @throws LineTooLong
 */
function openLine(text: string, open: number): number {
  let length = open;
  for (const line of text.split(/([\r\n]+)/)) {
    length = /^[\r\n]/.test(line) ? 0 : length + line.length;
    if (length > LONGEST_TEXT) throw new LineTooLong();
  }
  return length;
}

/** UTF-16 is valid UTF-8 now and then, but full of zeros. */
function sound(text: string): string {
  if (text.includes('\u0000')) throw new TypeError('not UTF-8');
  return text;
}

function faultOf(error: unknown): unknown {
  if (error instanceof CsvError) return new FormerFileFault(`第 ${String(error['lines'] ?? '?')} 行附近的引号不成对，或者一行超过 ${LONGEST_LINE} 个字符，文件无法按 CSV 读到最后。`);
  if (error instanceof LineTooLong) return new FormerFileFault(`有一行超过 ${LONGEST_TEXT} 个字符，文件无法按 CSV 读到最后。`);
  if (error instanceof TypeError) return new FormerFileFault('文件不是 UTF-8 编码（多半是 GBK）。请另存为“CSV UTF-8（逗号分隔）”后再导入。');
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EISDIR')) return new FormerFileFault('读不到这个文件。');
  return error;
}

function columnsOf(header: readonly string[]): readonly FormerColumn[] {
  const columns = header.map((title, at) => {
    const column = all.find((name) => columnNames[name].includes(title.toLowerCase()));
    // A file without a header has a person in its first line: no word of it is repeated.
    if (!column) throw new FormerFileFault(`表头第 ${at + 1} 列的名称不认识。可用的列：${all.map((name) => columnNames[name].join('/')).join('、')}。`);
    return column;
  });
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice) throw new FormerFileFault(`表头中“${columnNames[twice][1]}”列出现了两次。`);
  const missing = all.filter((column) => !columns.includes(column) && !optional.includes(column));
  if (missing.length > 0) throw new FormerFileFault(`表头缺少必需的列：${missing.map((column) => columnNames[column].join('/')).join('、')}。`);
  return columns;
}
