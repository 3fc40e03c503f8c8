/** One part of the copy, as `docs/personal-data-export.md` names it. */
export interface CopyPart {
  readonly key: string;
  readonly value: unknown;
}

/** What says only which form the document has. */
const aboutTheForm = new Set(['form', 'version', 'exportedAt']);

/** The parts of a copy, in its order. */
export function partsOf(document: string): CopyPart[] {
  const copy = JSON.parse(document) as Record<string, unknown>;
  return Object.entries(copy).flatMap(([key, value]) => (aboutTheForm.has(key) ? [] : [{ key, value }]));
}

/** The bytes of a text in base64. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** An address in this page's memory under which the browser finds a file to keep; it is given back when the page is left. */
export const addressOf = (content: BlobPart, type: string): string => URL.createObjectURL(new Blob([content], { type }));

/** A digest in groups of four, to compare by eye. */
export const groupsOfFour = (digest: string): string => (digest.match(/.{1,4}/g) ?? []).join(' ');

/** Shown on a screen that others can see, and printed: the first and the last sign alone. The file has the whole number. */
export const masked = (number: string): string => (number.length < 3 ? number : `${number.slice(0, 1)}${'*'.repeat(number.length - 2)}${number.slice(-1)}`);

/** Whether a text is an instant. */
export const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text);

/** What only machines read: it is in the file, and the page says so. */
export const isInternal = (key: string): boolean => key === 'id' || key === 'key' || key === 'table' || (/Id$/.test(key) && key !== 'providerUserId');

/** Whether there is nothing to read. */
export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** Whether a value has parts of its own. */
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
