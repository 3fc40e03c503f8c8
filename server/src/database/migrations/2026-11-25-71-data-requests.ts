import { Migration } from '@mikro-orm/migrations';

/** Requests of people about their data, each step of them, and who was shown what of a person (个人信息保护法 art. 44-50). */
export class DataRequests extends Migration {
  override up(): void {
    this.addSql(`create table data_request (
      id uuid primary key,
      receipt_number text not null unique,
      donor_id uuid null references donor (id) on delete restrict,
      person_index bytea null check (octet_length(person_index) = 32),
      kind text not null check (kind in ('CORRECTION', 'RESTRICTION', 'ERASURE', 'EXPLANATION', 'COMPLAINT')),
      area_code text collate "C" not null references division (code),
      sealed_text bytea null,
      status text not null check (status in ('FILED', 'IN_PROGRESS', 'DONE', 'REFUSED', 'WITHDRAWN')),
      taken_by_id uuid null references staff_account (id) on delete restrict,
      refusal_reason text null check (refusal_reason in ('FROM_IDENTITY_PROVIDER', 'KEPT_BY_LAW', 'NOTHING_HELD', 'NOT_UNDERSTOOD', 'OTHER')),
      sealed_answer bytea null,
      filed_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      closed_at timestamptz(3) null,
      overdue_told_at timestamptz(3) null,
      version int not null default 1,
      -- A request is its sender's by their record, or by their document when they have none; by neither once it is old.
      constraint data_request_sender check (donor_id is null or person_index is null),
      constraint data_request_closed check ((status in ('DONE', 'REFUSED', 'WITHDRAWN')) = (closed_at is not null)),
      -- 个人信息保护法 art. 50: who refuses says why.
      constraint data_request_reason check ((status = 'REFUSED') = (refusal_reason is not null)),
      constraint data_request_taken check (status in ('FILED', 'WITHDRAWN') or taken_by_id is not null)
    )`);
    // One open request of a kind at a time: a second would only make people wait for two answers.
    this.addSql(`create unique index data_request_open_of_donor on data_request (donor_id, kind) where status in ('FILED', 'IN_PROGRESS')`);
    this.addSql(`create unique index data_request_open_of_person on data_request (person_index, kind) where status in ('FILED', 'IN_PROGRESS')`);
    this.addSql(`create index data_request_queue on data_request (due_at, id) where status in ('FILED', 'IN_PROGRESS')`);
    this.addSql(`create table data_request_step (
      id uuid primary key,
      data_request_id uuid not null references data_request (id) on delete restrict,
      sequence int not null check (sequence > 0),
      status text not null check (status in ('FILED', 'IN_PROGRESS', 'DONE', 'REFUSED', 'WITHDRAWN')),
      actor_kind text not null check (actor_kind in ('CITIZEN', 'STAFF')),
      account_id uuid null references staff_account (id) on delete restrict,
      at timestamptz(3) not null,
      constraint data_request_step_sequence_unique unique (data_request_id, sequence),
      constraint data_request_step_actor check ((actor_kind = 'STAFF') = (account_id is not null))
    )`);
    this.addSql(`create trigger data_request_step_is_kept before update or delete or truncate on data_request_step for each statement execute function refuse_change()`);

    this.addSql(`create table data_disclosure (
      id uuid primary key,
      donor_id uuid null references donor (id) on delete restrict,
      person_index bytea null check (octet_length(person_index) = 32),
      kind text not null check (kind in ('EXPORTED_BY_OWNER', 'REQUEST_READ')),
      data_request_id uuid null references data_request (id) on delete restrict,
      account_id uuid null references staff_account (id) on delete restrict,
      at timestamptz(3) not null,
      constraint data_disclosure_recipient check (case when kind = 'REQUEST_READ' then data_request_id is not null and account_id is not null else data_request_id is null and account_id is null end),
      constraint data_disclosure_owner check (donor_id is null or person_index is null)
    )`);
    this.addSql('create index data_disclosure_donor on data_disclosure (donor_id, at desc)');
    this.addSql('create index data_disclosure_person on data_disclosure (person_index, at desc)');
    // Nothing of it changes, with one exception: after its years, whom it was about is forgotten.
    this.addSql(`create trigger data_disclosure_only_forgets before update on data_disclosure for each row when (
      new.person_index is not null or (new.id, new.donor_id, new.kind, new.data_request_id, new.account_id, new.at) is distinct from (old.id, old.donor_id, old.kind, old.data_request_id, old.account_id, old.at)
    ) execute function refuse_change()`);
    this.addSql(`create trigger data_disclosure_is_kept before delete or truncate on data_disclosure for each statement execute function refuse_change()`);

    // For the walls (ADR 0028); not security definer, so the wall of requests holds in here.
    this.addSql(`create function sees_data_request(request uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from data_request as asked where asked.id = sees_data_request.request);
      end $$`);
    this.addSql(`create function answers_donor(donor uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from data_request as asked where asked.donor_id = answers_donor.donor);
      end $$`);
  }
}
