/** One of the threads that make people: seals them and copies them in, batch by batch, each batch in one transaction. */
import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { CopyRows } from './growth-copy.ts';
import { addDonor } from './population.ts';

/** What such a thread is told at its start. Batches it is given one at a time, as messages. */
export interface WorkerTask {
  /** The superuser's address: while rows are copied neither triggers nor foreign keys are run (docs/growth.md). */
  readonly url: string;
  readonly encryptionKeys: string;
  readonly indexKey: string;
  /** Whether there is a table of the same people in plain words, for contenders that seal nothing. */
  readonly plainly?: boolean;
}

/** The people from one number up to, not with, another. */
export interface Batch {
  readonly first: number;
  readonly end: number;
}

const { url, encryptionKeys, indexKey, plainly = false } = workerData as WorkerTask;
const tables = ['donor', 'key_store.person_key', 'decision', 'national_sync', 'figure_delta', 'national_case', ...(plainly ? ['plain_person'] : [])];
const vault = new Vault(configuredKeys(encryptionKeys, indexKey));
const client = new pg.Client({ connectionString: url, application_name: 'growth' });
await client.connect();
await client.query('set session_replication_role = replica; set synchronous_commit = off');
let writing = Promise.resolve();
parentPort?.on('message', (batch: Batch | null) => {
  // Null: there are no more.
  void (batch ? make(batch) : writing.then(() => client.end()).then(() => parentPort?.close()));
});
parentPort?.postMessage('ready');

/** The next batch is sealed while PostgreSQL writes this one. */
async function make({ first, end }: Batch): Promise<void> {
  const rows = new CopyRows(tables);
  for (let index = first; index < end; index++) await addDonor(rows, vault, index);
  await writing;
  writing = write(rows);
  parentPort?.postMessage('ready');
}

async function write(rows: CopyRows): Promise<void> {
  await client.query('begin');
  await rows.write(client);
  await client.query('commit');
}
