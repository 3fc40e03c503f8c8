/** Fills a migrated database with made-up people, as the register itself would have written them, and signs some in. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { configuredAuditKeys } from '../../server/src/audit/audit-keys.ts';
import { plainText, waitingAfter } from '../../server/src/audit/audit-log.queries.ts';
import { sealBatches } from '../../server/src/audit/seal-batches.ts';
import { findDivision } from '../../server/src/divisions/division.queries.ts';
import { type DecisionContent, fingerprintOf } from '../../server/src/donors/canonical-decision.ts';
import { allItems, type Choice, type Choices, sameForAll } from '../../server/src/donors/donation-kinds.ts';
import { sealForDonor } from '../../server/src/donors/donor.entity.ts';
import { newRegistrationNumber } from '../../server/src/donors/registration-number.ts';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { checkCharacterOf, sexIn } from '../../server/src/identity/identity-number.ts';
import { sealIdentity } from '../../server/src/identity/session.entity.ts';
import { personIndexOf, secretDigest } from '../../server/src/identity/sessions.ts';
import { consentInForce } from '../../server/src/policy/consent-texts.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { createPlainSchema } from './plain-schema.ts';

/** A signed-in person, with what must be found when they look up their decision. */
export interface SignedIn {
  readonly token: string;
  readonly registrationNumber: string;
  readonly decisions: number;
  readonly choices: Choices;
}

/** How many to make. */
export interface PopulationSize {
  readonly donors: number;
  readonly sessions: number;
}

const BATCH = 1_000;
const DAY = 86_400_000;
const residences = ['330106', '330110', '330203', '330302', '330702', '331102'];
const firstBirthday = Date.UTC(1950, 0, 1);
/** From 1950 to 2004: everybody is of age. */
const birthdays = 20_000;

/** Writes the people in batches. */
export async function populate(pool: pg.Pool, vault: Vault, { donors, sessions }: PopulationSize): Promise<SignedIn[]> {
  await createPlainSchema(pool);
  const signedIn: SignedIn[] = [];
  // Those who are signed in lie all over the tables, not together on a few pages.
  const step = Math.max(1, Math.floor(donors / sessions));
  for (let first = 0; first < donors; first += BATCH) {
    const rows = new Rows();
    for (let index = first; index < Math.min(first + BATCH, donors); index++) {
      const person = await addDonor(rows, vault, index);
      if (index % step === 0 && signedIn.length < sessions) signedIn.push(person.signIn());
    }
    await rows.write(pool);
  }
  // Nobody has said any of this: it is no part of the audit, and sealing it would disturb what is measured.
  await pool.query('delete from audit_unsealed');
  return signedIn;
}

/** Seals the new decisions in the audit, as the server would do meanwhile: it must not be busy with that when it is measured. */
export async function sealAll(databaseUrl: string, auditKey: string): Promise<void> {
  const client = new pg.Client({ ...plainText, connectionString: databaseUrl });
  await client.connect();
  await sealWaiting(client, auditKey);
  // As PostgreSQL does by itself after a while.
  await client.query('vacuum (analyze)');
  await client.end();
}

/** Seals what waits now, by a connection that reads `plainText`; done when nothing waits. */
export async function sealWaiting(client: pg.Client, auditKey: string): Promise<void> {
  const { signing } = configuredAuditKeys(auditKey, '');
  for (;;) {
    await sealBatches(client, { key: signing, now: () => new Date() });
    if ((await waitingAfter(client, '0', 1)).length === 0) return;
    // The server is at it itself; only one can be.
    await sleep(20);
  }
}

/** Takes the rows of made-up people, by the name of their table; bytes are written `\\x…`. */
export interface RowSink {
  add(table: string, row: object): void;
}

/** Rows by table, in the order in which tables refer to each other. */
export class Rows implements RowSink {
  readonly #tables: Record<string, object[]> = { donor: [], 'key_store.person_key': [], decision: [], national_sync: [], plain_person: [], session: [], 'plain.enrolment': [] };

  add(table: string, row: object): void {
    this.#tables[table]?.push(row);
  }

  async write(pool: pg.Pool): Promise<void> {
    for (const [table, rows] of Object.entries(this.#tables)) {
      // Only what is stated: the rest has the defaults of the tables, whatever columns they gain.
      const columns = Object.keys(rows[0] ?? {}).join(', ');
      if (columns !== '') await pool.query(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)]);
    }
  }
}

/** Adds one made-up person with key and decisions, sealed as the register seals them; the same person for the same number. */
export async function addDonor(rows: RowSink, vault: Vault, index: number): Promise<{ signIn(): SignedIn }> {
  const id = randomUUID();
  const { key, wrapped } = await vault.newDataKey(id, 1);
  rows.add('key_store.person_key', { person_id: id, version: 1, key_id: wrapped.keyId, wrapped: hex(wrapped.bytes), made_at: decidedAt(1) });
  const identity = identityOf(index);
  const personIndex = personIndexOf(vault, identity);
  const kin = index % 2 === 0 ? null : { name: `演示亲属${index}`, relation: 'SPOUSE', phone: phoneOf(index + 50_000_000) };
  const decisions = decisionsOf(index);
  const registrationNumber = newRegistrationNumber();
  rows.add('donor', {
    id,
    registration_number: registrationNumber,
    document_index: hex(personIndex),
    document_type: identity.documentType,
    sealed_document_number: hex(sealForDonor(key, 'documentNumber', identity.documentNumber)),
    sealed_full_name: hex(sealForDonor(key, 'fullName', identity.fullName)),
    sealed_phone: hex(sealForDonor(key, 'phone', identity.phone)),
    residence_code: residenceOf(index),
    family_knows: 'YES',
    sealed_emergency_contact: kin && hex(sealForDonor(key, 'emergencyContact', JSON.stringify(kin))),
    latest_sequence: decisions,
    registered_at: decidedAt(1),
    version: decisions,
  });
  // Where triggers run, they write this themselves, and the case at the national register.
  rows.add('figure_delta', { division_code: residenceOf(index), state: 'AGREED', amount: 1 });
  for (let sequence = 1; sequence <= decisions; sequence++) {
    const decisionId = addDecision(rows, id, registrationNumber, sequence, choicesOf(index + sequence));
    if (sequence === decisions) rows.add('national_case', { donor_id: id, decision_id: decisionId, area_code: residenceOf(index), waits: true, since: decidedAt(sequence) });
  }
  rows.add('plain_person', { person_index: hex(personIndex), identity, kin });
  return {
    signIn() {
      const token = randomBytes(32).toString('base64url');
      addSession(rows, vault, identity, personIndex, token, index);
      return { token, registrationNumber, decisions, choices: choicesOf(index + decisions) };
    },
  };
}

/** How often the person of this number has decided. */
export function decisionsOf(index: number): number {
  return 1 + Number(index % 5 === 0) + Number(index % 20 === 0);
}

/** Adds one decision of somebody, with its fingerprint and what the national register is to be told. @returns its id. */
export function addDecision(rows: RowSink, donorId: string, registrationNumber: string, sequence: number, choices: Choices): string {
  const id = randomUUID();
  const consent = consentInForce('AGREE', 'zh-CN');
  const content: DecisionContent = {
    sequence,
    action: sequence === 1 ? 'REGISTERED' : 'EDITED',
    state: 'AGREED',
    choices,
    channel: 'ZHELIBAN_APP',
    assuranceLevel: 'ADVANCED_REAL_NAME',
    consentPurpose: consent.purpose,
    consentVersion: consent.version,
    consentHash: consent.hash,
    recordedAt: decidedAt(sequence),
  };
  rows.add('decision', {
    id,
    donor_id: donorId,
    sequence,
    action: content.action,
    state: content.state,
    choices,
    channel: content.channel,
    assurance_level: content.assuranceLevel,
    consent_purpose: consent.purpose,
    consent_version: consent.version,
    consent_hash: consent.hash,
    recorded_at: content.recordedAt,
    fingerprint: hex(fingerprintOf(registrationNumber, content)),
  });
  rows.add('national_sync', { decision_id: id, state: 'PENDING', since: decidedAt(sequence) });
  return id;
}

/** Signs in the person of this number, by a token that only the caller knows. */
export function addSession(rows: RowSink, vault: Vault, identity: VerifiedIdentity, personIndex: Buffer, token: string, index: number): void {
  // The last signs of life lie spread over the last minute, as the register's own once-a-minute marking leaves them.
  const lastSeenAt = new Date(Date.now() - (index % 60) * 1_000);
  rows.add('session', sessionRow(vault, { identity, personIndex, token, signedInAt: new Date(lastSeenAt.getTime() - 60_000), lastSeenAt }));
}

/** The row of a person who signed in with 浙里办's App, for `json_populate_recordset`: their phone holds the token. */
export function sessionRow(vault: Vault, { identity, personIndex, token, signedInAt, lastSeenAt }: { readonly identity: VerifiedIdentity; readonly personIndex: Buffer; readonly token: string; readonly signedInAt: Date; readonly lastSeenAt: Date }): object {
  const id = randomUUID();
  return {
    id,
    token_hash: hex(secretDigest(token)),
    ticket_hash: hex(secretDigest(randomUUID())),
    person_index: hex(personIndex),
    index_slot: vault.indexSlot,
    channel: 'ZHELIBAN_APP',
    assurance_level: identity.assuranceLevel,
    sealed_identity: hex(sealIdentity(vault, id, token, identity)),
    signed_in_at: signedInAt,
    last_seen_at: lastSeenAt,
    ended_at: null,
    end_reason: null,
  };
}

/** Somebody with a number that passes every check: birthday and order code count up together, so nobody is meant. */
export function identityOf(index: number): VerifiedIdentity & { readonly phone: string } {
  const birthday = new Date(firstBirthday + (index % birthdays) * DAY).toISOString().slice(0, 10);
  const order = String(Math.floor(index / birthdays) % 1_000).padStart(3, '0');
  const seventeen = `330102${birthday.replaceAll('-', '')}${order}`;
  const documentNumber = seventeen + checkCharacterOf(seventeen);
  return {
    provider: 'ZHELIBAN_TICKET_ID',
    providerUserId: randomUUID(),
    documentType: 'RESIDENT_ID_CARD',
    documentNumber,
    fullName: `演示人${index}`,
    birthday,
    sex: sexIn(documentNumber),
    phone: phoneOf(index),
    assuranceLevel: 'ADVANCED_REAL_NAME',
    profileResidence: null,
  };
}

function phoneOf(index: number): string {
  return `199${String(index % 100_000_000).padStart(8, '0')}`;
}

/** The county in which the person of this number lives. */
export function residenceOf(index: number): string {
  const code = residences[index % residences.length] ?? '';
  if (!findDivision(code)) throw new Error(`The list of divisions has no ${code}`);
  return code;
}

/** All items, or one of them refused and one left open; of a person's decisions, the number is theirs and the decision's place together. */
export function choicesOf(index: number): Choices {
  if (index % 3 === 0) return sameForAll('AGREE');
  const choiceOf = (place: number): Choice => (place === index % 12 ? 'REFUSE' : place === (index + 5) % 12 ? 'NOT_STATED' : 'AGREE');
  return Object.fromEntries(allItems.map((item, place) => [item, choiceOf(place)]));
}

function decidedAt(sequence: number): Date {
  return new Date(Date.UTC(2026, 8, 1) + sequence * DAY);
}

/** Bytes as PostgreSQL reads them in JSON. */
export function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}
