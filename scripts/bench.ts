/**
 * `pnpm bench`: how fast the register is beside the least that could be written by hand, on the same machine, over the
 * same database, in turns, and beside what somebody would take instead: a signed-in citizen looks up their own decision, anybody lists the
 * directory, somebody registers. Figures: docs/performance.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { plainText } from '../server/src/audit/audit-log.queries.ts';
import { runningCluster, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { POOL_SIZE } from '../server/src/database/orm.ts';
import { configuredKeys } from '../server/src/vault/local-keys.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { type Contender, startBare, startBarePipelined, type StartContender, startFromMemory, startShipped } from './bench/contenders.ts';
import { FreshPeople } from './bench/fresh-people.ts';
import { startMercurius, startYoga } from './bench/graphql-contenders.ts';
import { populateByCopy } from './bench/growth-people.ts';
import { measure, type Setting } from './bench/measure.ts';
import { describeMachine, describeVersions, holdToTwoProcessors, loadAverages } from './bench/machine.ts';
import { type Options, readOptions, usage, WrongCall } from './bench/options.ts';
import { populate, type PopulationSize, sealAll, sealWaiting, type SignedIn } from './bench/population.ts';
import { startPostgraphile } from './bench/postgraphile-contender.ts';
import { operations } from './bench/operations.ts';
import { parentOf } from './bench/processor-time.ts';
import { type BenchmarkRecord, type OperationRecord, tableOf } from './bench/report.ts';
import { productionDatabase, productionSettings } from './bench/production-settings.ts';
import { variants } from './bench/without.ts';

/** Connections of the load generator; each asks with sessions of its own. */
const CONNECTIONS = 32;
const SESSIONS = 1_024;
/** All servers stay connected while one of them is asked. */
const MOST_CONNECTIONS = '200';
/** From how many people on they are copied in by several threads. */
const BY_COPY = 20_000;

const open: (() => Promise<void> | void)[] = [];
let closing: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void closeAll().then(() => process.exit(1)));

try {
  if (process.platform !== 'linux') throw new WrongCall('Processor time is read from /proc: this benchmark runs on Linux only.');
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  // What breaks off because it is being stopped has nothing to say.
  if (!closing) console.error(error instanceof WrongCall ? `${error.message}\n\n${usage}` : error);
  process.exitCode = error instanceof WrongCall ? 2 : 1;
} finally {
  await closeAll();
}

async function run(options: Options): Promise<void> {
  const used = holdToTwoProcessors();
  const loadAverageBefore = loadAverages();
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-bench-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));

  console.log('starting the database and the register (building it when it changed)');
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench', settings: { ...productionDatabase, max_connections: MOST_CONNECTIONS } });
  open.push(() => database.stop());
  const settings = { ...productionSettings(), SANXIAN_DATA: folder, PORT: '0', POOL_SIZE: String(POOL_SIZE) };
  // The register first: it migrates, as it does for everybody.
  // Nothing from memory, save where that is what is measured.
  const sameRegister = { ...settings, DATABASE_URL: database.runtimeUrl, MIGRATION_DATABASE_URL: database.url, SANXIAN_PUBLIC_ANSWER_MILLISECONDS: '0' };
  const sanxian = await startContender(startShipped, sameRegister, folder);
  const pool = new pg.Pool({ connectionString: database.url, max: 1, application_name: 'bench' });
  open.push(() => pool.end());

  console.log(`putting ${options.donors} made-up people on the register`);
  const vault = new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY));
  const size = { donors: options.donors, sessions: SESSIONS };
  const people = options.donors > BY_COPY ? await copyIn(pool, vault, join(folder, 'postgres'), settings, size) : await populate(pool, vault, size);
  await sealAll(database.url, settings.SANXIAN_AUDIT_KEY);
  const byHand = { ...settings, DATABASE_URL: database.url };
  const rivals = [startBare, startBarePipelined, startPostgraphile, startMercurius, startYoga];
  const sealer = new pg.Client({ ...plainText, connectionString: database.url });
  await sealer.connect();
  open.push(() => sealer.end());

  const records: OperationRecord[] = [];
  const setting: Omit<Setting, 'contenders'> = { pool, people, fresh: new FreshPeople(pool, vault, options.donors), seal: () => sealWaiting(sealer, settings.SANXIAN_AUDIT_KEY), databasePid: await firstProcessOf(pool), connections: CONNECTIONS, options, say: console.log };
  for (const [among, names] of Map.groupBy(options.operations, (name) => operations[name].among)) {
    const others: Contender[] = [];
    // Variants are servers of the register, too: they seal and send as it does, so none runs longer than it must.
    if (among === 'rivals') for (const start of rivals) others.push(await startContender(start, byHand, folder));
    else if (among === 'public') others.push(await startContender(startBare, byHand, folder), await startContender(startFromMemory, { ...sameRegister, SANXIAN_PUBLIC_ANSWER_MILLISECONDS: '1000' }, folder));
    else for (const start of variants[among]) others.push(await startContender(start, sameRegister, folder));
    const contenders = among === 'rivals' ? [...others, sanxian] : among === 'public' ? others : [sanxian, ...others];
    for (const name of names) records.push(await measure(name, { ...setting, contenders }));
    for (const each of others) await each.stop();
  }

  const { rounds, seconds, warmUpSeconds } = options;
  const record: BenchmarkRecord = {
    date: new Date().toISOString(),
    settings: { donors: options.donors, sessions: people.length, rounds, seconds, warmUpSeconds, connections: CONNECTIONS },
    machine: describeMachine(used),
    versions: describeVersions(await versionOf(pool)),
    loadAverageBefore,
    loadAverageAfter: loadAverages(),
    operations: records,
  };
  mkdirSync(dirname(options.output), { recursive: true });
  writeFileSync(options.output, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`${tableOf(record)}\nWritten to ${relative(process.cwd(), options.output)}`);
}

async function startContender(start: StartContender, settings: Readonly<Record<string, string>>, folder: string): Promise<Contender> {
  const contender = await start({ settings, folder });
  open.push(() => contender.stop());
  return contender;
}

/** By COPY as the superuser, by two threads: a million in some minutes. */
function copyIn(pool: pg.Pool, vault: Vault, postgres: string, settings: ReturnType<typeof productionSettings>, size: PopulationSize): Promise<SignedIn[]> {
  const superuser = new URL(runningCluster(postgres) ?? '');
  superuser.pathname = '/bench';
  const task = { url: superuser.href, encryptionKeys: settings.SANXIAN_KEYS, indexKey: settings.SANXIAN_INDEX_KEY };
  return populateByCopy(pool, vault, task, size, (done) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${size.donors} people  `);
  });
}

/** The parent of any of its sessions is the process that PostgreSQL was started as. */
async function firstProcessOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() pid');
  return parentOf(rows[0]?.pid ?? 0);
}

async function versionOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? 'unknown';
}

/** Stops what was started, the last first. */
function closeAll(): Promise<void> {
  const close = async () => {
    for (const each of open.toReversed()) await each();
  };
  return (closing ??= close());
}
