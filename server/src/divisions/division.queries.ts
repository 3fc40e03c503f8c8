import type { Sentence } from '../graphql/language.ts';
import type { DivisionLevel } from './division.entity.ts';
import { readReferenceRows } from './reference-file.ts';

/** A division with its place in the tree and in time. Days are calendar days of China, both ends included. */
export interface ListedDivision {
  /** Six digits of GB/T 2260. */
  readonly code: string;
  /** The name without those above it: 西湖区. */
  readonly name: string;
  /** The name with those above it: 浙江省杭州市西湖区. */
  readonly fullName: string;
  readonly level: DivisionLevel;
  readonly parent: ListedDivision | null;
  /** First valid day; null when it began before our records. */
  readonly validFrom: string | null;
  /** Last valid day; null while it is valid. */
  readonly validTo: string | null;
  /** The divisions that took over its area; empty while it is valid. */
  readonly successors: readonly ListedDivision[];
  readonly source: string;
}

/** Why a code cannot be a place of today, with what to tell people. */
export interface DivisionFault {
  readonly code: 'DIVISION_UNKNOWN' | 'DIVISION_ENDED';
  readonly sentence: Sentence;
}

type Column = 'code' | 'name' | 'level' | 'parentCode' | 'validFrom' | 'validTo' | 'successors' | 'source';

// Reference data of a release: read once, never changed while the process lives.
const byCode = readList();
const childrenOf = Map.groupBy(byCode.values(), (division) => division.parent?.code ?? null);
const shortNames = new Map([...byCode.values()].map((division) => [division, shortNameOf(division)]));

/** Every division on record, current and ended, by code. */
export function allDivisions(): readonly ListedDivision[] {
  return [...byCode.values()];
}

/** The division of a code, current or ended; null when the list does not know it. */
export function findDivision(code: string): ListedDivision | null {
  return byCode.get(code) ?? null;
}

/** Whether a division is valid on a day. */
export function isValidOn(division: ListedDivision, on: string): boolean {
  return (division.validFrom === null || division.validFrom <= on) && (division.validTo === null || on <= division.validTo);
}

/** Whether a code names a division that is valid on a day (`YYYY-MM-DD` in China). */
export function isCurrentDivision(code: string, on: string): boolean {
  const division = byCode.get(code);
  return division !== undefined && isValidOn(division, on);
}

/**
 * What is wrong with a code as a place of that day (`YYYY-MM-DD` in China): unknown, or ended, when the sentence names those
 * that took over; null when nothing is. A division that has not begun yet is unknown.
 */
export function divisionFault(code: string, on: string): DivisionFault | null {
  const division = byCode.get(code);
  if (!division || (division.validFrom !== null && on < division.validFrom)) return unknownDivision;
  return isValidOn(division, on) ? null : endedDivision(division, on);
}

/** As `divisionFault`, and a place of residence must be named as closely as divisions go: a county, not a city that has counties. */
export function residenceFault(code: string, on: string): DivisionFault | null {
  return divisionFault(code, on) ?? (isFinestDivision(code, on) ? null : tooWideDivision);
}

/**
 * Whether a division has no parts on that day, so that an address cannot be given more closely: a county, or a city
 * without counties (东莞, 中山, 儋州, 嘉峪关, and 台湾, 香港, 澳门, whose parts GB/T 2260 does not list).
 */
export function isFinestDivision(code: string, on: string): boolean {
  return divisionsBelow(code, on).length === 0;
}

/** The divisions directly below a code (null: the provinces) on a day, by code; with `includeFormer` also those ended by then. */
export function divisionsBelow(parentCode: string | null, on: string, includeFormer = false): readonly ListedDivision[] {
  return (childrenOf.get(parentCode) ?? []).filter(
    (division) => isValidOn(division, on) || (includeFormer && division.validTo !== null && division.validTo < on),
  );
}

/** Whether a division lies in another one, or is it. */
export function liesWithin(division: ListedDivision, outer: ListedDivision): boolean {
  for (let at: ListedDivision | null = division; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** The division itself and everything below it, current and ended. */
export function divisionsWithin(outer: ListedDivision): readonly ListedDivision[] {
  return [outer, ...(childrenOf.get(outer.code) ?? []).flatMap(divisionsWithin)];
}

/** Where an ended division's area is administered on a day, through as many changes as it took; itself while it is valid. */
export function currentSuccessors(division: ListedDivision, on: string): readonly ListedDivision[] {
  if (division.validTo === null || on <= division.validTo) return [division];
  return [...new Set(division.successors.flatMap((successor) => currentSuccessors(successor, on)))];
}

/**
 * Divisions whose full name holds the text, with or without the endings 省, 市, 县, 区 (杭州西湖), ended ones replaced by those
 * that took over on that day: 江干 finds 上城区 and 钱塘区.
 */
export function divisionsNamedLike(text: string, on: string): readonly ListedDivision[] {
  const named = allDivisions().filter((division) => division.fullName.includes(text) || shortNames.get(division)?.includes(text));
  return [...new Set(named.flatMap((division) => currentSuccessors(division, on)))];
}

/** What people say instead of the full name: 浙江杭州西湖. A name of two characters keeps its ending (沙县). */
function shortNameOf({ name, parent }: ListedDivision): string {
  return (parent ? shortNameOf(parent) : '') + (name.length > 2 ? name.replace(/[省市县区]$/, '') : name);
}

const unknownDivision: DivisionFault = {
  code: 'DIVISION_UNKNOWN',
  sentence: { 'zh-CN': '没有这个行政区划，请重新选择。', en: 'There is no such division. Please choose again.' },
};

const tooWideDivision: DivisionFault = {
  code: 'DIVISION_UNKNOWN',
  sentence: { 'zh-CN': '请选到区、县或县级市。', en: 'Please choose the district, county or county-level city.' },
};

function endedDivision(division: ListedDivision, on: string): DivisionFault {
  const successors = currentSuccessors(division, on).map(({ fullName }) => fullName);
  return {
    code: 'DIVISION_ENDED',
    sentence: {
      'zh-CN': `${division.fullName}已撤销，请改选现在的区划：${successors.join('、')}。`,
      en: `${division.fullName} no longer exists. Please choose what it is today: ${successors.join(', ')}.`,
    },
  };
}

function readList(): ReadonlyMap<string, ListedDivision> {
  const list = new Map<string, ListedDivision & { successors: ListedDivision[] }>();
  const successorCodes = new Map<ListedDivision, string>();
  // Parents stand before their parts because rows are in the order of codes.
  for (const row of readReferenceRows<Column>('divisions/data/divisions.csv')) {
    const parent = row.parentCode ? known(list, row.parentCode) : null;
    const division = {
      code: row.code,
      name: row.name,
      fullName: fullNameOf(row.name, parent),
      level: row.level as DivisionLevel,
      parent,
      validFrom: row.validFrom || null,
      validTo: row.validTo || null,
      successors: [],
      source: row.source,
    };
    list.set(row.code, division);
    successorCodes.set(division, row.successors);
  }
  for (const division of list.values()) {
    const codes = successorCodes.get(division);
    if (codes) division.successors.push(...codes.split('|').map((code) => known(list, code)));
  }
  return list;
}

/** Grouping rows (…90 省直辖县级行政区划, 重庆's 县) are steps of the code, not parts of an address; a municipality's name is said once. */
function fullNameOf(name: string, parent: ListedDivision | null): string {
  const above = parent && isGrouping(parent) ? parent.parent : parent;
  return above?.name === name ? above.fullName : (above?.fullName ?? '') + name;
}

function isGrouping({ code, name }: ListedDivision): boolean {
  return /^\d\d9000$/.test(code) || name === '县';
}

function known<Value>(list: ReadonlyMap<string, Value>, code: string): Value {
  const value = list.get(code);
  if (value === undefined) throw new Error(`divisions.csv names ${code} before or without listing it`);
  return value;
}
