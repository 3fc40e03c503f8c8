import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { configuredAuditKeys, newSigningKey } from '../../server/src/audit/audit-keys.ts';
import { plainText } from '../../server/src/audit/audit-log.queries.ts';

/** A donor, a decision and the audit entry that tells of it, as one unit of work writes them. */
export interface Deed {
  readonly donorId: string;
  readonly decisionId: string;
  readonly entryId: string;
}

/** Keys for signing that exist only in one test. */
export function testAuditKeys(id = 'test') {
  return configuredAuditKeys(newSigningKey(id), '');
}

/** A connection of its own on which every value arrives as text. */
export async function plainClient(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ ...plainText, connectionString: databaseUrl });
  // A test may cut the connection; what it was asked then fails and tells.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Writes one deed without beginning or ending the transaction. */
export async function writeDeed(client: pg.ClientBase, at: Date): Promise<Deed> {
  const deed = { donorId: randomUUID(), decisionId: randomUUID(), entryId: randomUUID() };
  const noted = [
    { entity: 'Donor', id: deed.donorId, change: 'create', fields: ['documentIndex'] },
    { entity: 'Decision', id: deed.decisionId, change: 'create', fields: ['choices', 'state'] },
  ];
  const when = at.toISOString();
  await client.query(
    `insert into donor (id, registration_number, document_index, document_type, sealed_document_number, sealed_full_name, family_knows, latest_sequence, registered_at)
     values ($1::uuid, $1::text, $2, 'RESIDENT_ID_CARD', $2, $2, 'NOT_STATED', 1, $3)`,
    [deed.donorId, randomBytes(32), when],
  );
  await client.query(
    `insert into decision (id, donor_id, sequence, action, state, choices, channel, assurance_level, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint)
     values ($1, $2, 1, 'REGISTERED', 'AGREED', $3, 'OPEN_WEB', 'ADVANCED_REAL_NAME', 'AGREE', '1', $4, $5, $6)`,
    [deed.decisionId, deed.donorId, JSON.stringify({ CORNEA: 'AGREE', SKIN: Number(at) % 2 === 0 ? 'REFUSE' : 'AGREE' }), randomBytes(8).toString('hex'), when, randomBytes(32)],
  );
  await client.query(
    `insert into audit_entry (id, at, actor_kind, session_id, operation, request_id, changes) values ($1, $2, 'CITIZEN', $3, 'registerDonor', $4, $5)`,
    [deed.entryId, when, randomUUID(), randomUUID(), JSON.stringify(noted)],
  );
  return deed;
}

/** Writes the record of an evidence package, and the entry that tells of it, in one transaction; the constraints that tie it to look-ups and staff must have been taken away. */
export async function writeEvidenceIssue(client: pg.ClientBase, at: Date): Promise<string> {
  const id = randomUUID();
  await client.query('begin');
  await client.query(
    `insert into evidence_issue (id, look_up_id, decision_id, issued_by_id, issued_at, file_digest, key_id, idempotency_key) values ($1, $2, $3, $4, $5, $6, 'test', $7)`,
    [id, randomUUID(), randomUUID(), randomUUID(), at.toISOString(), randomBytes(32), randomUUID()],
  );
  await client.query(`insert into audit_entry (id, at, actor_kind, actor_id, session_id, operation, request_id, changes) values ($1, $2, 'STAFF', $1, $1, 'issueEvidencePackage', $3, $4)`, [
    ...[randomUUID(), at.toISOString(), randomUUID(), JSON.stringify([{ entity: 'EvidenceIssue', id, change: 'create', fields: ['issuedAt'] }])],
  ]);
  await client.query('commit');
  return id;
}

/** Writes a wish about the body with its first declaration, and the entry that tells of it, in one transaction. */
export async function commitBodyDeclaration(client: pg.ClientBase, at: Date): Promise<{ readonly declarationId: string; readonly entryId: string }> {
  const [donationId, declarationId, entryId] = [randomUUID(), randomUUID(), randomUUID()];
  const when = at.toISOString();
  await client.query('begin');
  await client.query(`insert into division (code, name, level, successor_codes, source) values ('330106', '西湖区', 'COUNTY', '{}', 'test') on conflict do nothing`);
  await client.query(
    `insert into body_donation (id, receipt_number, area_code, wish, status, latest_sequence, opened_at, updated_at) values ($1::uuid, $1::text, '330106', 'AGREE', 'RECEIVED', 1, $2, $2)`,
    [donationId, when],
  );
  await client.query(
    `insert into body_declaration (id, body_donation_id, sequence, action, wish, use, ashes, keep_confidential, inform_family, sealed_details, channel, assurance_level, words_version, words_hash, recorded_at, fingerprint)
     values ($1, $2, 1, 'DECLARED', 'AGREE', 'TEACHING', 'TO_FAMILY', false, true, $3, 'OPEN_WEB', 'ADVANCED_REAL_NAME', '1', $4, $5, $3)`,
    [declarationId, donationId, randomBytes(32), randomBytes(8).toString('hex'), when],
  );
  const noted = [
    { entity: 'BodyDonation', id: donationId, change: 'create', fields: ['wish'] },
    { entity: 'BodyDeclaration', id: declarationId, change: 'create', fields: ['wish'] },
  ];
  await client.query(`insert into audit_entry (id, at, actor_kind, session_id, operation, request_id, changes) values ($1, $2, 'CITIZEN', $3, 'declareBodyDonation', $4, $5)`, [entryId, when, randomUUID(), randomUUID(), JSON.stringify(noted)]);
  await client.query('commit');
  return { declarationId, entryId };
}

/** Writes one deed in one transaction. */
export async function commitDeed(client: pg.ClientBase, at: Date): Promise<Deed> {
  await client.query('begin');
  const deed = await writeDeed(client, at);
  await client.query('commit');
  return deed;
}

/** A look-up with its steps, answered over broken glass, and the audit entry that tells of it, as one unit of work writes them. */
export async function commitLook(client: pg.ClientBase, at: Date): Promise<{ readonly lookUpId: string; readonly stepIds: readonly string[] }> {
  const [lookUpId, asked, disclosed, entryId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const when = at.toISOString();
  const index = randomBytes(32);
  await client.query('begin');
  await client.query(`insert into division (code, name, level, successor_codes, source) values ('330106', '西湖区', 'COUNTY', '{}', 'test') on conflict do nothing`);
  await client.query(`insert into hospital (id, registry_key, name, division_code, source, valid_from) values ($1, 'demo-hospital', '演示医院', '330106', 'test', '2026-01-01') on conflict do nothing`, [DEMO]);
  await client.query(
    `insert into staff_account (id, issuer, subject, sealed_name, role, hospital_id, outside_transplant_chain, valid_from, created_at)
     values ($1, 'https://staff.example', 'demo', '\\x00', 'CLINICIAN', $1, true, '2026-01-01', $2) on conflict do nothing`,
    [DEMO, when],
  );
  await client.query(
    `insert into look_up (id, person_index, name_mark, key_mark, prefix_mark, request_key, request_digest, requested_by_id, hospital_id, area_code, case_number, occasion, purpose,
       break_glass_reason, drawn_for_review, status, finding, choices_disclosed, requested_at, answered_at, expires_at)
     values ($1::uuid, $2, $2, $2, $2, $1::text, $2, $3, $3, '330106', 'AGREE-1', 'DEATH_EXPECTED', 'CLARIFY_WILL', 'MINUTES_MATTER', true, 'ANSWERED', 'AGREED', false, $4, $4, $4)`,
    [lookUpId, index, DEMO, when],
  );
  const question = { hospital: DEMO, area: '330106', case: 'AGREE-1', occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', breakGlass: 'MINUTES_MATTER' };
  for (const [id, step, details] of [[asked, 'ASKED', question], [disclosed, 'DISCLOSED', { finding: 'AGREED', choices: false, fingerprint: 'x' }]] as const) {
    await client.query('insert into look_up_step (id, look_up_id, step, at, account_id, person_index, details) values ($1, $2, $3, $4, $5, $6, $7)', [id, lookUpId, step, when, DEMO, index, JSON.stringify(details)]);
  }
  const changes = [asked, disclosed].map((id) => ({ entity: 'LookUpStep', id, change: 'create', fields: ['step'] }));
  await client.query(`insert into audit_entry (id, at, actor_kind, session_id, operation, request_id, changes) values ($1, $2, 'CLINICIAN', $3, 'lookUpDecision', $4, $5)`, [
    ...[entryId, when, randomUUID(), randomUUID(), JSON.stringify(changes)],
  ]);
  await client.query('commit');
  return { lookUpId, stepIds: [asked, disclosed] };
}

const DEMO = '00000000-0000-4000-8000-00000000de01';

/** Does something as the owner of the tables with their triggers switched off, as only somebody with every right on the database could. */
export async function withoutTriggers(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select distinct tgrelid::regclass::text as name from pg_trigger where not tgisinternal and tgparentid = 0 order by 1');
  for (const { name } of rows) await client.query(`alter table ${name} disable trigger user`);
  await work();
  for (const { name } of rows) await client.query(`alter table ${name} enable trigger user`);
}
