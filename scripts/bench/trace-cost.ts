/**
 * `node scripts/bench/trace-cost.ts [--rounds 6] [--seconds 5] [--donors 1000]`: what traces cost a citizen's look-up of their own decision in
 * processor time of the server, side by side over one database: the register without a collector, with one in a hundred, and with everything
 * traced. The collector takes what comes and answers at once; its own time is not counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { type Contender, startShipped } from './contenders.ts';
import { measure } from './measure.ts';
import { populate } from './population.ts';
import { parentOf } from './processor-time.ts';
import { productionSettings } from './production-settings.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '6' }, seconds: { type: 'string', default: '5' }, donors: { type: 'string', default: '1000' } } });
const open: (() => Promise<unknown> | void)[] = [];
try {
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-trace-cost-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  let bytes = 0;
  const collector = createServer((request, response) => {
    request.on('data', (part: Buffer) => (bytes += part.length));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  open.push(() => (collector.closeAllConnections(), collector.close(), undefined));
  const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
  open.push(() => database.stop());
  const settings = { ...productionSettings(), SANXIAN_DATA: folder, PORT: '0', DATABASE_URL: database.runtimeUrl, MIGRATION_DATABASE_URL: database.url };
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}` };
  const begin = async (name: string, more: Readonly<Record<string, string>>): Promise<Contender> => {
    const contender = await startShipped({ settings: { ...settings, ...more }, folder });
    open.push(() => contender.stop());
    return { ...contender, name };
  };
  const contenders = [await begin('off', {}), await begin('one in a hundred', traced), await begin('everything', { ...traced, OTEL_TRACES_SAMPLER: 'always_on' })];
  const pool = new pg.Pool({ connectionString: database.url, max: 1, application_name: 'bench' });
  open.push(() => pool.end());
  const donors = Number(values.donors);
  const people = await populate(pool, new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY)), { donors, sessions: Math.min(512, donors) });
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() pid');
  const options = { operations: ['look-up'], donors, rounds: Number(values.rounds), seconds: Number(values.seconds), warmUpSeconds: 1, patienceMinutes: 0, output: '' } as const;
  const record = await measure('look-up', { pool, contenders, people, databasePid: parentOf(rows[0]?.pid ?? 0), connections: 32, options, say: console.log });
  for (const { name, serverMicroseconds, requestsPerSecond, residentMegabytes } of record.contenders) {
    console.log(`${name}: ${serverMicroseconds.median} µs of the server for a look-up (rounds ${serverMicroseconds.rounds.join(', ')}), ${requestsPerSecond.median}/s, ${residentMegabytes} MB`);
  }
  console.log(`${Math.round(bytes / 1e6)} MB came to the collector; doubts: ${record.doubts.join('; ') || 'none'}`);
} finally {
  for (const each of open.toReversed()) await each();
}
