import type { AuditPublicKeys } from './audit-keys.ts';
import { batchesAfter, leavesOf, type PlainConnection, placeOf, rowsOf } from './audit-log.queries.ts';
import { type CoveredTable, leafText } from './covered-rows.ts';
import { inclusionPath, leafHash, rootFromPath } from './merkle-tree.ts';
import { signatureFault, type SignedRoot } from './signed-root.ts';

/** Everything by which somebody who has only the public keys can see that a row was sealed as it stands. */
export interface InclusionProof {
  /** The row as one text (`leafText`); its digest is the leaf. */
  readonly row: string;
  /** The leaf's place in its batch, from 0. */
  readonly index: number;
  /** The hashes beside the way to the root, lowest first, hex. */
  readonly path: readonly string[];
  readonly root: SignedRoot;
}

/**
 * Proves that one row is in the audit; call it in a transaction of `inPlainTransaction`.
 *
 * @returns null when the row is not there, or was not sealed yet (at most a minute after it was written).
 */
export async function inclusionProof(connection: PlainConnection, table: CoveredTable, id: string): Promise<InclusionProof | null> {
  const place = await placeOf(connection, table, id);
  const row = (await rowsOf(connection, table, [id])).get(id);
  if (!place || !row) return null;
  const [root] = await batchesAfter(connection, place.batch - 1, 1);
  if (root?.sequence !== place.batch) return null;
  const hashes = (await leavesOf(connection, place.batch)).map(({ hash }) => hash);
  return { row: leafText(table, row), index: place.position, path: inclusionPath(hashes, place.position).map((hash) => hash.toString('hex')), root };
}

/** Why a proof does not hold, or null when it does: the row was sealed in exactly these words under a known key. */
export function inclusionFault(proof: InclusionProof, keys: AuditPublicKeys): 'NOT_IN_BATCH' | ReturnType<typeof signatureFault> {
  const path = proof.path.map((step) => Buffer.from(step, 'hex'));
  const reached = rootFromPath(leafHash(proof.row), proof.index, proof.root.leafCount, path);
  if (reached?.toString('hex') !== proof.root.merkleRoot) return 'NOT_IN_BATCH';
  return signatureFault(proof.root, keys);
}
