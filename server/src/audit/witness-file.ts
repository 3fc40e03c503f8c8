import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type AuditPublicKeys, configuredPublicKeys, publicKeyText } from './audit-keys.ts';
import { batchesAfter, type PlainConnection } from './audit-log.queries.ts';
import { digestOf, type SignedRoot } from './signed-root.ts';

/** One line of a witness's copy: a public key, a signed root, or something that is neither. */
export type WitnessLine = { readonly key: string } | { readonly root: SignedRoot } | { readonly unreadable: string };

/** How many roots are read from the database at once. */
const PAGE = 500;
/** More than the longest line: where the last line of a copy is looked for. */
const TAIL = 16_384;

/** The lines for a witness: the public keys, then every root after one, oldest first. */
export async function* witnessLines(connection: PlainConnection, keys: AuditPublicKeys, after = 0): AsyncGenerator<string> {
  yield keyLines(keys, '');
  yield* rootLines(connection, after);
}

async function* rootLines(connection: PlainConnection, after: number): AsyncGenerator<string> {
  let last = after;
  for (;;) {
    const roots = await batchesAfter(connection, last, PAGE);
    for (const root of roots) yield `${JSON.stringify({ root })}\n`;
    last = roots.at(-1)?.sequence ?? last;
    if (roots.length < PAGE) return;
  }
}

/** Reads a witness's copy line by line. A line cut short by a crash is followed by the same root again and does no harm. */
export async function* readWitness(path: string): AsyncGenerator<WitnessLine> {
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (text.trim() !== '') yield parseLine(text);
  }
}

/** The keys that a witness's copy names. */
export async function keysOfWitness(path: string): Promise<AuditPublicKeys> {
  const keys = new Set<string>();
  for await (const line of readWitness(path)) if ('key' in line) keys.add(line.key);
  return configuredPublicKeys([...keys].join(','));
}

/** What was found when a copy was brought up to date. */
export interface WitnessUpdate {
  /** The database holds less than the copy, or something else: its newest batches were rolled back or replaced. */
  readonly contradicts: boolean;
}

/**
 * Appends to the copy at `path` every root that it does not have, and waits until the disk has it. Two servers keep each a
 * copy of their own. A copy that knows more or other than the database is left as it is: it is the proof.
 */
export async function updateWitness(connection: PlainConnection, keys: AuditPublicKeys, path: string): Promise<WitnessUpdate> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL), 0, TAIL, Math.max(0, size - TAIL));
    const tail = buffer.subarray(0, bytesRead).toString('utf8');
    const last = newestRoot(tail);
    if (last && !(await agrees(connection, last))) return { contradicts: true };
    let written = 0;
    for await (const line of rootLines(connection, last?.sequence ?? 0)) {
      if (written++ === 0) await file.appendFile(`${tail === '' || tail.endsWith('\n') ? '' : '\n'}${keyLines(keys, tail)}`);
      await file.appendFile(line);
    }
    if (written > 0) await file.datasync();
    return { contradicts: false };
  } finally {
    await file.close();
  }
}

/** The keys that the end of the copy does not name: repeating one does no harm. */
function keyLines(keys: AuditPublicKeys, tail: string): string {
  const texts = [...keys.values()].map((key) => JSON.stringify({ key: publicKeyText(key) }));
  return texts.filter((text) => !tail.includes(text)).map((text) => `${text}\n`).join('');
}

async function agrees(connection: PlainConnection, witnessed: SignedRoot): Promise<boolean> {
  const [stored] = await batchesAfter(connection, witnessed.sequence - 1, 1);
  return stored !== undefined && digestOf(stored) === digestOf(witnessed);
}

function newestRoot(tail: string): SignedRoot | null {
  for (const text of tail.split('\n').toReversed()) {
    const line = text.trim() === '' ? { unreadable: '' } : parseLine(text);
    if ('root' in line) return line.root;
  }
  return null;
}

function parseLine(text: string): WitnessLine {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return { unreadable: text };
    if ('key' in value && typeof value.key === 'string') return { key: value.key };
    if ('root' in value && isRoot(value.root)) return { root: value.root };
  } catch {
    // Cut short.
  }
  return { unreadable: text };
}

function isRoot(value: unknown): value is SignedRoot {
  if (typeof value !== 'object' || value === null) return false;
  const root = value as Partial<Record<keyof SignedRoot, unknown>>;
  const numbers = [root.sequence, root.leafCount, root.totalCount, root.sealedAt];
  const texts = [root.previousDigest, root.merkleRoot, root.algorithm, root.keyId, root.signature];
  return numbers.every(Number.isSafeInteger) && !Number.isNaN(new Date(Number(root.sealedAt)).getTime()) && texts.every((text) => typeof text === 'string') && typeof root.complete === 'boolean';
}
