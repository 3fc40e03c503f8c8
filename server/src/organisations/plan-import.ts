import { divisionFault, findDivision, liesWithin } from '../divisions/division.queries.ts';
import { accountCoversWitnessing } from './directory-facts.ts';
import type { OrganisationRow, RejectedRow } from './organisation-csv.ts';
import { OrganisationLevel } from './organisation.entity.ts';
import { isSocietyName, societyKey } from './registry-key.ts';

/** A body as the directory knows it, by keys instead of ids. */
export interface KnownOrganisation {
  readonly key: string;
  readonly name: string;
  readonly level: OrganisationLevel;
  readonly divisionCode: string;
  readonly parentKey: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly source: string;
  /** What the account of 2020 says about witnessing alone; null when nothing is on record. */
  readonly couldWitnessIn2020: boolean | null;
}

/** One value that an import changes. */
export interface FieldChange {
  readonly field: Exclude<keyof KnownOrganisation, 'key'>;
  readonly from: string | boolean | null;
  readonly to: string | boolean | null;
}

/** A body that an import adds or changes, as it shall be. */
export interface PlannedOrganisation {
  readonly line: number;
  readonly organisation: KnownOrganisation;
  /** Empty for a new body. */
  readonly changes: readonly FieldChange[];
}

/** What an import would do. When anything is rejected, nothing of it may be done. */
export interface ImportPlan {
  readonly added: readonly PlannedOrganisation[];
  readonly changed: readonly PlannedOrganisation[];
  readonly unchanged: number;
  readonly rejected: readonly RejectedRow[];
  /** Names of bodies in the directory that the file does not mention. They stay: an office is not closed by an omission. */
  readonly missing: readonly string[];
}

/** The body above every province's society; it is not in the directory. */
const NATIONAL_SOCIETY = '中国红十字会总会';

const heights: Record<OrganisationLevel, number> = { PROVINCE: 3, CITY: 2, COUNTY: 1 };

/**
 * Compares the rows of a file with the directory and says what would be added and changed, and which rows do not fit.
 * `on` is the day (`YYYY-MM-DD`) on which a division must exist to hold an office. Pure: reads and writes nothing.
 */
export function planImport(rows: readonly OrganisationRow[], known: readonly KnownOrganisation[], on: string): ImportPlan {
  const rejections = new Map<OrganisationRow, string[]>(rows.map((row) => [row, []]));
  const reject = (row: OrganisationRow, reason: string) => rejections.get(row)?.push(reason);

  const keys = new Map<OrganisationRow, string>();
  for (const row of rows) {
    const key = keyOf(row, known);
    if (key === null) reject(row, '无法按名称认出是哪个机构：须在“编号”列写明（新机构给它一个固定编号）');
    else keys.set(row, key);
    checkDivision(row, on, (reason) => reject(row, reason));
  }
  rejectDuplicates(rows, keys, known, reject);

  const knownByKey = new Map(known.map((organisation) => [organisation.key, organisation]));
  const inFile = new Set(keys.values());
  const after = [...keys].map(([row, key]) => ({ key, name: row.name, level: row.level, divisionCode: row.divisionCode }));
  const candidates = [...after, ...known.filter(({ key }) => !inFile.has(key))];

  const added: PlannedOrganisation[] = [];
  const changed: PlannedOrganisation[] = [];
  let unchanged = 0;
  for (const [row, key] of keys) {
    const before = knownByKey.get(key) ?? null;
    const parentKey = parentKeyOf(row, key, before, candidates, (reason) => reject(row, reason));
    if (rejections.get(row)?.length) continue;
    const organisation = merge(row, key, before, parentKey);
    const changes = before ? changesBetween(before, organisation) : [];
    if (!before) added.push({ line: row.line, organisation, changes });
    else if (changes.length > 0) changed.push({ line: row.line, organisation, changes });
    else unchanged++;
  }
  const rejected = [...rejections].flatMap(([row, reasons]) => (reasons.length > 0 ? [{ line: row.line, name: row.name, reasons }] : []));
  const missing = known.filter(({ key }) => !inFile.has(key)).map(({ name }) => name);
  return { added, changed, unchanged, rejected, missing };
}

/**
 * The key that the row names; else that of the body it can only mean: the one of its name and division, or for a society the
 * one society of its division, known or new. Null when that leaves a doubt.
 */
function keyOf(row: OrganisationRow, known: readonly KnownOrganisation[]): string | null {
  if (row.key) return row.key;
  const here = known.filter(({ divisionCode }) => divisionCode === row.divisionCode);
  const same = here.find(({ name }) => name === row.name);
  if (same || !isSocietyName(row.name)) return same?.key ?? null;
  const society = here.find(({ name }) => isSocietyName(name));
  const newKey = societyKey(row.divisionCode);
  // A society that moved away keeps its key: the next one of this division needs another.
  return society?.key ?? (known.some(({ key }) => key === newKey) ? null : newKey);
}

function checkDivision(row: OrganisationRow, on: string, reject: (reason: string) => void): void {
  const division = findDivision(row.divisionCode);
  const fault = divisionFault(row.divisionCode, on);
  if (fault) reject(`区划代码 ${row.divisionCode}：${fault.sentence['zh-CN']}`);
  else if (division && division.level !== row.level) {
    reject(`级别与区划不符：${division.fullName}是${levelNames[division.level]}，表中写的是${levelNames[row.level]}`);
  }
}

function rejectDuplicates(
  rows: readonly OrganisationRow[],
  keys: ReadonlyMap<OrganisationRow, string>,
  known: readonly KnownOrganisation[],
  reject: (row: OrganisationRow, reason: string) => void,
): void {
  const inFile = new Set(keys.values());
  const placeOf = ({ name, divisionCode }: { name: string; divisionCode: string }) => `${divisionCode} ${name}`;
  const taken = new Map(known.filter(({ key }) => !inFile.has(key)).map((organisation) => [placeOf(organisation), organisation.key]));
  const firstWithName = new Map<string, OrganisationRow>();
  const firstWithKey = new Map<string, OrganisationRow>();
  for (const row of rows) {
    const key = keys.get(row);
    const owner = taken.get(placeOf(row));
    const sameName = firstWithName.get(placeOf(row));
    const sameKey = key === undefined ? undefined : firstWithKey.get(key);
    if (owner) reject(row, `名录中已有同一区划的同名机构，编号是 ${owner}`);
    if (sameName) reject(row, `与第 ${sameName.line} 行是同一区划的同名机构`);
    else if (sameKey) reject(row, `与第 ${sameKey.line} 行是同一机构（编号 ${key ?? ''}）`);
    firstWithName.set(placeOf(row), sameName ?? row);
    if (key !== undefined) firstWithKey.set(key, sameKey ?? row);
  }
}

type Candidate = Pick<KnownOrganisation, 'key' | 'name' | 'level' | 'divisionCode'>;

function parentKeyOf(
  row: OrganisationRow,
  key: string,
  before: KnownOrganisation | null,
  candidates: readonly Candidate[],
  reject: (reason: string) => void,
): string | null {
  if (row.parentName === undefined) {
    if (!before && row.level !== OrganisationLevel.PROVINCE) reject('上级不能为空');
    return before?.parentKey ?? null;
  }
  if (row.parentName === NATIONAL_SOCIETY) {
    if (row.level !== OrganisationLevel.PROVINCE) reject(`只有省级机构的上级可以是${NATIONAL_SOCIETY}`);
    return null;
  }
  const named = candidates.filter((candidate) => candidate.name === row.parentName && candidate.key !== key);
  const [parent] = named;
  if (!parent) reject(`找不到上级机构“${row.parentName}”`);
  else if (named.length > 1) reject(`上级机构“${row.parentName}”不止一个`);
  else if (!maySupervise(parent, row)) reject(`“${row.parentName}”不能是它的上级：级别或区划不合`);
  return parent?.key ?? null;
}

/** A body stands above those of lower levels inside its division; a society also above its own centres beside it. This leaves no circle. */
function maySupervise(parent: Candidate, row: OrganisationRow): boolean {
  const [outer, inner] = [findDivision(parent.divisionCode), findDivision(row.divisionCode)];
  if (!outer || !inner || !liesWithin(inner, outer)) return false;
  if (heights[parent.level] > heights[row.level]) return true;
  return parent.level === row.level && isSocietyName(parent.name) && !isSocietyName(row.name);
}

function merge(row: OrganisationRow, key: string, before: KnownOrganisation | null, parentKey: string | null): KnownOrganisation {
  return {
    key,
    name: row.name,
    level: row.level,
    divisionCode: row.divisionCode,
    parentKey,
    address: row.address === undefined ? (before?.address ?? null) : row.address,
    phone: row.phone === undefined ? (before?.phone ?? null) : row.phone,
    source: row.source,
    couldWitnessIn2020: isCovered(row) ? (row.couldWitnessIn2020 ?? before?.couldWitnessIn2020 ?? null) : null,
  };
}

function isCovered({ name, level, divisionCode }: OrganisationRow): boolean {
  const division = findDivision(divisionCode);
  return division !== null && accountCoversWitnessing({ name, level, division });
}

function changesBetween(before: KnownOrganisation, after: KnownOrganisation): readonly FieldChange[] {
  const fields = ['name', 'level', 'divisionCode', 'parentKey', 'address', 'phone', 'source', 'couldWitnessIn2020'] as const;
  return fields.flatMap((field) => (before[field] === after[field] ? [] : [{ field, from: before[field], to: after[field] }]));
}

const levelNames: Record<OrganisationLevel, string> = { PROVINCE: '省级', CITY: '市级', COUNTY: '县级' };
