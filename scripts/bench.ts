/**
 * `pnpm bench`: how fast the register is beside the least that could be written by hand, on the same machine, over the
 * same database, in turns. The first case: a signed-in citizen looks up their own decision. Figures: docs/performance.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { POOL_SIZE } from '../server/src/database/orm.ts';
import { configuredKeys } from '../server/src/vault/local-keys.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { type Contender, startBare, startShipped } from './bench/contenders.ts';
import { describeMachine, describeVersions, holdToTwoProcessors, loadAverages } from './bench/machine.ts';
import { type Options, readOptions, usage, WrongCall } from './bench/options.ts';
import { populate, sealAll } from './bench/population.ts';
import { parentOf, residentBytes } from './bench/processor-time.ts';
import { type BenchmarkRecord, doubtsAbout, figuresOf, ratiosOf, tableOf } from './bench/report.ts';
import { type Plan, runRounds, warmUp } from './bench/rounds.ts';
import { productionSettings } from './bench/production-settings.ts';
import { assertSameAnswers } from './bench/same-answer.ts';
import { summarise } from './bench/statistics.ts';

/** Connections of the load generator; each asks with sessions of its own. */
const CONNECTIONS = 32;
const SESSIONS = 1_024;
/** How many people's answers are compared before anything is measured. */
const COMPARED = 50;

const what: Readonly<Record<string, string>> = {
  sanxian:
    'pnpm start in production mode: trusted document MyDecision by id over POST /graphql; session by token hash, sealed identity and contact opened, fingerprint of every decision checked, policy, masks, MikroORM, request id, log line',
  bare: 'node:http and pg by hand: GET; session by token hash joined with plain-text person and donor, then decisions, as two named statements; same masks and rules, no guarantees',
};

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
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
  open.push(() => database.stop());
  const settings = { ...productionSettings(), SANXIAN_DATA: folder, PORT: '0', POOL_SIZE: String(POOL_SIZE) };
  // The register first: it migrates, as it does for everybody.
  const sanxian = await startContender(startShipped, { ...settings, DATABASE_URL: database.runtimeUrl, MIGRATION_DATABASE_URL: database.url }, folder);
  const pool = new pg.Pool({ connectionString: database.url, max: 1, application_name: 'bench' });
  open.push(() => pool.end());

  console.log(`putting ${options.donors} made-up people on the register`);
  const people = await populate(pool, new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY)), { donors: options.donors, sessions: SESSIONS });
  await sealAll(database.url, settings.SANXIAN_AUDIT_KEY);
  const bare = await startContender(startBare, { ...settings, DATABASE_URL: database.url }, folder);
  const contenders = [bare, sanxian];

  console.log(`comparing the answers about ${COMPARED} of them`);
  const shortestAnswer = await assertSameAnswers(contenders, people.slice(0, COMPARED));
  const { rounds, seconds, warmUpSeconds, patienceMinutes } = options;
  const plan: Plan = {
    ...{ rounds, seconds, warmUpSeconds, patienceMinutes, connections: CONNECTIONS, tokens: people.map(({ token }) => token) },
    databasePid: await firstProcessOf(pool),
    shortestAnswer,
    say: console.log,
  };
  console.log(`warming up, then ${rounds} rounds of ${seconds} s for each`);
  for (const contender of contenders) await warmUp(contender, plan);
  const { measured, disturbed } = await runRounds(contenders, plan);

  const figures = await Promise.all(
    contenders.map(async (contender) =>
      figuresOf(measured.get(contender) ?? [], {
        name: contender.name,
        what: what[contender.name] ?? '',
        shortestAnswerBytes: shortestAnswer.get(contender) ?? 0,
        databaseConnections: await connectionsOf(pool, contender.name),
        residentMegabytes: Math.round(residentBytes(contender.pid) / 2 ** 20),
      }),
    ),
  );
  const [reference, ...others] = figures;
  if (!reference) return;
  const otherWork = summarise([...measured.values()].flat().map((round) => Math.round(round.otherWork * 1_000) / 1_000));
  const record: BenchmarkRecord = {
    benchmark: 'look-up',
    question: 'A signed-in citizen looks up their own decision with its history (the screen "my decision").',
    date: new Date().toISOString(),
    doubts: doubtsAbout({ rounds, seconds, otherWork }),
    settings: { donors: options.donors, sessions: people.length, rounds, seconds, warmUpSeconds, connections: CONNECTIONS },
    machine: describeMachine(used),
    versions: describeVersions(await versionOf(pool)),
    noise: {
      loadAverageBefore,
      loadAverageAfter: loadAverages(),
      otherWork,
      disturbedRounds: disturbed,
      referenceThroughputSpread: reference.requestsPerSecond.spread,
      referenceProcessorTimeSpread: reference.serverMicroseconds.spread,
    },
    contenders: figures,
    ratios: others.map((figure) => ratiosOf(figure, reference)),
  };
  mkdirSync(dirname(options.output), { recursive: true });
  writeFileSync(options.output, `${JSON.stringify(record, null, 2)}\n`);
  console.log(`${tableOf(record)}\nWritten to ${relative(process.cwd(), options.output)}`);
}

async function startContender(start: typeof startBare, settings: Readonly<Record<string, string>>, folder: string): Promise<Contender> {
  const contender = await start({ settings, folder });
  open.push(() => contender.stop());
  return contender;
}

/** The parent of any of its sessions is the process that PostgreSQL was started as. */
async function firstProcessOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() pid');
  return parentOf(rows[0]?.pid ?? 0);
}

async function connectionsOf(pool: pg.Pool, name: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from pg_stat_activity where application_name = $1', [name]);
  return rows[0]?.count ?? 0;
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
