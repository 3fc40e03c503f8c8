import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexKeysOf, isIndexKeyRing, keysInIndexRing } from './index-key-ring.ts';
import type { CryptoSuite } from './suites.ts';
import type { VaultKeys } from './vault.ts';

interface KeyFile {
  readonly activeId: string;
  readonly encryption: Readonly<Record<string, string>>;
  readonly index: string;
}

/**
 * The keys for local use: made once, kept beside the data in `keys.json` (mode 0600).
 * Production takes its keys from configuration instead and never calls this.
 */
export function localKeys(dataFolder: string, suite: CryptoSuite = 'international'): VaultKeys {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'keys.json');
  try {
    // `wx` decides who makes the keys when two processes start at once: the loser reads the winner's file.
    writeFileSync(path, JSON.stringify(newKeys()), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return parseKeys(JSON.parse(readFileSync(path, 'utf8')) as KeyFile, suite);
}

/** An id travels in one length byte before each sealed value, and stands in settings, logs and backups. */
const KEY_ID = /^[\w.-]{1,32}$/;
/** 32 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{43}=$/;
/** 32 random bytes hold about 30 different ones; fewer than this are a word, a pattern or zeros (by chance less than once in 10^9 draws). */
const LEAST_DIFFERENT_BYTES = 20;

/**
 * What makes two settings unusable as keys, each fault with the name of its setting and never a value: a wrong form, an id
 * twice, a key that cannot be random, one key for two purposes. Empty when `configuredKeys` can read them.
 */
export function faultsOfKeys(ring: string, index: string, mayLackRing = false): readonly string[] {
  const pairs = ring === '' && mayLackRing ? [] : pairsOf(ring);
  const [ids, keys] = [pairs.map(([id]) => id), pairs.map(([, key]) => key)];
  const faults: string[] = [];
  if (!ids.every((id) => KEY_ID.test(id)) || !keys.every((key) => KEY.test(key))) {
    faults.push('SANXIAN_KEYS (must be id:base64,id:base64, each key 32 bytes, each id 1 to 32 letters, digits, dots or dashes)');
  } else if (new Set(ids).size < ids.length || new Set(keys).size < keys.length) faults.push('SANXIAN_KEYS (an id or a key stands there twice)');
  else if (!keys.every(looksRandom)) faults.push('SANXIAN_KEYS (a key is not random)');
  const indexKeys = keysInIndexRing(index);
  if (!isIndexKeyRing(index)) faults.push('SANXIAN_INDEX_KEY (must be 32 bytes in base64; while it is being replaced two, as 1:base64,2:base64)');
  else if (!indexKeys.every(looksRandom)) faults.push('SANXIAN_INDEX_KEY (is not random)');
  else if (new Set(indexKeys).size < indexKeys.length) faults.push('SANXIAN_INDEX_KEY (a key stands there twice)');
  else if (keys.some((key) => indexKeys.includes(key))) faults.push('SANXIAN_INDEX_KEY (must be a key of its own, not one of SANXIAN_KEYS)');
  return faults;
}

/** Reads the configured keys: `ring` is `id:base64,id:base64` (the first one seals new values), `index` is base64. Judges nothing: see `faultsOfKeys`. */
export function configuredKeys(ring: string, index: string, suite: CryptoSuite = 'international'): VaultKeys {
  const pairs = ring === '' ? [] : pairsOf(ring);
  return parseKeys({ activeId: pairs[0]?.[0] ?? '', encryption: Object.fromEntries(pairs), index }, suite);
}

function pairsOf(ring: string): readonly (readonly [id: string, key: string])[] {
  return ring.split(',').map((pair) => {
    const [id = '', ...key] = pair.trim().split(':');
    return [id, key.join(':')] as const;
  });
}

function looksRandom(key: string): boolean {
  return new Set(Buffer.from(key, 'base64')).size >= LEAST_DIFFERENT_BYTES;
}

function newKeys(): KeyFile {
  return { activeId: 'local-1', encryption: { 'local-1': randomBytes(32).toString('base64') }, index: randomBytes(32).toString('base64') };
}

function parseKeys(file: KeyFile, suite: CryptoSuite): VaultKeys {
  return {
    activeId: file.activeId,
    encryption: new Map(Object.entries(file.encryption).map(([id, key]) => [id, Buffer.from(key, 'base64')])),
    ...indexKeysOf(file.index, suite),
  };
}
