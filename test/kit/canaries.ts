import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A value under a name, to be looked for. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Drawn at random, so that its digest gives nothing away and may be kept. */
  readonly isRandom?: boolean;
}

/** One way in which a value could lie somewhere, as bytes. */
interface Form {
  readonly form: string;
  readonly bytes: Buffer;
}

/** Where a canary was found, and in which form. */
export interface Sighting {
  readonly place: string;
  readonly canary: string;
  readonly form: string;
}

/**
 * Every form in which a value may hide: as text in three encodings, escaped for JSON or an address, as hexadecimal, as base64
 * whatever stands before it, and as a digest without a key, which a list of all numbers undoes within hours.
 */
export function formsOf({ value, isRandom = false }: Canary): Form[] {
  const text = Buffer.from(value, 'utf8');
  const wide = Buffer.from(value, 'utf16le');
  const escaped = value.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const forms: Form[] = [
    { form: 'UTF-8', bytes: text },
    { form: 'UTF-16 LE', bytes: wide },
    { form: 'UTF-16 BE', bytes: Buffer.from(wide).swap16() },
    { form: 'hex', bytes: Buffer.from(text.toString('hex')) },
    { form: 'HEX', bytes: Buffer.from(text.toString('hex').toUpperCase()) },
    { form: 'percent', bytes: Buffer.from(encodeURIComponent(value)) },
    { form: 'JSON', bytes: Buffer.from(escaped) },
    ...[0, 1, 2].map((offset) => ({ form: `base64 at ${offset}`, bytes: base64Within(text, offset) })),
  ];
  for (const algorithm of isRandom ? [] : ['md5', 'sha1', 'sha256', 'sm3']) {
    const digest = createHash(algorithm).update(text).digest();
    forms.push({ form: algorithm, bytes: digest }, { form: `${algorithm}, hex`, bytes: Buffer.from(digest.toString('hex')) });
  }
  // Plain ASCII looks the same in several forms.
  return forms.filter(({ bytes }, at) => forms.findIndex((other) => other.bytes.equals(bytes)) === at);
}

/** The characters of base64 that depend on the value alone when it stands so many bytes into what was encoded. */
function base64Within(text: Buffer, offset: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(offset), text]).toString('base64');
  return Buffer.from(whole.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6)));
}

/** Looks for canaries in one text or in bytes. */
export function sightingsIn(place: string, content: string | Buffer, canaries: readonly Canary[]): Sighting[] {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
  return canaries.flatMap((canary) => formsOf(canary).flatMap(({ form, bytes: wanted }) => (bytes.includes(wanted) ? [{ place, canary: canary.name, form }] : [])));
}

/** Looks for canaries in every file below a folder, byte for byte. @returns what was found, and how much was read. */
export function sightingsBelow(folder: string, canaries: readonly Canary[]): { readonly found: Sighting[]; readonly files: number; readonly bytes: number } {
  const found: Sighting[] = [];
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = readFileSync(path);
    files += 1;
    bytes += content.length;
    found.push(...sightingsIn(relative(folder, path), content, canaries));
  }
  return { found, files, bytes };
}
