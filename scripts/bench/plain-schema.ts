/**
 * The register's tables as somebody would have them who seals nothing: a schema of views over the columns that hold no personal values,
 * over `plain_person`, and of tables without triggers for what contenders write. PostGraphile is pointed at it; the notes on the views
 * tell it keys and references, as views have none.
 */
import type pg from 'pg';
import { allDivisions } from '../../server/src/divisions/division.queries.ts';

const VIEWS: Readonly<Record<string, { readonly text: string; readonly notes: readonly string[] }>> = {
  person: { text: 'select person_index, identity, kin from public.plain_person', notes: ['@primaryKey person_index'] },
  session: {
    text: 'select token_hash, person_index, channel, signed_in_at, last_seen_at from public.session where ended_at is null',
    notes: ['@primaryKey token_hash', '@foreignKey (person_index) references plain.person (person_index)'],
  },
  donor: {
    text: 'select id, document_index, registration_number, registered_at, version, residence_code, family_knows, latest_sequence from public.donor',
    notes: ['@primaryKey id', '@unique document_index', '@foreignKey (document_index) references plain.person (person_index)'],
  },
  decision: {
    text: 'select id, donor_id, sequence, action, state, choices, channel, consent_purpose, consent_version, consent_hash, recorded_at, fingerprint from public.decision',
    notes: ['@primaryKey id', '@foreignKey (donor_id) references plain.donor (id)'],
  },
  national_sync: { text: 'select decision_id, state, since, difference from public.national_sync', notes: ['@primaryKey decision_id', '@foreignKey (decision_id) references plain.decision (id)'] },
  disavowal: {
    text: 'select v.decision_id, v.disavowed_at, r.outcome, r.finding, r.resolved_at from public.disavowal v left join public.disavowal_resolution r on r.disavowal_id = v.id',
    notes: ['@primaryKey decision_id', '@foreignKey (decision_id) references plain.decision (id)'],
  },
  organisation: {
    text: 'select id, registry_key, name, level, division_code, address, phone from public.organisation',
    notes: ['@primaryKey id', '@foreignKey (division_code) references plain.division (code)'],
  },
};

const TABLES = `
  create schema plain;
  create table plain_person (person_index bytea primary key, identity jsonb not null, kin jsonb null);
  create table plain.division (code text primary key, name text not null, full_name text not null);
  create table plain.enrolment (
    id uuid primary key, person_index bytea not null unique, registration_number text not null unique, registered_at timestamptz not null, version int not null,
    residence_code text null, family_knows text not null, kin jsonb null, latest_sequence int not null);
  create table plain.registration (
    id uuid primary key, enrolment_id uuid not null references plain.enrolment, sequence int not null, action text not null, state text not null, choices jsonb not null,
    channel text not null, assurance_level text not null, consent_purpose text not null, consent_version text not null, consent_hash text not null,
    recorded_at timestamptz not null, fingerprint bytea not null, idempotency_key text not null unique, unique (enrolment_id, sequence));
  create table plain.audit_entry (id uuid primary key, at timestamptz not null, actor_kind text not null, session_id uuid not null, operation text not null, request_id uuid not null, changes jsonb not null);
  create table plain.outbox_event (id uuid primary key, kind text not null, enrolment_id uuid not null references plain.enrolment, version int not null, occurred_at timestamptz not null, spread_at timestamptz null);
  create index on plain.outbox_event (occurred_at) where spread_at is null;
  comment on table plain.enrolment is '@foreignKey (person_index) references plain.person (person_index)'`;

/** Makes the tables and views in a migrated database with its reference data. */
export async function createPlainSchema(database: pg.Pool): Promise<void> {
  await database.query(TABLES);
  for (const [name, { text, notes }] of Object.entries(VIEWS)) {
    await database.query(`create view plain.${name} as ${text}`);
    await database.query(`comment on view plain.${name} is '${notes.join('\n')}'`);
  }
  const divisions = allDivisions().map(({ code, name, fullName }) => ({ code, name, full_name: fullName }));
  await database.query('insert into plain.division select * from json_populate_recordset(null::plain.division, $1)', [JSON.stringify(divisions)]);
}
