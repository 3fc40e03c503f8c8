/**
 * `node scripts/bench/audit-cost.ts [--by request|register|hand] [--rounds 30] [--deeds 500]`: what the tamper-evident audit costs a
 * registration, on a durable embedded PostgreSQL, in alternating rounds. The write is the whole request as a phone sends it,
 * the register's own unit of work, or the same statements by hand, the least there is to compare with. "With" has the queue's triggers, and its round ends when
 * everything is sealed, too: 500 registrations are what a server seals at once when 25 a second come in.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { configuredAuditKeys, newSigningKey } from '../../server/src/audit/audit-keys.ts';
import { plainText } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { recordAudit } from '../../server/src/audit/record-audit.ts';
import { connect, migrate } from '../../server/src/database/orm.ts';
import { Decision } from '../../server/src/donors/decision.entity.ts';
import { sameForAll } from '../../server/src/donors/donation-kinds.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { IdempotentRequest } from '../../server/src/donors/idempotent-request.entity.ts';
import { NationalSync } from '../../server/src/donors/national-sync.entity.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import { loadReferenceData } from '../../server/src/reference-data.ts';
import { bundled } from './bundled.ts';
import { parentOf, processorSecondsOfFamily } from './processor-time.ts';
import type { Registrations, ServeRegistrations } from './registrations.ts';
import { percentile, ratio } from './statistics.ts';

const WRITERS = 8;

const { values } = parseArgs({ options: { by: { type: 'string', default: 'register' }, rounds: { type: 'string', default: '30' }, deeds: { type: 'string', default: '500' } } });
const [rounds, deeds] = [Number(values.rounds), Number(values.deeds)];
const folder = mkdtempSync(join(tmpdir(), 'sanxian-audit-cost-'));
const database = await startEmbeddedPostgres({ dataFolder: join(folder, 'postgres'), database: 'bench' });
const pool = new pg.Pool({ connectionString: database.url, max: WRITERS });
// The pool does not wait for its connections to close; the database ends them.
pool.on('error', () => undefined);
const sealer = new pg.Client({ ...plainText, connectionString: database.url });

/** What a round of registrations took, by the clock and in processor time of this process and the whole database. */
interface Taken {
  readonly clock: number;
  readonly processor: number;
}

const orm = await connect(database.url);
let requests: Registrations | null = null;
/** Donors differ in their number only. */
let people = 0;

try {
  await migrate(orm);
  await sealer.connect();
  await loadReferenceData(orm, new Date());
  if (values.by === 'request') requests = await (await bundled<{ readonly serveRegistrations: ServeRegistrations }>('registrations')).serveRegistrations(database.url);
  await round(false, 500);
  await round(true, 500);
  const pairs: { withAudit: Taken; without: Taken }[] = [];
  for (let pair = 0; pair < rounds; pair++) {
    // Neither is always the first, whom the disk may treat better.
    const first = pair % 2 === 0;
    const [one, other] = [await round(first, deeds), await round(!first, deeds)];
    pairs.push(first ? { withAudit: one, without: other } : { withAudit: other, without: one });
  }
  console.log(`written by ${values.by}: ${rounds} pairs, ${deeds} registrations each, ${WRITERS} writers`);
  for (const kind of ['clock', 'processor'] as const) {
    const [withAudit, without] = [pairs.map((pair) => pair.withAudit[kind]), pairs.map((pair) => pair.without[kind])];
    const cost = ratio(withAudit, without);
    // Neighbours on the machine only ever add: the quiet quarter of the rounds tells what the work itself takes.
    const quiet = percentile(withAudit, 0.25) / percentile(without, 0.25);
    const each = (seconds: readonly number[]) => `${((percentile(seconds, 0.25) / deeds) * 1e6).toFixed(0)} µs`;
    console.log(`${kind}: with ${each(withAudit)}, without ${each(without)} (lower quartiles), cost ${percent(quiet)}; median of pairs ${percent(cost.median)} (${percent(cost.lowest)} to ${percent(cost.highest)})`);
  }
} finally {
  await requests?.close();
  await sealer.end();
  await pool.end();
  await orm.close();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Writes so many registrations, until they are committed and, with the audit, sealed. */
async function round(withAudit: boolean, count: number): Promise<Taken> {
  for (const table of ['decision', 'audit_entry']) await pool.query(`alter table ${table} ${withAudit ? 'enable' : 'disable'} trigger ${table}_is_sealed`);
  const { signing: key } = configuredAuditKeys(newSigningKey('bench'), '');
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  const processor = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 + processorSecondsOfFamily(postmaster);
  // Sign-ins are none of the write; what they leave for the sealer is sealed before the clock starts.
  const tokens = requests ? await requests.signIn(count) : [];
  await sealBatches(sealer, { key, now: () => new Date() });
  const [began, used] = [performance.now(), processor()];
  let left = count;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (left-- > 0) await (requests ? requests.register(tokens.pop() ?? '') : values.by === 'hand' ? registerByHand() : register());
    }),
  );
  if (withAudit) await sealBatches(sealer, { key, now: () => new Date() });
  return { clock: (performance.now() - began) / 1_000, processor: processor() - used };
}

/** A registration as the register writes it: entities, change sets, audit entry, one flush. Nothing is sealed, as that costs both the same. */
async function register(): Promise<void> {
  const em = orm.em.fork();
  const [now, bytes, personIndex] = [new Date(), randomBytes(60), randomBytes(32)];
  const donor = em.create(Donor, {
    ...{ registrationNumber: `bench-${people++}`, documentIndex: personIndex, documentType: 'RESIDENT_ID_CARD', sealedDocumentNumber: bytes, sealedFullName: bytes },
    ...{ sealedPhone: bytes, residenceCode: null, familyKnows: 'NOT_STATED', sealedEmergencyContact: null, latestSequence: 1, registeredAt: now },
  });
  const { version: consentVersion, hash: consentHash } = consentInForce('AGREE', 'zh-CN');
  const decision = em.create(Decision, {
    ...{ donor, sequence: 1, action: 'REGISTERED', state: 'AGREED', choices: sameForAll('AGREE'), channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME' },
    ...{ consentPurpose: 'AGREE', consentVersion, consentHash, recordedAt: now, fingerprint: randomBytes(32) },
  });
  em.create(NationalSync, { decision, state: 'PENDING', since: now });
  em.create(IdempotentRequest, { personIndex, key: randomUUID(), operation: 'registerDonor', inputDigest: randomBytes(32), decision, answeredAt: now });
  recordAudit(em, { actorKind: 'CITIZEN', actorId: null, sessionId: randomUUID(), operation: 'registerDonor', requestId: randomUUID(), at: now });
  await em.flush();
}

/** The same rows in seven statements. */
async function registerByHand(): Promise<void> {
  const client = await pool.connect();
  const [donor, decision, now] = [randomUUID(), randomUUID(), new Date()];
  const sealed = randomBytes(60);
  const changes = ['Donor', 'Decision', 'NationalSync', 'IdempotentRequest'].map((entity) => ({ entity, id: entity === 'Donor' ? donor : decision, change: 'create', fields: ['id', 'version', 'choices', 'channel', 'recordedAt'] }));
  await client.query('begin');
  await client.query(
    `insert into donor (id, registration_number, document_index, document_type, sealed_document_number, sealed_full_name, sealed_phone, family_knows, latest_sequence, registered_at)
     values ($1::uuid, $1::text, $2, 'RESIDENT_ID_CARD', $3, $3, $3, 'NOT_STATED', 1, $4)`,
    [donor, randomBytes(32), sealed, now],
  );
  await client.query(
    `insert into decision (id, donor_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint)
     values ($1, $2, 1, 'REGISTERED', 'AGREED', $3, 'OPEN_WEB', 'ADVANCED_REAL_NAME', 'AGREE', '1', $4, $5, $6)`,
    [decision, donor, JSON.stringify(Object.fromEntries(Array.from({ length: 12 }, (_, item) => [`ITEM_${item}`, 'AGREE']))), sealed.toString('hex').slice(0, 64), now, randomBytes(32)],
  );
  await client.query(`insert into national_sync values ($1, 'PENDING', $2)`, [decision, now]);
  await client.query(`insert into idempotent_request values ($1, $2, 'registerDonor', $3, $4, $5)`, [randomBytes(32), randomUUID(), randomBytes(32), decision, now]);
  await client.query(`insert into audit_entry values ($1, $2, 'CITIZEN', $3, 'registerDonor', $4, $5)`, [randomUUID(), now, randomUUID(), randomUUID(), JSON.stringify(changes)]);
  await client.query('commit');
  client.release();
}

function percent(ratio: number): string {
  return `${((ratio - 1) * 100).toFixed(1)} %`;
}
