import { createHash } from 'node:crypto';

/** A SHA-256 digest: 32 bytes. */
export type Hash = Buffer;

/** RFC 6962 2.1: leaves and inner nodes are told apart by their first byte, so that no node can pass for a leaf. */
const LEAF = Buffer.of(0x00);
const NODE = Buffer.of(0x01);

/** The hash of one leaf: SHA-256 of 0x00 and its bytes (RFC 6962 2.1). */
export function leafHash(data: Uint8Array | string): Hash {
  return createHash('sha256').update(LEAF).update(data).digest();
}

/** The hash of the node above two others: SHA-256 of 0x01, left and right (RFC 6962 2.1). */
export function nodeHash(left: Hash, right: Hash): Hash {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/** The Merkle tree hash of leaf hashes in their order (RFC 6962 2.1, RFC 9162 2.1.1); of none, SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return createHash('sha256').digest();
  return rootOf(leaves, 0, leaves.length);
}

/**
 * The hashes beside the way from one leaf up to the root, lowest first (RFC 6962 2.1.1, "audit path").
 * @throws RangeError when there is no leaf at `index`.
 */
export function inclusionPath(leaves: readonly Hash[], index: number): Hash[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`There is no leaf ${index} among ${leaves.length}`);
  const path: Hash[] = [];
  let [start, end] = [0, leaves.length];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push(rootOf(leaves, middle, end));
      end = middle;
    } else {
      path.push(rootOf(leaves, start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

/**
 * The root that a leaf and its inclusion path lead to (RFC 9162 2.1.3.2), or null when the path does not fit a tree of
 * `size` leaves. Who compares it with a signed root knows whether the leaf is in the tree.
 */
export function rootFromPath(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | null {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return null;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(beside, hash);
      // The last of an odd row has no neighbour until a row where it is the right one.
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

function rootOf(leaves: readonly Hash[], start: number, end: number): Hash {
  const [first] = leaves.slice(start, start + 1);
  if (!first) throw new RangeError(`There is no leaf ${start}`);
  if (end - start === 1) return first;
  const middle = start + splitOf(end - start);
  return nodeHash(rootOf(leaves, start, middle), rootOf(leaves, middle, end));
}

/** The largest power of two below `size`: where a tree is divided (RFC 6962 2.1). */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
