import { Migration } from '@mikro-orm/migrations';

/**
 * Registrations that partners send for people (ADR 44). What names somebody lies apart from what is counted, so that the report reads
 * no person and the former can be erased. By which decision one was confirmed is never changed.
 */
export class Submissions extends Migration {
  override up(): void {
    this.addSql(`create table submission (
      id uuid primary key,
      receipt_number text not null unique,
      partner_id uuid not null references partner (id) on delete restrict,
      channel text not null check (channel in ('PARTNER_PROGRAMME', 'PAPER_FORM')),
      received_at timestamptz(3) not null,
      hash bytea not null check (octet_length(hash) = 32),
      status text not null check (status in ('WAITING', 'CONFIRMED', 'DECLINED', 'EXPIRED')),
      ended_at timestamptz(3) null,
      changed_items jsonb null,
      version int not null default 1,
      constraint submission_ended check ((status = 'WAITING') = (ended_at is null)),
      constraint submission_changes check ((status = 'CONFIRMED') = (changed_items is not null))
    )`);
    this.addSql('create index submission_received on submission (received_at, id)');
    this.addSql(`create table submission_content (
      submission_id uuid primary key references submission (id) on delete restrict,
      person_index bytea not null check (octet_length(person_index) = 32),
      sealed_text bytea not null
    )`);
    this.addSql('create index submission_content_person on submission_content (person_index)');
    this.addSql(`create table decision_submission (
      decision_id uuid primary key references decision (id) on delete restrict,
      submission_id uuid not null unique references submission (id) on delete restrict,
      submission_hash bytea not null check (octet_length(submission_hash) = 32)
    )`);
    this.addSql('create trigger decision_submission_is_append_only before update or delete on decision_submission for each row execute function refuse_change()');
  }
}
