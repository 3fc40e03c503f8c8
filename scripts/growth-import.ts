/**
 * `pnpm growth:import -- --synthetic N [--output file.json]`: how fast `pnpm import-registrations` takes over a file of N made-up people, and
 * how much memory it needs. A database of its own; the command is the one that an operator runs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import { connect } from '../server/src/database/orm.ts';
import { driftOfFigures } from '../server/src/figures/figures.queries.ts';
import { writeFormerFile } from './bench/former-file.ts';
import { describeMachine, describeVersions, holdToTwoProcessors, loadAverages } from './bench/machine.ts';
import { productionSettings } from './bench/production-settings.ts';
import { root } from './stages.ts';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: { synthetic: { type: 'string', default: '100000' }, output: { type: 'string' }, folder: { type: 'string', default: tmpdir() } },
});
const people = Number(values.synthetic);
const output = values.output === undefined ? join(root, '.data/bench/growth-import.json') : resolve(process.env['INIT_CWD'] ?? '.', values.output);
const keys = productionSettings();
const folder = mkdtempSync(join(resolve(values.folder), 'sanxian-import-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const used = holdToTwoProcessors();
  const [file, summary] = [join(folder, 'former.csv'), join(folder, 'summary.json')];
  await writeFormerFile(file, people);
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
  const client = new pg.Client(database.url);
  try {
    await client.connect();
    const loadBefore = loadAverages();
    const again = [];
    // The second time everything is on the register already: what a run costs that goes on where another one stopped.
    for (const round of ['first', 'again']) {
      await importFile([file, '--system', 'bench', '--summary', summary, '--report', join(folder, `${round}.csv`)], database.url);
      const { seconds, rowsPerSecond, peakMemoryBytes, ...sums } = JSON.parse(readFileSync(summary, 'utf8')) as Record<string, number>;
      again.push({ round, seconds, rowsPerSecond, peakMemoryMegabytes: Math.round((peakMemoryBytes ?? 0) / 1e6), taken: sums['taken'], known: sums['known'], refused: sums['refused'] });
    }
    const orm = await connect(database.url);
    const figuresDrift = await driftOfFigures(orm).finally(() => orm.close());
    const { rows } = await client.query<{ version: string; megabytes: number; audit: number }>(
      `select current_setting('server_version') as version, (pg_database_size(current_database()) / 1000000)::int as megabytes, (pg_total_relation_size('audit_entry') / 1000000)::int as audit`,
    );
    const [{ version, megabytes, audit } = { version: 'unknown', megabytes: 0, audit: 0 }] = rows;
    const record = { benchmark: 'growth-import', date: new Date().toISOString(), people, fileMegabytes: Math.round(statSync(file).size / 1e6), rounds: again, figuresDrift, databaseMegabytes: megabytes, auditMegabytes: audit, load: { before: loadBefore, after: loadAverages() }, machine: describeMachine(used), versions: describeVersions(version) };
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, `${JSON.stringify(record, null, 2)}\n`);
    console.log(JSON.stringify(record.rounds), `figures drift ${figuresDrift}, audit ${audit} MB of ${megabytes} MB\nWritten to ${output}`);
  } finally {
    await client.end();
    await database.stop();
  }
}

async function importFile(words: readonly string[], databaseUrl: string): Promise<void> {
  const { SANXIAN_KEYS, SANXIAN_INDEX_KEY } = keys;
  const command = spawn(process.execPath, [join(root, 'scripts/import-registrations.ts'), ...words], { stdio: 'inherit', env: { ...process.env, SANXIAN_KEYS, SANXIAN_INDEX_KEY, SANXIAN_DATA: folder, DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: databaseUrl } });
  const [code] = (await once(command, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}`);
}
