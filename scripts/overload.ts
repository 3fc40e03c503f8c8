/**
 * `pnpm overload [--seconds N] [--donors N] [--rising] [--output file.json]`: what becomes of a server that is asked for more than it can do. Server and database have the first
 * processor, the callers the second. First its capacity is measured, then it is asked at 1, 2, 5 and 10 times that rate, without mercy:
 * nobody waits for an answer before the next asks. All the while as many withdraw as do at capacity, one of ten, and doctors look up as many patients at the
 * FHIR door, one of two hundred: both have the reserve (ADR 48); with `--rising` ten times as many at ten times the rate. Each withdraws once, and who was
 * told "done" must have; each patient is looked up once, and what was told must be on record. All of that twice, since V8 compiles what is hot only when it has
 * seen it often: on a server that was started a minute ago, and on the same one some minutes later. Figures: docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Request } from 'autocannon';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { configuredKeys } from '../server/src/vault/local-keys.ts';
import { Vault } from '../server/src/vault/vault.ts';
import { Clinicians, LOOKED_UP } from './bench/clinicians.ts';
import { startShipped } from './bench/contenders.ts';
import { ask } from './bench/load.ts';
import { describeMachine, describeVersions, holdToTwoProcessors } from './bench/machine.ts';
import { askAtRate, type Fate } from './bench/open-loop.ts';
import { populate, sealAll } from './bench/population.ts';
import { productionDatabase, productionSettings } from './bench/production-settings.ts';
import { percentile } from './bench/statistics.ts';
import { WITHDRAWN, Withdrawers } from './bench/withdrawers.ts';
import { root } from './stages.ts';

/** As many as a server works on at once. */
const CONNECTIONS = 64;
/** How often the capacity is measured, for the highest counts. */
const TRIES = 3;
const TIMES = [1, 2, 5, 10];
const PASSES = ['started a minute ago', 'some minutes later'];
const SIGNED_IN = 1_024;
/** At capacity every so manieth request is somebody who withdraws. */
const WITHDRAWS_EVERY = 10;
const CLINICAL_EVERY = 200;
/** After so long nothing is under way any more, in milliseconds. */
const SETTLED = 3_000;
/** What stands in an answer that shows somebody their decision. */
const SHOWN = '"registrationNumber"';

const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options: { seconds: { type: 'string', default: '20' }, donors: { type: 'string', default: '60000' }, rising: { type: 'boolean', default: false }, output: { type: 'string' } } });
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
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench', settings: productionDatabase });
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
  const clinicians = new Clinicians({ pool, vault, publicUrl: settings.SANXIAN_PUBLIC_URL, firstPatient: 0 });
  const load = { origin: server.origin, connections: CONNECTIONS, leastBytes: 1_000 };
  // A server that has just started may turn some of 64 away.
  const fastest = await ask({ ...load, requests: lookUps(), seconds: 10, maySendAway: true });
  // Of the same mixture as afterwards; nobody withdraws twice.
  const enough = Math.ceil((fastest.count / fastest.seconds) * seconds);
  const mixture = async () => {
    const [withdrawals, clinical, usual] = [await withdrawers.requests(Math.ceil(enough / WITHDRAWS_EVERY)), await clinicians.requests(Math.ceil(enough / CLINICAL_EVERY)), lookUps()];
    return Array.from({ length: enough }, (_, at) => (at % CLINICAL_EVERY === 5 ? clinical.pop() : at % WITHDRAWS_EVERY === 0 ? withdrawals.pop() : usual[at % usual.length])).filter((request) => request !== undefined);
  };
  const rowAt = async (times: number, capacity: number): Promise<Row> => {
    const rate = capacity * (values.rising ? times : 1);
    const [withdrawals, clinical] = [await withdrawers.requests(Math.ceil((rate / WITHDRAWS_EVERY) * seconds) + 1), await clinicians.requests(Math.ceil((rate / CLINICAL_EVERY) * seconds) + 1)];
    const { fates, seconds: took } = await askAtRate({
      port: Number(new URL(server.origin).port),
      seconds,
      kinds: {
        clinical: { requests: clinical.map(wire), perSecond: rate / CLINICAL_EVERY, once: true, answer: LOOKED_UP },
        withdrawals: { requests: withdrawals.map(wire), perSecond: rate / WITHDRAWS_EVERY, once: true, answer: WITHDRAWN },
        usual: { requests: lookUps().map(wire), perSecond: capacity * times - rate / WITHDRAWS_EVERY - rate / CLINICAL_EVERY, once: false, answer: SHOWN },
      },
    });
    const all = Object.values(fates);
    const sum = (of: (fate: Fate) => number) => all.reduce((total, fate) => total + of(fate), 0);
    return { times, offered: sum(({ sent }) => sent) / took, goodput: sum(({ answered }) => answered) / took / capacity, usual: told(fates.usual), withdrawals: told(fates.withdrawals), clinical: told(fates.clinical) };
  };
  const count = async (of: string) => (await pool.query<{ count: number }>(`select count(*)::int as count from ${of}`)).rows[0]?.count ?? 0;
  const kept = async () => ({ withdrawals: await count(`decision where action = 'WITHDRAWN'`), clinical: await count(`look_up_step where step = 'DISCLOSED'`) });
  const passes = [];
  for (const age of PASSES) {
    const capacities: number[] = [];
    while (capacities.length < TRIES) capacities.push(perSecond(await ask({ ...load, requests: await mixture(), once: true, seconds, maySendAway: true })));
    const capacity = Math.max(...capacities);
    console.log(`${age}: capacity is the highest of ${capacities.map((each) => each.toFixed(0)).join(', ')} answers/s over ${CONNECTIONS} connections`);
    // Of those who were under way when the load ended, some are still being withdrawn.
    await sleep(SETTLED);
    const before = await kept();
    const rows: Row[] = [];
    for (const times of TIMES) {
      const row = await rowAt(times, capacity);
      rows.push(row);
      console.log(lineOf(row));
    }
    const after = await kept();
    const promised = (kind: keyof typeof after) => ({ acknowledged: rows.reduce((sum, row) => sum + row[kind].answered, 0), unknown: rows.reduce((sum, row) => sum + row[kind].wrong, 0), kept: after[kind] - before[kind] });
    passes.push({ server: age, capacity, capacities, rows, promises: { withdrawals: promised('withdrawals'), clinical: promised('clinical') } });
  }
  const record = { date: new Date().toISOString(), machine: describeMachine(used), versions: describeVersions('18'), settings: { donors, seconds, connections: CONNECTIONS, withdrawals: values.rising ? 'as the rate' : 'as at capacity' }, passes };
  const output = values.output === undefined ? join(root, '.data/bench/overload.json') : resolve(process.env['INIT_CWD'] ?? '.', values.output);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(record, null, 2)}\n`);
  for (const [kind, { acknowledged, kept: registered, unknown }] of passes.flatMap(({ promises }) => Object.entries(promises))) {
    console.log(`${kind}: ${acknowledged} acknowledged, ${registered} on the register, ${unknown} without an answer`);
    if (registered < acknowledged || registered > acknowledged + unknown) throw new Error('What was acknowledged is not what is on the register');
  }
}

function perSecond({ count, seconds: took }: { readonly count: number; readonly seconds: number }): number {
  return count / took;
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

type Told = ReturnType<typeof told>;

/** What came of one rate. */
interface Row {
  readonly times: number;
  readonly offered: number;
  readonly goodput: number;
  readonly usual: Told;
  readonly withdrawals: Told;
  readonly clinical: Told;
}

function lineOf({ times, offered, goodput, usual, withdrawals, clinical }: Row): string {
  const share = (name: string, { answered, sent, p99 }: Told) => `${name} ${((answered / sent) * 100).toFixed(1)} %, p99 ${p99.toFixed(0)} ms`;
  return `${times} x: ${offered.toFixed(0)} asked/s, answered ${(goodput * 100).toFixed(0)} % of capacity (${share('usual', usual)}; ${share('withdrawals', withdrawals)}; ${share('clinical', clinical)}), wrong or lost ${usual.wrong + withdrawals.wrong + clinical.wrong}`;
}
