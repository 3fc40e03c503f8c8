/** Puts more people on a register by several threads, and signs a sample of them in. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { personIndexOf } from '../../server/src/identity/sessions.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { CopyRows } from './growth-copy.ts';
import { createPlainSchema } from './plain-schema.ts';
import type { Batch, WorkerTask } from './growth-worker.ts';
import { addDecision, addSession, choicesOf, decisionsOf, identityOf, type PopulationSize, type SignedIn } from './population.ts';

const BATCH = 5_000;
/** Sealing and PostgreSQL share two processors. */
const THREADS = 2;

/** The people from one number up to, not with, another; settles when all are committed. @throws Error when a thread fails. */
export async function grow(task: WorkerTask, { first, end }: Batch, say: (people: number) => void): Promise<void> {
  let next = first;
  await Promise.all(
    Array.from({ length: THREADS }, async () => {
      const worker = new Worker(join(import.meta.dirname, 'growth-worker.ts'), { workerData: task });
      await new Promise<void>((ended, failed) => {
        worker.on('message', () => {
          const batch = next < end ? { first: next, end: Math.min(next + BATCH, end) } : null;
          worker.postMessage(batch);
          next = batch?.end ?? end;
          say(next);
        });
        worker.once('error', failed);
        worker.once('exit', () => ended());
      });
    }),
  );
}

/**
 * Fills a migrated database for `pnpm bench` by COPY, with the same people in plain words for those who seal nothing.
 * @param task the superuser's address and the keys.
 */
export async function populateByCopy(pool: pg.Pool, vault: Vault, task: WorkerTask, { donors, sessions }: PopulationSize, say: (people: number) => void): Promise<SignedIn[]> {
  await createPlainSchema(pool);
  await grow({ ...task, plainly: true }, { first: 0, end: donors }, say);
  const client = await pool.connect();
  try {
    return await signInSample(client, vault, donors, sessions);
  } finally {
    client.release();
  }
}

/** Signs out everybody and signs in so many people, who lie all over the tables. */
export async function signInSample(client: pg.ClientBase, vault: Vault, people: number, sample: number): Promise<SignedIn[]> {
  await client.query('truncate session cascade');
  const rows = new CopyRows(['session']);
  const signed = Array.from({ length: sample }, (_, place) => {
    const index = Math.floor((place * people) / sample);
    const token = randomBytes(32).toString('base64url');
    const identity = identityOf(index);
    const personIndex = personIndexOf(vault, identity);
    addSession(rows, vault, identity, personIndex, token, index);
    return { token, personIndex, index };
  });
  await rows.write(client);
  const found = await client.query<{ document_index: Buffer; registration_number: string }>('select document_index, registration_number from donor where document_index = any($1)', [signed.map(({ personIndex }) => personIndex)]);
  const numbers = new Map(found.rows.map((row) => [row.document_index.toString('hex'), row.registration_number]));
  return signed.map(({ token, personIndex, index }) => {
    const registrationNumber = numbers.get(personIndex.toString('hex'));
    if (registrationNumber === undefined) throw new Error(`Person ${index} is not on the register`);
    return { token, registrationNumber, decisions: decisionsOf(index), choices: choicesOf(index + decisionsOf(index)) };
  });
}

/** Gives one person so many decisions that their history can be read far down; nobody has that many, but a list is a list. */
export async function lengthenHistory(client: pg.Client, registrationNumber: string, decisions: number): Promise<void> {
  const { rows: found } = await client.query<{ id: string; latest_sequence: number }>('select id, latest_sequence from donor where registration_number = $1', [registrationNumber]);
  const [donor] = found;
  if (!donor) throw new Error('Nobody has this registration number');
  for (let first = donor.latest_sequence + 1; first <= decisions; first += BATCH) {
    const rows = new CopyRows(['decision', 'national_sync']);
    for (let sequence = first; sequence < first + BATCH && sequence <= decisions; sequence++) addDecision(rows, donor.id, registrationNumber, sequence, choicesOf(sequence));
    await rows.write(client);
  }
  await client.query('update donor set latest_sequence = $2 where id = $1', [donor.id, decisions]);
}
