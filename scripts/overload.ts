/**
 * `pnpm overload [--seconds N] [--donors N] [--rising]`: what becomes of a server that is asked for more than it can do. Server and database have the first
 * processor, the callers the second. First its capacity is measured, then it is asked at 1, 2, 5 and 10 times that rate, without mercy:
 * nobody waits for an answer before the next asks. All the while as many withdraw as do at capacity, one of ten, and claim the reserve (ADR 48);
 * with `--rising` ten times as many at ten times the rate. Each withdraws once, and who was told "done" must have. Figures: docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Request } from 'autocannon';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { configuredKeys } from '../server/src/vault/local-keys.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { startShipped } from './bench/contenders.ts';
import { ask } from './bench/load.ts';
import { describeMachine, describeVersions, holdToTwoProcessors } from './bench/machine.ts';
import { askAtRate, type Fate } from './bench/open-loop.ts';
import { populate, sealAll } from './bench/population.ts';
import { productionSettings } from './bench/production-settings.ts';
import { percentile } from './bench/statistics.ts';
import { WITHDRAWN, Withdrawers } from './bench/withdrawers.ts';
import { root } from './stages.ts';

const CONNECTIONS = 32;
const TIMES = [1, 2, 5, 10];
const SIGNED_IN = 1_024;
/** At capacity every so manieth request is somebody who withdraws. */
const URGENT_EVERY = 10;
/** After so long nothing is under way any more, in milliseconds. */
const SETTLED = 3_000;
/** What stands in an answer that shows somebody their decision. */
const SHOWN = '"registrationNumber"';

const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options: { seconds: { type: 'string', default: '20' }, donors: { type: 'string', default: '60000' }, rising: { type: 'boolean', default: false } } });
const [seconds, donors] = [Number(values.seconds), Number(values.donors)];
const folder = mkdtempSync(join(tmpdir(), 'sanxian-overload-'));
const open: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
try {
  await run();
} finally {
  for (const close of open.toReversed()) await close();
}

async function run(): Promise<void> {
  const used = holdToTwoProcessors();
  const [first = '0', second = '1'] = used.split(',');
  // What is started from here on stays on the first one; we go to the second.
  holdTo(first);
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
  open.push(() => database.stop());
  // Whoever waits for a rate to be measured must still be able to withdraw.
  const settings = { ...productionSettings(), SANXIAN_FRESH_SIGN_IN_SECONDS: '600', SANXIAN_DATA: folder, PORT: '0', LOG_LEVEL: 'info' };
  const server = await startShipped({ settings: { ...settings, DATABASE_URL: database.runtimeUrl, MIGRATION_DATABASE_URL: database.url }, folder });
  open.push(() => server.stop());
  holdTo(second);
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  open.push(() => pool.end());
  console.log(`putting ${donors} made-up people on the register`);
  const vault = new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY));
  const people = await populate(pool, vault, { donors, sessions: SIGNED_IN });
  await sealAll(database.url, settings.SANXIAN_AUDIT_KEY);
  // Anew each time: the load generator writes into what it is given.
  const lookUps = () => people.map(({ token }) => server.request(token));
  const step = Math.max(1, Math.floor(donors / SIGNED_IN));
  const withdrawers = new Withdrawers({ pool, vault, donors, headers: server.listRequest().headers, isTaken: (index) => index % step === 0 });
  const load = { origin: server.origin, connections: CONNECTIONS, leastBytes: 1_000 };
  const fastest = await ask({ ...load, requests: lookUps(), seconds: 10 });
  // Of the same mixture as afterwards; nobody withdraws twice.
  const enough = Math.ceil((fastest.count / fastest.seconds) * seconds);
  const withdrawals = await withdrawers.requests(Math.ceil(enough / URGENT_EVERY));
  const usualOnes = lookUps();
  const mixture = Array.from({ length: enough }, (_, at) => (at % URGENT_EVERY === 0 ? withdrawals[at / URGENT_EVERY] : usualOnes[at % usualOnes.length])).filter((request) => request !== undefined);
  const measured = await ask({ ...load, requests: mixture, once: true, seconds });
  const capacity = measured.count / measured.seconds;
  console.log(`capacity: ${capacity.toFixed(0)} answers/s over ${CONNECTIONS} connections, p99 ${percentile(measured.milliseconds, 0.99).toFixed(0)} ms`);
  const withdrawn = async () => (await pool.query<{ count: number }>(`select count(*)::int as count from decision where action = 'WITHDRAWN'`)).rows[0]?.count ?? 0;
  // Of those who were under way when the load ended, some are still being withdrawn.
  await sleep(SETTLED);
  const before = await withdrawn();
  const rows = [];
  for (const times of TIMES) {
    const urgentPerSecond = (capacity * (values.rising ? times : 1)) / URGENT_EVERY;
    const urgentOnes = await withdrawers.requests(Math.ceil(urgentPerSecond * seconds) + 1);
    const { usual, urgent, seconds: took } = await askAtRate({ port: Number(new URL(server.origin).port), perSecond: capacity * times, urgentPerSecond, seconds, usual: { requests: lookUps().map(wire), answer: SHOWN }, urgent: { requests: urgentOnes.map(wire), answer: WITHDRAWN } });
    rows.push({ times, offered: (usual.sent + urgent.sent) / took, goodput: (usual.answered + urgent.answered) / took / capacity, usual: told(usual), urgent: told(urgent) });
    console.log(lineOf(rows.at(-1)));
  }
  const promises = { acknowledged: rows.reduce((sum, { urgent }) => sum + urgent.answered, 0), unknown: rows.reduce((sum, { urgent }) => sum + urgent.wrong, 0), kept: (await withdrawn()) - before };
  console.log(`withdrawals: ${promises.acknowledged} acknowledged, ${promises.kept} on the register, ${promises.unknown} without an answer`);
  const record = { date: new Date().toISOString(), machine: describeMachine(used), versions: describeVersions('18'), settings: { donors, seconds, connections: CONNECTIONS, withdrawals: values.rising ? 'as the rate' : 'as at capacity' }, capacity, rows, withdrawals: promises };
  const output = join(root, '.data/bench/overload.json');
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(record, null, 2)}\n`);
  if (promises.kept < promises.acknowledged || promises.kept > promises.acknowledged + promises.unknown) throw new Error('What was acknowledged is not what is on the register');
}

function holdTo(processor: string): void {
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processor, String(process.pid)]);
}

/** A request as it goes over the wire. */
function wire({ path = '/', headers = {}, body = '' }: Request): Buffer {
  const text = String(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function told({ sent, answered, refused, wrong, milliseconds }: Fate) {
  return { sent, answered, refused, wrong, p50: percentile(milliseconds, 0.5), p99: percentile(milliseconds, 0.99) };
}

function lineOf(row: { readonly times: number; readonly offered: number; readonly goodput: number; readonly usual: ReturnType<typeof told>; readonly urgent: ReturnType<typeof told> } | undefined): string {
  if (!row) return '';
  const share = ({ answered, sent }: { readonly answered: number; readonly sent: number }) => `${((answered / sent) * 100).toFixed(1)} %`;
  return `${row.times} x: ${row.offered.toFixed(0)} asked/s, answered ${(row.goodput * 100).toFixed(0)} % of capacity (usual ${share(row.usual)}, p99 ${row.usual.p99.toFixed(0)} ms; urgent ${share(row.urgent)}, p99 ${row.urgent.p99.toFixed(0)} ms), wrong or lost ${row.usual.wrong + row.urgent.wrong}`;
}
