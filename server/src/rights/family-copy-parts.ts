import { findDivision } from '../divisions/division.queries.ts';
import { documentWords } from '../evidence/evidence-words.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import { maskDocumentNumber } from '../identity/masking.ts';
import type { Block } from '../papers/block.ts';

/** A label and what stands beside it. */
export type Row = readonly [label: string, value: string];

/** A place by its name; a code that the list of divisions does not know is never shown raw. */
export function placeText(code: string): string {
  return findDivision(code)?.fullName ?? '名称不详的地区';
}

/** A document, masked, because sheets are left lying. */
export function documentText(type: IdentityDocumentType, number: string): string {
  return `${documentWords[type]} ${maskDocumentNumber(type, number, 'STRONG')}（完整号码在 JSON 文件里）`;
}

/** One row, unless nothing is held. */
export function optional<Value>(label: string, value: Value | null | undefined, tell: (value: Value) => string): Row[] {
  return value === null || value === undefined ? [] : [[label, tell(value)]];
}

/** Entries under one label, a line each. */
export function listed<Entry>(label: string, entries: readonly Entry[], tell: (entry: Entry) => string): Block {
  return { kind: 'rows', rows: entries.length === 0 ? [[label, '没有']] : entries.map((entry, index) => [index === 0 ? label : '', tell(entry)] as const) };
}

/** Entries in one line. */
export function listText<Entry>(entries: readonly Entry[], tell: (entry: Entry) => string): string {
  return entries.length === 0 ? '没有' : entries.map(tell).join('；');
}
