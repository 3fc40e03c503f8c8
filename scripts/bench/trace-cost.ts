/**
 * `node scripts/bench/trace-cost.ts [--rounds 10] [--questions 2000]`: what traces cost a citizen's look-up of their own decision in
 * processor time of the server, side by side over one database: the register without a collector, with one in a hundred, and with everything
 * traced. The collector takes what comes and answers at once; its own time is not counted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { type Contender, startShipped } from './contenders.ts';
import { populate, sealAll, type SignedIn } from './population.ts';
import { processorSeconds, residentBytes } from './processor-time.ts';
import { productionSettings } from './production-settings.ts';
import { ratio, summarise } from './statistics.ts';

const SESSIONS = 256;
/** How many ask at once: few, so that a busy machine turns nobody away. */
const AT_ONCE = 4;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' }, questions: { type: 'string', default: '2000' } } });
const open: (() => unknown)[] = [];
try {
  const folder = mkdtempSync(join(tmpdir(), 'sanxian-trace-cost-'));
  open.push(() => rmSync(folder, { recursive: true, force: true }));
  let bytes = 0;
  const collector = createServer((request, response) => {
    request.on('data', (part: Buffer) => (bytes += part.length));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  open.push(() => (collector.closeAllConnections(), collector.close()));
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
  const people = await populate(pool, new Vault(configuredKeys(settings.SANXIAN_KEYS, settings.SANXIAN_INDEX_KEY)), { donors: 1_000, sessions: SESSIONS });
  await sealAll(database.url, settings.SANXIAN_AUDIT_KEY);
  for (const contender of contenders) await lookUp(contender, people, 3_000);
  const taken = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const before = processorSeconds(contender.pid);
      await lookUp(contender, people, Number(values.questions));
      taken.get(contender.name)?.push(((processorSeconds(contender.pid) - before) * 1e6) / Number(values.questions));
    }
  }
  const off = taken.get('off') ?? [];
  for (const { name, pid } of contenders) {
    const own = taken.get(name) ?? [];
    const { median, lowest, highest } = ratio(own, off);
    console.log(`${name}: ${summarise(own.map(Math.round)).median} µs of the server for a look-up (${own.map(Math.round).join(', ')}), ${median.toFixed(3)} of off (${lowest.toFixed(3)}–${highest.toFixed(3)}), ${Math.round(residentBytes(pid) / 2 ** 20)} MB`);
  }
  console.log(`${Math.round(bytes / 1e6)} MB came to the collector; load average ${loadavg().map((load) => load.toFixed(1)).join(', ')}`);
} finally {
  for (const each of open.toReversed()) await each();
}

/** Looks people's own decisions up so many times; whoever is turned away asks again. */
async function lookUp(contender: Contender, people: readonly SignedIn[], questions: number): Promise<void> {
  let begun = 0;
  const one = async () => {
    while (begun < questions) {
      const { method, path, headers, body } = contender.request(people[begun++ % people.length]?.token ?? '');
      for (let isAnswered = false; !isAnswered; ) {
        const answer = await fetch(`${contender.origin}${path}`, { method, headers, body } as RequestInit);
        isAnswered = answer.status === 200 && (await answer.text()).includes('"registrationNumber"');
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
