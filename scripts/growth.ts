/**
 * `pnpm growth [--people N]`: what becomes slower as the register grows. One database grows step by step from 10,000 people tenfold to N
 * (1,000,000), and at each step the same questions are asked: a look-up, pages far down in lists, figures. Figures: docs/growth.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { runningCluster, startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { connect, type Orm, POOL_SIZE } from '../server/src/database/orm.ts';
import { personIndexOf } from '../server/src/identity/sessions.ts';
import { configuredKeys } from '../server/src/vault/local-keys.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { type Contender, startShipped } from './bench/contenders.ts';
import { measureFigures } from './bench/growth-figures.ts';
import { firstTouch, measureDifferences, measureHistory, measureStatement, measureWalk } from './bench/growth-measure.ts';
import { grow, lengthenHistory, signInSample } from './bench/growth-people.ts';
import { type GrowthRecord, lastToFirst, type Step } from './bench/growth-record.ts';
import type { WorkerTask } from './bench/growth-worker.ts';
import { describeMachine, describeVersions, holdToTwoProcessors } from './bench/machine.ts';
import { identityOf, type SignedIn } from './bench/population.ts';
import { parentOf, residentBytes } from './bench/processor-time.ts';
import { productionSettings } from './bench/production-settings.ts';
import { doubtsAbout, figuresOf } from './bench/report.ts';
import { runRounds, warmUp } from './bench/rounds.ts';
import { assertSameAnswers } from './bench/same-answer.ts';
import { summarise } from './bench/statistics.ts';
import { root } from './stages.ts';

/** The same number at every step, so that whatever the server keeps in memory helps all steps alike. */
const SAMPLE = 8_000;
const FIRST_STEP = 10_000;
/** Every fourth of them is asked for the first time one after the other. */
const FIRST_TOUCHED = 4;
const HISTORY = 100_100;
/** How often rounds are measured before we give up. */
const TRIES = 10;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { people: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '5' }, output: { type: 'string' }, folder: { type: 'string', default: tmpdir() } },
});
const [people, rounds, seconds] = [Number(values.people), Number(values.rounds), Number(values.seconds)];
// pnpm runs scripts from the project's root; the person who typed a name stood elsewhere.
const output = values.output === undefined ? join(root, '.data/bench/growth.json') : resolve(process.env['INIT_CWD'] ?? '.', values.output);
const folder = mkdtempSync(join(resolve(values.folder), 'sanxian-growth-'));
const open: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
const doubts = new Set<string>();
let brokenOff = 0;
let closing: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void closeAll().then(() => process.exit(1)));
try {
  await run();
} finally {
  await closeAll();
}

/** What every step needs. */
interface Ground {
  readonly task: WorkerTask;
  readonly vault: Vault;
  readonly client: pg.Client;
  readonly orm: Orm;
  readonly server: Contender;
  readonly databasePid: number;
}

async function run(): Promise<void> {
  const used = holdToTwoProcessors();
  const ground = await prepare();
  const steps: Step[] = [];
  for (let size = Math.min(FIRST_STEP, people); ; size = Math.min(size * 10, people)) {
    steps.push(await takeStep(ground, steps.at(-1)?.people ?? 0, size));
    save(used, await versionOf(ground.client), steps);
    if (size >= people) break;
  }
  console.log(`last step over first: ${JSON.stringify(lastToFirst(steps))}\nWritten to ${relative(process.cwd(), output)}`);
}

async function prepare(): Promise<Ground> {
  const postgres = join(folder, 'postgres');
  const database = await startEmbeddedPostgres({ dataFolder: postgres, database: 'bench' });
  open.push(() => database.stop());
  const settings = { ...productionSettings(), SANXIAN_DATA: folder, PORT: '0', POOL_SIZE: String(POOL_SIZE) };
  // First: it migrates.
  const server = await startShipped({ settings: { ...settings, DATABASE_URL: database.runtimeUrl, MIGRATION_DATABASE_URL: database.url }, folder });
  open.push(() => server.stop());
  const superuser = new URL(runningCluster(postgres) ?? '');
  superuser.pathname = '/bench';
  const client = new pg.Client({ connectionString: superuser.href, application_name: 'growth' });
  await client.connect();
  open.push(() => client.end());
  const orm = await connect(database.url);
  open.push(() => orm.close());
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() pid');
  return {
    task: { url: superuser.href, encryptionKeys: settings.SANXIAN_KEYS, indexKey: settings.SANXIAN_INDEX_KEY },
    vault: new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY)),
    ...{ client, orm, server, databasePid: parentOf(rows[0]?.pid ?? 0) },
  };
}

async function takeStep(ground: Ground, before: number, size: number): Promise<Step> {
  const { task, vault, client, orm } = ground;
  const began = performance.now();
  await grow(task, { first: before, end: size }, (done) => progress(done - before, size - before, began));
  const took = (performance.now() - began) / 1_000;
  // As PostgreSQL does by itself after a while; and what was written must not be written back while we measure.
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  const added = { people: size - before, seconds: Math.round(took), peoplePerSecond: Math.round((size - before) / took) };
  console.log(`\n${size} people: ${added.peoplePerSecond} people/s`);
  const sample = await signInSample(client, vault, size, Math.min(SAMPLE, size));
  const lookUp = await measureLookUp(ground, sample, size);
  const isLast = size >= people;
  const { rows } = await client.query<{ decisions: number; megabytes: number }>('select (select count(*)::int from decision) decisions, (pg_database_size(current_database()) / 1000000)::int megabytes');
  const [{ decisions, megabytes } = { decisions: 0, megabytes: 0 }] = rows;
  const lists = [...(await measureWalk(client, size)), await measureDifferences(orm, client, size), ...(isLast ? [await measureLongHistory(ground, sample)] : [])];
  const statistics = await measureFigures(orm, client);
  const step: Step = { people: size, decisions, databaseMegabytes: megabytes, added, lookUp, lists, statistics };
  console.log(lineOf(step));
  return step;
}

async function measureLookUp({ server, client, vault, databasePid }: Ground, sample: readonly SignedIn[], size: number): Promise<Step['lookUp']> {
  const tokens = sample.map(({ token }) => token);
  const touched = await firstTouch(server, tokens.filter((_, place) => place % FIRST_TOUCHED === 0));
  const shortestAnswer = await assertSameAnswers([server], sample.slice(0, 50));
  const plan = { rounds, seconds, warmUpSeconds: 1, warmUpRequests: 3_000, patienceMinutes: 0, requestsFor: () => Promise.resolve(tokens.map((token) => server.request(token))), databasePid, shortestAnswer, say: () => undefined };
  await again(() => warmUp(server, { ...plan, connections: 8 }));
  const figures = async (connections: number) => {
    const { measured } = await again(() => runRounds([server], { ...plan, connections }));
    const otherWork = summarise((measured.get(server) ?? []).map((round) => round.otherWork));
    doubts.add(doubtsAbout({ rounds, seconds, otherWork }).join('; '));
    return figuresOf(measured.get(server) ?? [], { name: server.name, what: `${connections} connections`, shortestAnswerBytes: shortestAnswer.get(server) ?? 0, databaseConnections: POOL_SIZE, residentMegabytes: Math.round(residentBytes(server.pid) / 2 ** 20) });
  };
  const [oneCaller, manyCallers] = [await figures(1), await figures(16)];
  const indexes = Array.from({ length: 500 }, (_, place) => personIndexOf(vault, identityOf(Math.floor((place * size) / 500))));
  return { firstTouch: touched, oneCaller, manyCallers, statement: await measureStatement(client, indexes) };
}

/** A server that is kept from its processor for a tenth of a second turns callers away (ADR 48), and refusals are no answers: then all is measured again. */
async function again<Result>(measure: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES; ; left--) {
    try {
      return await measure();
    } catch (error) {
      if (left === 1) throw error;
      console.log(`again: ${error instanceof Error ? error.message : String(error)}`);
      brokenOff += 1;
    }
  }
}

/** Last of all: it makes one person's history longer than anybody's is. */
async function measureLongHistory({ client, server }: Ground, sample: readonly SignedIn[]) {
  const person = sample.at(-1);
  if (!person) throw new Error('Nobody is signed in');
  await lengthenHistory(client, person.registrationNumber, HISTORY);
  return measureHistory(server, person.token, HISTORY);
}

function save(used: string, postgresql: string, steps: readonly Step[]): void {
  const record: GrowthRecord = {
    ...{ benchmark: 'growth', date: new Date().toISOString(), doubts: [...doubts].filter((doubt) => doubt !== '') },
    settings: { people, rounds, seconds, sample: SAMPLE, history: HISTORY, roundsBrokenOff: brokenOff },
    ...{ machine: describeMachine(used), versions: describeVersions(postgresql), steps, lastToFirst: lastToFirst(steps) },
  };
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(record, null, 2)}\n`);
}

function progress(done: number, wanted: number, began: number): void {
  const rate = done / ((performance.now() - began) / 1_000);
  if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${wanted} people, ${rate.toFixed(0)}/s, ${((wanted - done) / rate).toFixed(0)} s left  `);
}

function lineOf({ lookUp: { firstTouch: first, oneCaller, manyCallers, statement }, lists, statistics, databaseMegabytes }: Step): string {
  const pages = lists.map(({ list, pages: depths }) => `  ${list}: ${depths.map(({ depth, p50 }) => `${depth} ${p50} ms`).join(', ')}`);
  return [
    `  look-up p50: first touch ${first.p50} ms, one caller ${oneCaller.p50Milliseconds.median} ms, 16 callers ${manyCallers.p50Milliseconds.median} ms (${manyCallers.requestsPerSecond.median.toFixed(0)}/s); statement ${statement.p50} ms over ${statement.blocks} blocks; ${databaseMegabytes} MB`,
    ...pages,
    ...statistics.map(({ question, p50 }) => `  figures, ${question}: ${p50} ms`),
  ].join('\n');
}

async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? 'unknown';
}

/** Stops what was started, the last first. */
function closeAll(): Promise<void> {
  const close = async () => {
    for (const each of open.toReversed()) await each();
  };
  return (closing ??= close());
}
