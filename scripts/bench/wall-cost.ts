/**
 * `node scripts/bench/wall-cost.ts [--rounds 30] [--questions 1000]`: what row-level security costs a citizen's own decision, on an
 * embedded PostgreSQL with 20,000 donors. A round asks for one donor by their index and for the decisions of each, through the mapper
 * and as the role of a server, once with the walls and once without, in alternating order; processor time is the database's.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { limitRuntimeRole } from '../../server/src/database/runtime-role.ts';
import { walls } from '../../server/src/database/walls.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { parentOf, processorSecondsOfFamily } from './processor-time.ts';
import { ratio } from './statistics.ts';

const PEOPLE = 20_000;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' }, questions: { type: 'string', default: '1000' } } });
const [rounds, questions] = [Number(values.rounds), Number(values.questions)];
const folder = mkdtempSync(join(tmpdir(), 'sanxian-wall-cost-'));
const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
const [owner, server] = [await connect(database.url), await connect(database.runtimeUrl)];

/** What a round took, by the clock and in processor time of the database. */
interface Taken {
  readonly clock: number;
  readonly processor: number;
}

try {
  await migrate(owner);
  await limitRuntimeRole(owner, server);
  const indexOf = (person: string) => `sha256(${person}::text::bytea)`;
  await owner.em.fork().execute(`
    insert into donor (id, registration_number, document_index, document_type, sealed_document_number, sealed_full_name, residence_code, family_knows, latest_sequence, registered_at)
      select gen_random_uuid(), n::text, ${indexOf('n')}, 'RESIDENT_ID_CARD', '', '', '330106', 'NOT_STATED', 1, now() from generate_series(1, ${PEOPLE}) as n;
    insert into decision (id, donor_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint)
      select gen_random_uuid(), id, 1, 'REGISTERED', 'AGREED', '{}', 'OPEN_WEB', 'ADVANCED_REAL_NAME', 'AGREE', '1', '', now(), sha256('') from donor;
    analyze donor; analyze decision`);
  await round(true, 500);
  await round(false, 500);
  const pairs: { walled: Taken; open: Taken }[] = [];
  for (let pair = 0; pair < rounds; pair++) {
    const first = pair % 2 === 0;
    const [one, other] = [await round(first, questions), await round(!first, questions)];
    pairs.push(first ? { walled: one, open: other } : { walled: other, open: one });
  }
  for (const measure of ['clock', 'processor'] as const) {
    const { median, lowest, highest } = ratio(pairs.map(({ walled }) => walled[measure]), pairs.map(({ open }) => open[measure]));
    console.log(`${measure}: with walls ${median.toFixed(3)} of without (${lowest.toFixed(3)}–${highest.toFixed(3)}), ${rounds} pairs of ${questions} questions`);
  }
} finally {
  await Promise.all([owner.close(), server.close()]);
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function round(walled: boolean, count: number): Promise<Taken> {
  const em = owner.em.fork();
  for (const table of Object.keys(walls)) await em.execute(`alter table ${table} ${walled ? 'enable' : 'disable'} row level security`);
  const [{ pid } = { pid: 0 }] = await server.em.fork().execute<{ pid: number }[]>('select pg_backend_pid() as pid');
  const cluster = parentOf(pid);
  const before = processorSecondsOfFamily(cluster);
  const began = performance.now();
  for (let question = 0; question < count; question++) {
    const asking = server.em.fork();
    const [index] = await asking.execute<{ index: Buffer }[]>('select sha256(?::text::bytea) as index', [randomInt(1, PEOPLE + 1)]);
    const donor = await asking.findOneOrFail(Donor, { documentIndex: index?.index ?? Buffer.alloc(0) });
    await asking.find(Decision, { donor: donor.id }, { orderBy: { sequence: 'desc' }, limit: 21 });
  }
  return { clock: performance.now() - began, processor: processorSecondsOfFamily(cluster) - before };
}
