import { CsvError, parse } from 'csv-parse/sync';
import { OrganisationLevel } from './organisation.entity.ts';
import { REGISTRY_KEY } from './registry-key.ts';

/** What a cell says about a value: a new one, `null` to erase it (written `-`), or nothing (blank: what is known stays). */
export type Stated<Value> = Value | null | undefined;

/** One row of a directory file, checked on its own; whether it fits the directory is decided in `plan-import.ts`. */
export interface OrganisationRow {
  readonly line: number;
  /** Undefined when the file does not name one. */
  readonly key: string | undefined;
  readonly name: string;
  readonly level: OrganisationLevel;
  readonly divisionCode: string;
  /** The name of the body above; undefined when the cell is blank. */
  readonly parentName: string | undefined;
  readonly address: Stated<string>;
  readonly phone: Stated<string>;
  readonly source: string;
  /** What the account of 2020 says about witnessing alone; undefined when the cell is blank. */
  readonly couldWitnessIn2020: boolean | undefined;
}

/** A row that cannot be taken, with every reason, in Chinese for the staff who wrote the file. */
export interface RejectedRow {
  readonly line: number;
  readonly name: string;
  readonly reasons: readonly string[];
}

/** What a file says: its rows and those that cannot be taken; or, when it cannot be read at all, why. */
export type DirectoryFile =
  | { readonly fault: string }
  | { readonly fault: null; readonly rows: readonly OrganisationRow[]; readonly rejected: readonly RejectedRow[] };

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_ROWS = 5_000;

/** The columns, by the names that a header may give them. */
const columnNames = {
  key: ['key', '编号'],
  name: ['name', '名称'],
  level: ['level', '级别'],
  divisionCode: ['division_code', '区划代码'],
  parentName: ['parent', '上级'],
  address: ['address', '地址'],
  phone: ['phone', '电话'],
  source: ['source', '来源'],
  couldWitnessIn2020: ['can_witness_independently', '2020年独立见证'],
} as const;
type Column = keyof typeof columnNames;
const required: readonly Column[] = ['name', 'level', 'divisionCode', 'parentName', 'source'];

const longest: Record<Column, number> = {
  key: 40, name: 60, level: 10, divisionCode: 6, parentName: 60, address: 120, phone: 80, source: 400, couldWitnessIn2020: 5,
};

const levels: Readonly<Record<string, OrganisationLevel>> = {
  province: OrganisationLevel.PROVINCE, 省: OrganisationLevel.PROVINCE,
  city: OrganisationLevel.CITY, 市: OrganisationLevel.CITY,
  county: OrganisationLevel.COUNTY, 县: OrganisationLevel.COUNTY,
};

/** Landline with area code and optional extension, mobile, 400 number, or a five-digit service number (12345). */
const phoneForm = /^(0\d{2,3}-\d{7,8}(-\d{1,5})?|1[3-9]\d{9}|400-\d{3}-\d{4}|1\d{4})$/;

/** Cells that a spreadsheet would run as a formula when somebody opens the file again. */
const formula = /^[=+\-@＝＋－＠]/;

/** Control, format (zero width, bidi), private and replacement characters: invisible, or the remains of a wrong encoding. */
const unkeepable = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\uFFFD]/u;

/** Reads a directory file (CSV, UTF-8 with or without BOM, any line ending). Nothing is guessed: what is doubtful is refused. */
export function readDirectoryFile(bytes: Uint8Array): DirectoryFile {
  if (bytes.length > MAX_BYTES) return { fault: `文件超过 ${MAX_BYTES / 1024 / 1024} MB。` };
  const text = decode(bytes);
  if (text === null) return { fault: '文件不是 UTF-8 编码（多半是 Excel 另存的 GBK 或 Unicode 文本）。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后再导入。' };
  const table = readTable(text);
  if (typeof table === 'string') return { fault: table };
  const [header, ...body] = table;
  if (!header) return { fault: '文件是空的。' };
  const columns = columnsOf(header.cells);
  if (typeof columns === 'string') return { fault: columns };
  if (body.length === 0) return { fault: '文件只有表头，没有机构。' };
  if (body.length > MAX_ROWS) return { fault: `文件超过 ${MAX_ROWS} 行。` };
  const read = body.map((row) => readRow(row, columns));
  return { fault: null, rows: read.filter((row) => 'level' in row), rejected: read.filter((row) => 'reasons' in row) };
}

function decode(bytes: Uint8Array): string | null {
  try {
    // The decoder drops a BOM; `fatal` finds GBK, whose pairs are hardly ever valid UTF-8, and UTF-16.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text.replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}

interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

function readTable(text: string): readonly TableRow[] | string {
  try {
    const options = { info: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' } as const;
    // The parser's types do not know what `info` makes of a record.
    const records = parse(text, options) as unknown as readonly { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '')) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return `第 ${String(error['lines'] ?? '?')} 行附近的引号不成对，文件无法按 CSV 读出。`;
  }
}

function columnsOf(header: readonly string[]): ReadonlyMap<Column, number> | string {
  const columns = new Map<Column, number>();
  for (const [at, title] of header.entries()) {
    const column = (Object.keys(columnNames) as Column[]).find((name) => (columnNames[name] as readonly string[]).includes(title.toLowerCase()));
    if (!column) return `表头中有不认识的列“${title.slice(0, 30)}”。可用的列：${Object.values(columnNames).map(([english, chinese]) => `${english}（${chinese}）`).join('、')}。`;
    if (columns.has(column)) return `表头中“${title}”列出现了两次。`;
    columns.set(column, at);
  }
  const missing = required.filter((column) => !columns.has(column));
  return missing.length > 0 ? `表头缺少必需的列：${missing.map((column) => columnNames[column].join('/')).join('、')}。` : columns;
}

function readRow({ line, cells }: TableRow, columns: ReadonlyMap<Column, number>): OrganisationRow | RejectedRow {
  const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? '';
  const reasons = cells.length === columns.size ? [] : [`应有 ${columns.size} 格，实有 ${cells.length} 格（内容里有逗号时要加双引号）`];
  for (const column of columns.keys()) reasons.push(...faultsOf(column, cell(column)));

  const level = levels[cell('level').toLowerCase()];
  const witness = { true: true, 是: true, false: false, 否: false }[cell('couldWitnessIn2020').toLowerCase()];
  if (reasons.length > 0 || !level) return { line, name: cell('name').slice(0, longest.name), reasons };
  return {
    line,
    key: cell('key').toLowerCase() || undefined,
    name: cell('name'),
    level,
    divisionCode: cell('divisionCode'),
    parentName: cell('parentName') || undefined,
    address: stated(cell('address')),
    phone: stated(cell('phone')),
    source: cell('source'),
    couldWitnessIn2020: witness,
  };
}

function stated(cell: string): Stated<string> {
  return cell === '' ? undefined : cell === '-' ? null : cell;
}

function faultsOf(column: Column, cell: string): readonly string[] {
  const [, title] = columnNames[column];
  if (cell === '') return column !== 'parentName' && required.includes(column) ? [`${title}不能为空`] : [];
  if ([...cell].length > longest[column]) return [`${title}超过 ${longest[column]} 个字`];
  if (unkeepable.test(cell)) return [`${title}含有不可见字符、换行或乱码`];
  const erases = cell === '-' && (column === 'address' || column === 'phone');
  if (formula.test(cell) && !erases) return [`${title}不能以 = + - @ 开头（表格软件会把它当公式执行）`];
  const isWellFormed = forms[column];
  return erases || !isWellFormed || isWellFormed(cell) ? [] : [wrongForm[column] ?? `${title}格式不对`];
}

const forms: Partial<Record<Column, (cell: string) => boolean>> = {
  key: (cell) => REGISTRY_KEY.test(cell.toLowerCase()),
  level: (cell) => Object.hasOwn(levels, cell.toLowerCase()),
  divisionCode: (cell) => /^\d{6}$/.test(cell),
  phone: (cell) => cell.split(/[;；]/).every((number) => phoneForm.test(number.trim())),
  couldWitnessIn2020: (cell) => ['true', 'false', '是', '否'].includes(cell.toLowerCase()),
};

const wrongForm: Partial<Record<Column, string>> = {
  key: '编号只能用小写字母、数字和连字符，3 至 40 个字符',
  level: '级别只能是 province/省、city/市、county/县',
  divisionCode: '区划代码应是 6 位数字',
  phone: '电话应写作 0571-12345678、0571-12345678-123、手机 11 位、400-123-4567 或五位服务号；多个号码用分号隔开',
  couldWitnessIn2020: '2020年独立见证只能是 true/是、false/否 或空',
};
