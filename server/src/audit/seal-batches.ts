import type { AuditSigningKey } from './audit-keys.ts';
import { appendBatch, inPlainTransaction, newestBatch, type PlainConnection, rowsOf, type StoredLeaf, takeSealingLock, takeWaiting, type Waiting } from './audit-log.queries.ts';
import { coveredTableNames, leafOf, leafOfLost } from './covered-rows.ts';
import { merkleRoot } from './merkle-tree.ts';
import { digestOf, NO_DIGEST, signRoot, type SignedRoot } from './signed-root.ts';

/** How sealing is done. */
export interface SealingOptions {
  readonly key: AuditSigningKey;
  readonly now: () => Date;
  /** How many rows a batch holds at most. */
  readonly limit?: number;
}

/** The most rows of one batch: what is hashed in some 20 ms, since requests wait while the process hashes. */
const BATCH_LIMIT = 2_000;

/** After so long without rows an empty batch is sealed, so that nobody can date a row back into a quiet night. */
const QUIET_FOR = 60 * 60_000;

/**
 * Seals everything that waits, batch by batch.
 *
 * @returns the new roots; fewer than there could be when another server is sealing, which then seals the rest.
 */
export async function sealBatches(connection: PlainConnection, options: SealingOptions): Promise<SignedRoot[]> {
  const sealed: SignedRoot[] = [];
  for (;;) {
    const root = await sealBatch(connection, options);
    if (!root) return sealed;
    sealed.push(root);
    if (root.complete) return sealed;
  }
}

/**
 * Seals one batch in one transaction: leaves, signed root and emptied queue appear together or not at all. What commits
 * meanwhile stays in the queue for the next batch; no writer waits, since only rows of the queue that are visible are touched.
 *
 * @returns null when there is nothing to seal, or another server is sealing.
 */
async function sealBatch(connection: PlainConnection, { key, now, limit = BATCH_LIMIT }: SealingOptions): Promise<SignedRoot | null> {
  return inPlainTransaction(connection, 'WRITE', async () => {
    if (!(await takeSealingLock(connection))) return null;
    const previous = await newestBatch(connection);
    // Before the queue is read: what is not seen there is committed after this instant.
    const sealedAt = now().getTime();
    const taken = await takeWaiting(connection, limit);
    const complete = taken.length < limit;
    const leaves = await makeLeaves(connection, taken);
    // A full batch was not complete; when nothing is left after it, an empty one says so.
    if (leaves.length === 0 && complete && (previous?.complete ?? true) && !isQuiet(previous, sealedAt)) return null;

    const root = signRoot(
      {
        sequence: (previous?.sequence ?? 0) + 1,
        previousDigest: previous ? digestOf(previous) : NO_DIGEST,
        merkleRoot: merkleRoot(leaves.map(({ hash }) => hash)).toString('hex'),
        leafCount: leaves.length,
        totalCount: (previous?.totalCount ?? 0) + leaves.length,
        complete,
        sealedAt,
      },
      key,
    );
    await appendBatch(connection, root, leaves);
    return root;
  });
}

function isQuiet(previous: SignedRoot | null, sealedAt: number): boolean {
  return previous !== null && sealedAt - previous.sealedAt >= QUIET_FOR;
}

/** A queued row that is gone leaves a leaf, too: its loss is then found by everybody who checks. */
async function makeLeaves(connection: PlainConnection, taken: readonly Waiting[]): Promise<StoredLeaf[]> {
  const leaves: StoredLeaf[] = [];
  for (const table of coveredTableNames) {
    const ids = [...new Set(taken.filter((row) => row.table === table && !row.isSealed).map(({ id }) => id))];
    const rows = await rowsOf(connection, table, ids);
    for (const id of ids) {
      const row = rows.get(id);
      leaves.push({ table, id, position: leaves.length, hash: row ? leafOf(table, row) : leafOfLost(table, id) });
    }
  }
  return leaves;
}
