/**
 * `pnpm rehearse [--people N] [--from MIGRATION] [--output FILE]`: what people would feel of each migration, on a register full of made-up
 * people who write and read all the time. Fails when one holds anybody up for longer than 250 ms (ADR 53).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { migrations } from '../server/src/database/migrations/list.ts';
import { describeMachine, describeVersions, holdToTwoProcessors, loadAverages } from './bench/machine.ts';
import { WRITERS } from './rehearsal/register-at-the-time.ts';
import { LONGEST_STALL, rehearse } from './rehearsal/rehearsal.ts';
import { root } from './stages.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options: { people: text, from: text, output: text } });
const people = Number(values.people ?? 1_000_000);
// The first one makes the tables; before it there is nobody.
const from = values.from ?? migrations[0]?.name ?? '';
if (!Number.isInteger(people) || people < 100) throw new RangeError('--people takes a whole number from 100');
if (!migrations.some(({ name }) => name === from)) throw new RangeError(`--from takes the name of a migration: there is no ${from}`);

const used = holdToTwoProcessors();
const loadAverageBefore = loadAverages();
const folder = mkdtempSync(join(tmpdir(), 'sanxian-rehearsal-'));
const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'rehearsal' });
try {
  const rehearsal = await rehearse({ databaseUrl: database.url, people, from, calmSeconds: 10, withSamples: true, say: console.log });
  const record = { date: new Date().toISOString(), settings: { people, from, writers: WRITERS, longestStall: LONGEST_STALL }, machine: describeMachine(used), versions: describeVersions('18'), loadAverageBefore, ...rehearsal };
  const output = values.output === undefined ? join(root, '.data/bench/rehearsal.json') : resolve(process.env['INIT_CWD'] ?? '.', values.output);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify(record, null, 2)}\n`);
  const over = rehearsal.migrations.filter(({ passed }) => !passed);
  const surprising = rehearsal.samples.filter(({ asExpected }) => !asExpected);
  console.log(`${rehearsal.migrations.length - over.length} of ${rehearsal.migrations.length} held nobody up for longer than ${LONGEST_STALL} ms${over.map(({ name }) => `; over: ${name}`).join('')}`);
  console.log(`${rehearsal.samples.length - surprising.length} of ${rehearsal.samples.length} samples did what they must${surprising.map(({ name }) => `; not: ${name}`).join('')}`);
  if (over.length + surprising.length > 0) process.exitCode = 1;
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
