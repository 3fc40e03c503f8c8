import { indexDigests, type CryptoSuite, type IndexDigest } from './suites.ts';
import type { IndexKey, IndexSlot, VaultKeys } from './vault.ts';

/** 32 bytes in base64, with the column it fills and its digest before it where they are not the usual ones: `2:sm3:base64`. */
const ENTRY = /^(?:([12]):)?(?:(sha256|sm3):)?([A-Za-z0-9+/]{43}=)$/;

/** Whether a setting reads as one or two index keys, each with a column of its own. */
export function isIndexKeyRing(ring: string): boolean {
  const entries = ring.split(',').map((entry) => ENTRY.exec(entry.trim()));
  const slots = entries.map((entry) => entry?.[1] ?? '1');
  return entries.length <= 2 && entries.every((entry) => entry !== null) && new Set(slots).size === entries.length;
}

/** The keys alone, in base64. */
export function keysInIndexRing(ring: string): readonly string[] {
  return ring.split(',').map((entry) => ENTRY.exec(entry.trim())?.[3] ?? '');
}

/** Reads the index keys: people are found by the first; the other, if there is one, is filled too. Judges nothing: see `isIndexKeyRing`. */
export function indexKeysOf(ring: string, suite: CryptoSuite): Pick<VaultKeys, 'index' | 'indexSlot' | 'indexDigest' | 'otherIndex'> {
  const [inUse, other] = ring.split(',').map((entry) => indexKeyOf(entry.trim(), suite));
  if (!inUse) throw new Error('There is no index key');
  return { index: inUse.key, indexSlot: inUse.slot, indexDigest: inUse.digest, otherIndex: other ?? null };
}

function indexKeyOf(entry: string, suite: CryptoSuite): IndexKey {
  const [, slot = '1', digest = indexDigests[suite], key = ''] = ENTRY.exec(entry) ?? [];
  return { slot: Number(slot) as IndexSlot, digest: digest as IndexDigest, key: Buffer.from(key, 'base64') };
}
