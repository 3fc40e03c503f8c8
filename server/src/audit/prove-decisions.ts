import pg from 'pg';
import { awaitSealer, entryOfDecision, inPlainTransaction, placeOf, type PlainConnection, plainText } from './audit-log.queries.ts';
import { inclusionProof, type InclusionProof } from './inclusion-proof.ts';
import { sealBatches, type SealingOptions } from './seal-batches.ts';

/** That a decision, and the audit entry which tells of its recording, were sealed as they stand. */
export interface DecisionProof {
  readonly decision: InclusionProof;
  readonly entry: InclusionProof;
}

/** What proving needs: where the audit lies, and how to seal what still waits. */
export interface ProvingOptions {
  readonly databaseUrl: string;
  readonly sealing: SealingOptions;
}

/**
 * Proves decisions to somebody who will have nothing but public keys. What was not sealed yet is sealed first, in
 * transactions of its own, as any server may at any time.
 *
 * @returns null when something still waits, because another server seals and does not come to an end.
 */
export async function proveDecisions(ids: readonly string[], { databaseUrl, sealing }: ProvingOptions): Promise<ReadonlyMap<string, DecisionProof> | null> {
  // A connection of its own: leaves are made of texts as PostgreSQL writes them, which the mapper's connections do not see.
  const client = new pg.Client({ ...plainText, connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const proofs = await proofsOf(client, ids);
    if (proofs) return proofs;
    await sealBatches(client, sealing);
    const sealed = await proofsOf(client, ids);
    if (sealed) return sealed;
    await awaitSealer(client);
    return await proofsOf(client, ids);
  } finally {
    await client.end();
  }
}

function proofsOf(connection: PlainConnection, ids: readonly string[]): Promise<ReadonlyMap<string, DecisionProof> | null> {
  return inPlainTransaction(connection, 'SNAPSHOT', async () => {
    const proofs = new Map<string, DecisionProof>();
    for (const id of ids) {
      const place = await placeOf(connection, 'decision', id);
      const entryId = place && (await entryOfDecision(connection, id, place.batch));
      const [decision, entry] = [await inclusionProof(connection, 'decision', id), entryId ? await inclusionProof(connection, 'audit_entry', entryId) : null];
      if (!decision || !entry) return null;
      proofs.set(id, { decision, entry });
    }
    return proofs;
  });
}
