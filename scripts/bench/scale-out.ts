/**
 * `node scripts/bench/scale-out.ts [--people 20000] [--rounds 12] [--looks 500] [--writes 200]`: how many bytes a person with their decisions takes,
 * table by table; and what a streaming replica spares the primary when people look at their own record, with nobody writing and with
 * so many commits a second. Made-up people, a primary and a replica of this machine's, thrown away at the end; processor time is the primary's.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { startStandby } from '../../server/src/database/embedded/standby.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { readFromReplicas } from '../../server/src/database/replicas.ts';
import { limitRuntimeRole } from '../../server/src/database/runtime-role.ts';
import { disavowalsOf } from '../../server/src/donors/disavowal.queries.ts';
import { decisionsBefore, shownRecord } from '../../server/src/donors/donor.queries.ts';
import type { Citizen } from '../../server/src/identity/actor.ts';
import { sessionOfToken } from '../../server/src/identity/session.queries.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { populate } from './population.ts';
import { parentOf, processorSecondsOfFamily } from './processor-time.ts';
import { ratio } from './statistics.ts';

const { values } = parseArgs({ options: { people: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '12' }, looks: { type: 'string', default: '500' }, writes: { type: 'string', default: '200' } } });
const [people, rounds, looks, writes] = [Number(values.people), Number(values.rounds), Number(values.looks), Number(values.writes)];
/** How many look at the same moment. */
const AT_ONCE = 8;
const key = () => randomBytes(32).toString('base64');

const root = mkdtempSync(join(realpathSync(tmpdir()), 'sanxian-scale-out-'));
const [primaryFolder, standbyFolder] = [join(root, 'primary'), mkdtempSync(join(root, 'standby-'))];
const live = await startEmbeddedPostgres({ dataFolder: primaryFolder, database: 'sanxian' });
const pool = new pg.Pool({ connectionString: live.url, statement_timeout: 0 });
const vault = new Vault(configuredKeys(`bench:${key()}`, key()));
const owner = await connect(live.url);
await migrate(owner);
await populate(pool, vault, { donors: people, sessions: 1 });
await pool.query('vacuum (analyze)');
await tellSizes();
const standby = await startStandby(primaryFolder, standbyFolder);
const server = await connect(live.runtimeUrl, [standby.addressOf(live.runtimeUrl)]);
try {
  await limitRuntimeRole(owner, server);
  const { rows: indexes } = await pool.query<{ id: string; index: Buffer }>('select id, document_index as index from donor order by random() limit 2000');
  for (const perSecond of [0, writes]) await compare(perSecond, indexes);
} finally {
  await Promise.all([server.close(), owner.close(), pool.end()]);
  await standby.stop();
  await live.stop();
  rmSync(root, { recursive: true, force: true });
}

async function tellSizes(): Promise<void> {
  const { rows } = await pool.query<{ name: string; heap: string; indexes: string }>(
    "select relname as name, pg_table_size(oid) as heap, pg_indexes_size(oid) as indexes from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'key_store'::regnamespace) and relname <> 'plain_person' and pg_table_size(oid) > $1 order by pg_total_relation_size(oid) desc",
    [people * 8],
  );
  const each = (bytes: string) => (Number(bytes) / people).toFixed(0);
  for (const { name, heap, indexes } of rows) console.log(`${name}: ${each(heap)} bytes a person, and ${each(indexes)} of indexes`);
  const sum = rows.reduce((bytes, { heap, indexes }) => bytes + Number(heap) + Number(indexes), 0);
  const { rows: decided } = await pool.query<{ count: string }>('select count(*) as count from decision');
  console.log(`in all ${(sum / people).toFixed(0)} bytes a person, ${people} people with ${decided[0]?.count} decisions, nothing of it sealed in the audit`);
}

interface Person { readonly id: string; readonly index: Buffer }

async function compare(perSecond: number, persons: readonly Person[]): Promise<void> {
  const writing = keepWriting(perSecond, persons);
  const pairs: { spread: number; alone: number }[] = [];
  const { counted } = server.replicas;
  const before = { ...counted };
  for (let pair = 0; pair < rounds + 1; pair++) {
    const order = pair % 2 === 0 ? [true, false] : [false, true];
    const taken = new Map<boolean, number>();
    for (const isSpread of order) taken.set(isSpread, await round(isSpread, persons));
    // The first warms up.
    if (pair > 0) pairs.push({ spread: taken.get(true) ?? 0, alone: taken.get(false) ?? 0 });
  }
  const committed = await writing.end();
  const answered = counted.answered - before.answered;
  const asked = answered + counted.behind - before.behind + counted.broken - before.broken;
  const { median, lowest, highest } = ratio(pairs.map(({ spread }) => spread), pairs.map(({ alone }) => alone));
  console.log(`${committed.toFixed(0)} commits a second: primary's processor time with a replica ${median.toFixed(2)} of without (${lowest.toFixed(2)}–${highest.toFixed(2)}); the replica answered ${((100 * answered) / Math.max(1, asked)).toFixed(0)} % of ${asked} first questions and what follows`);
}

/** Processor seconds of the primary for so many looks; writing beside it is counted in both. */
async function round(isSpread: boolean, persons: readonly Person[]): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const cluster = parentOf(rows[0]?.pid ?? 0);
  await server.replicas.round();
  const before = processorSecondsOfFamily(cluster);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let look = 0; look < looks / AT_ONCE; look++) await lookAt(isSpread, persons[randomInt(persons.length)]);
  }));
  return processorSecondsOfFamily(cluster) - before;
}

/** What the server asks when somebody opens their own page. */
async function lookAt(isSpread: boolean, person: Person | undefined): Promise<void> {
  if (!person) return;
  const em = server.em.fork();
  await sessionOfToken(em, person.index);
  if (isSpread) readFromReplicas(em, server.replicas, true);
  const record = await shownRecord(em, { personIndex: person.index, indexSlot: 1 } as Citizen);
  if (!record) throw new Error('somebody is not found');
  const history = await decisionsBefore(em, record.donor, null, 21);
  await disavowalsOf(em, history.map(({ id }) => id));
}

function keepWriting(perSecond: number, persons: readonly Person[]) {
  let [goesOn, count] = [perSecond > 0, 0];
  const began = performance.now();
  const writing = (async () => {
    for (; goesOn; count += 1) {
      await pool.query('update donor set version = version where id = $1', [persons[randomInt(persons.length)]?.id]);
      await sleep(Math.max(0, (count * 1_000) / perSecond - (performance.now() - began)));
    }
  })();
  return {
    async end(): Promise<number> {
      goesOn = false;
      await writing;
      return (count * 1_000) / (performance.now() - began);
    },
  };
}
