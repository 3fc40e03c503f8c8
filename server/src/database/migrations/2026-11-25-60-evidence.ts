import { Migration } from '@mikro-orm/migrations';

/** Evidence packages: that they were issued, for good, and those that wait to be fetched, for minutes (ADR 30). */
export class Evidence extends Migration {
  override up(): void {
    this.addSql(`create table evidence_issue (
      id uuid primary key,
      look_up_id uuid not null references look_up (id) on delete restrict,
      -- Decisions are never removed, so no foreign key is needed to keep this one.
      decision_id uuid not null,
      issued_by_id uuid not null references staff_account (id) on delete restrict,
      issued_at timestamptz(3) not null,
      file_digest bytea not null check (octet_length(file_digest) = 32),
      key_id text not null,
      idempotency_key text not null,
      constraint evidence_issue_request_unique unique (issued_by_id, idempotency_key)
    )`);
    this.addSql(`create index evidence_issue_look_up on evidence_issue (look_up_id, issued_at desc)`);
    this.addSql(`create trigger evidence_issue_is_kept before update or delete or truncate on evidence_issue for each statement execute function refuse_change()`);
    this.addSql(`create trigger evidence_issue_is_sealed after insert on evidence_issue for each row execute function queue_for_sealing()`);
    this.addSql(`create table evidence_delivery (
      issue_id uuid primary key references evidence_issue (id) on delete restrict,
      session_id uuid not null,
      sealed_file bytea not null,
      expires_at timestamptz(3) not null
    )`);
    // The word of the wall around what waits to be fetched (ADR 28).
    this.addSql(`create function sees_staff_session(session uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from staff_session as own where own.id = sees_staff_session.session);
      end $$`);
    this.addSql(`create index evidence_delivery_expiry on evidence_delivery (expires_at)`);
  }
}
