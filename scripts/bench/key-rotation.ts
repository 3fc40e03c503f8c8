/**
 * `node scripts/bench/key-rotation.ts [--people 100000] [--reseal 20000]`: how long replacing keys takes, by the row, while
 * people are looked up all the time. Made-up rows in a database of its own that is thrown away.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { clearFormerIndex, fillOtherIndex } from '../../server/src/database/rotation/rebuild-index.ts';
import { resealValues, retireKeys } from '../../server/src/database/rotation/reseal-values.ts';
import { rewrapKeys } from '../../server/src/database/rotation/rewrap-keys.ts';
import { sealForDonor } from '../../server/src/donors/donor.entity.ts';
import { ownDonor } from '../../server/src/donors/donor.queries.ts';
import { personalValuesOf } from '../../server/src/donors/personal-values.ts';
import type { Citizen } from '../../server/src/identity/actor.ts';
import { normalisedDocument } from '../../server/src/identity/identity-document.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { parentOf, processorSecondsOfFamily } from './processor-time.ts';
import { percentile } from './statistics.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: '100000' }, reseal: { type: 'string', default: '20000' } } });
const [people, reseal] = [Number(values.people), Number(values.reseal)];
const WRITTEN_AT_ONCE = 2_000;
const key = () => randomBytes(32).toString('base64');
const [oldRing, newRing, oldIndex, newIndex] = [`old:${key()}`, `new:${key()}`, key(), key()];
const vaultWith = (ring: string, index: string) => new Vault(configuredKeys(ring, index));

const folder = mkdtempSync(join(tmpdir(), 'sanxian-rotation-'));
const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
const client = new pg.Client({ connectionString: database.url, statement_timeout: 0 });
const orm = await connect(database.url);

try {
  await migrate(orm);
  await client.connect();
  const started = vaultWith(oldRing, oldIndex);
  await keepToOwnKeys(orm, started);
  const filling = performance.now();
  await populate(started);
  console.log(`${people} made-up people in ${((performance.now() - filling) / 1_000).toFixed(0)} s`);

  const kek = vaultWith(`${newRing},${oldRing}`, oldIndex);
  await measured('key-encryption key: data keys closed anew', kek, people, async () => {
    await resealValues(client, kek, { now: () => new Date(), keysMadeBefore: null }, nothing);
    return rewrapKeys(client, kek, nothing);
  });
  const dual = vaultWith(newRing, `1:${oldIndex},2:${newIndex}`);
  await keepToOwnKeys(orm, dual);
  await measured('index key: people entered under the new one', dual, people, async () => (await fillOtherIndex(client, dual, nothing)).done);
  const last = vaultWith(newRing, `2:${newIndex}`);
  await keepToOwnKeys(orm, last);
  await measured('index key: people taken out of the old one', last, people, () => clearFormerIndex(client, last, nothing));
  // New data keys for as many as time allows: it grows with the people, by the row.
  await client.query('delete from donor where id > (select id from donor order by id offset $1 limit 1)', [reseal - 1]);
  const now = new Date();
  await measured('data keys: people whose values were sealed anew', last, reseal, () => resealValues(client, last, { now: () => now, keysMadeBefore: now }, nothing));
  await measured('data keys: people whose old keys were destroyed', last, reseal, () => retireKeys(client, last, new Date(now.getTime() + 1), nothing));
} finally {
  await client.end();
  await orm.close();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Does a step while somebody looks up one person after another, and says what it took. */
async function measured(what: string, vault: Vault, wanted: number, step: () => Promise<number>): Promise<void> {
  const server = parentOf(await backend());
  const processor = () => processorSecondsOfFamily(server) + process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  const [clock, before, looks] = [performance.now(), processor(), lookingUp(vault)];
  const rows = await step();
  const [seconds, spent] = [(performance.now() - clock) / 1_000, processor() - before];
  const { count, failed, p99, longest } = await looks.end();
  if (rows !== wanted) throw new Error(`${what}: ${rows} of ${wanted}`);
  const each = (total: number) => `${((total / rows) * 1e6).toFixed(0)} µs`;
  console.log(`${what}: ${rows} in ${seconds.toFixed(1)} s (${each(seconds)} a row by the clock, ${each(spent)} of processor time with the look-ups); meanwhile ${count} look-ups, ${failed} failed, p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(0)} ms`);
}

async function backend(): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

/** Looks up people at random, as the register does for somebody who is signed in, and opens their telephone. */
function lookingUp(vault: Vault) {
  const took: number[] = [];
  let [going, failed] = [true, 0];
  const run = async () => {
    while (going) {
      const index = Math.floor((randomBytes(4).readUInt32BE() / 2 ** 32) * Math.min(people, reseal));
      const at = performance.now();
      const em = orm.em.fork();
      const citizen: Pick<Citizen, 'personIndex' | 'indexSlot'> = { personIndex: vault.blindIndex('identity-document', documentOf(index)), indexSlot: vault.indexSlot };
      const donor = await ownDonor(em, citizen as Citizen);
      const phone = donor ? (await personalValuesOf({ em, vault }, donor)).phone() : null;
      // Whom the last part of the measurement took away is no failure.
      if (donor && phone !== phoneOf(index)) failed += 1;
      took.push(performance.now() - at);
    }
  };
  const running = run();
  return {
    async end() {
      going = false;
      await running;
      return { count: took.length, failed, p99: percentile(took, 0.99), longest: Math.max(0, ...took) };
    },
  };
}

async function populate(vault: Vault): Promise<void> {
  for (let first = 0; first < people; first += WRITTEN_AT_ONCE) {
    const made = await Promise.all(Array.from({ length: Math.min(WRITTEN_AT_ONCE, people - first) }, (_, at) => donorRow(vault, first + at)));
    const column = <Name extends keyof (typeof made)[number]>(name: Name) => made.map((row) => row[name]);
    await client.query(
      `insert into donor (id, registration_number, document_index, document_type, sealed_document_number, sealed_full_name, sealed_phone, family_knows, latest_sequence, registered_at)
       select id, number, index, 'RESIDENT_ID_CARD', document, name, phone, 'NOT_STATED', 1, now()
       from unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[]) as new (id, number, index, document, name, phone)`,
      [column('id'), column('number'), column('index'), column('document'), column('name'), column('phone')],
    );
    await client.query(
      'insert into key_store.person_key (person_id, version, key_id, wrapped, made_at) select id, 1, key, wrapped, now() from unnest($1::uuid[], $2::text[], $3::bytea[]) as new (id, key, wrapped)',
      [column('id'), column('keyId'), column('wrapped')],
    );
  }
  await client.query('vacuum (analyze) donor');
  await client.query('vacuum (analyze) key_store.person_key');
}

async function donorRow(vault: Vault, index: number) {
  const id = randomUUID();
  const { key: dataKey, wrapped } = await vault.newDataKey(id, 1);
  return {
    ...{ id, number: `bench-${index}`, keyId: wrapped.keyId, wrapped: wrapped.bytes, index: vault.blindIndex('identity-document', documentOf(index)) },
    ...{ document: sealForDonor(dataKey, 'documentNumber', numberOf(index)), name: sealForDonor(dataKey, 'fullName', `演示人${index}`), phone: sealForDonor(dataKey, 'phone', phoneOf(index)) },
  };
}

function numberOf(index: number): string {
  return `330102${String(19_500_101 + index).padStart(8, '0')}000X`;
}

function documentOf(index: number): string {
  return normalisedDocument('RESIDENT_ID_CARD', numberOf(index), null);
}

function phoneOf(index: number): string {
  return `199${String(index).padStart(8, '0')}`;
}

function nothing(): void {
  // Progress is for people.
}
