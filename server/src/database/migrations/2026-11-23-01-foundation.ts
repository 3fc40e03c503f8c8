import { Migration } from '@mikro-orm/migrations';

/** Sessions, donors, decisions, their sync state, idempotent requests and the audit. */
export class Foundation extends Migration {
  override up(): void {
    this.addSql(`create table session (
      id uuid primary key,
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      ticket_hash bytea not null unique check (octet_length(ticket_hash) = 32),
      person_index bytea not null check (octet_length(person_index) = 32),
      channel text not null,
      assurance_level text not null,
      sealed_identity bytea not null,
      signed_in_at timestamptz(3) not null,
      last_seen_at timestamptz(3) not null,
      ended_at timestamptz(3) null,
      end_reason text null
    )`);
    this.addSql(`create index session_live_person on session (person_index, channel) where ended_at is null`);

    this.addSql(`create table donor (
      id uuid primary key,
      registration_number text not null unique,
      document_index bytea not null unique check (octet_length(document_index) = 32),
      document_type text not null,
      sealed_document_number bytea not null,
      sealed_full_name bytea not null,
      sealed_phone bytea null,
      residence_code text null,
      family_knows text not null,
      sealed_emergency_contact bytea null,
      latest_sequence int not null check (latest_sequence > 0),
      registered_at timestamptz(3) not null,
      version int not null default 1
    )`);

    this.addSql(`create table decision (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      sequence int not null check (sequence > 0),
      action text not null check (action in ('REGISTERED', 'EDITED', 'REAFFIRMED', 'REFUSED', 'WITHDRAWN')),
      state text not null check (state in ('AGREED', 'REFUSED', 'WITHDRAWN')),
      choices jsonb not null,
      channel text not null,
      assurance_level text not null,
      consent_purpose text not null,
      consent_version text not null,
      consent_hash text not null,
      recorded_at timestamptz(3) not null,
      fingerprint bytea not null check (octet_length(fingerprint) = 32),
      constraint decision_donor_sequence_unique unique (donor_id, sequence)
    )`);

    // A decision is what a person said: no bug and no hurried hand may change or remove it.
    this.addSql(`create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'restrict_violation';
      end $$`);
    this.addSql(keepForever('decision'));

    this.addSql(`create table national_sync (
      decision_id uuid primary key references decision (id) on delete restrict,
      state text not null,
      since timestamptz(3) not null
    )`);
    this.addSql(`create table withdrawal_reason (
      decision_id uuid primary key references decision (id) on delete restrict,
      reason text not null,
      stated_at timestamptz(3) not null
    )`);
    this.addSql(`create table idempotent_request (
      person_index bytea not null check (octet_length(person_index) = 32),
      key text not null,
      operation text not null,
      input_digest bytea not null,
      decision_id uuid not null references decision (id) on delete restrict,
      answered_at timestamptz(3) not null,
      primary key (person_index, key)
    )`);
    this.addSql(`create table audit_entry (
      id uuid primary key,
      at timestamptz(3) not null,
      actor_kind text not null,
      session_id uuid null,
      operation text not null,
      request_id text not null,
      changes jsonb not null
    )`);
    this.addSql(keepForever('audit_entry'));
  }
}

function keepForever(table: string): string {
  return `create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`;
}
