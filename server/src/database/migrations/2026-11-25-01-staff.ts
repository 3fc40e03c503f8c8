import { Migration } from '@mikro-orm/migrations';

/** Hospitals, the accounts and sessions of staff and clinicians, and who of them did what in the audit. */
export class StaffAccounts extends Migration {
  override up(): void {
    this.addSql(`create table hospital (
      id uuid primary key,
      registry_key text collate "C" not null unique check (registry_key ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
      name text not null check (name <> ''),
      division_code text collate "C" not null references division (code),
      source text not null check (source <> ''),
      valid_from date not null,
      valid_to date null check (valid_to >= valid_from)
    )`);
    this.addSql(`create table staff_account (
      id uuid primary key,
      issuer text not null,
      subject text not null,
      sealed_name bytea not null,
      role text not null check (role in ('REGISTRAR', 'COORDINATOR', 'MANAGER', 'AUDITOR', 'CLINICIAN')),
      organisation_id uuid null references organisation (id) on delete restrict,
      hospital_id uuid null references hospital (id) on delete restrict,
      outside_transplant_chain boolean not null,
      valid_from date not null,
      valid_to date null check (valid_to >= valid_from),
      created_at timestamptz(3) not null,
      constraint staff_account_issuer_subject_unique unique (issuer, subject),
      -- A clinician belongs to a hospital and stands outside the transplant chain; everybody else belongs to the Red Cross.
      constraint staff_account_place check (case when role = 'CLINICIAN'
        then hospital_id is not null and organisation_id is null and outside_transplant_chain
        else hospital_id is null and organisation_id is not null end)
    )`);
    this.addSql(`create table staff_session (
      id uuid primary key,
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      account_id uuid not null references staff_account (id) on delete restrict,
      authenticated_at timestamptz(3) not null,
      methods jsonb not null,
      signed_in_at timestamptz(3) not null,
      last_seen_at timestamptz(3) not null,
      ended_at timestamptz(3) null
    )`);
    this.addSql(`create index staff_session_live_account on staff_session (account_id) where ended_at is null`);
    // Null in old rows, so that their sealed text stays what it was (docs/audit.md).
    this.addSql(`alter table audit_entry add column actor_id uuid null`);
  }
}
