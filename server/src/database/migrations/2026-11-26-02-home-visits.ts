import { StepByStep } from '../step-by-step.ts';

/** Requests for a visit at home (上门服务) of people who cannot travel (ADR 0034). */
export class HomeVisits extends StepByStep {
  override up(): void {
    this.addSql(`create table home_visit (
      id uuid primary key,
      receipt_number text not null unique,
      person_index bytea null check (octet_length(person_index) = 32),
      area_code text collate "C" not null references division (code),
      purpose text not null check (purpose in ('ORGAN_REGISTRATION', 'BODY_DONATION', 'OTHER')),
      sealed_details bytea null,
      sealed_note bytea null,
      status text not null check (status in ('RECEIVED', 'APPOINTED', 'DONE', 'DECLINED', 'WITHDRAWN')),
      decline_reason text null check (decline_reason in ('NOT_IN_OUR_AREA', 'CAN_BE_DONE_ONLINE', 'NOT_REACHED', 'OTHER')),
      visit_on date null,
      taken_by_id uuid null references staff_account (id) on delete restrict,
      asked_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      closed_at timestamptz(3) null,
      version int not null default 1,
      constraint home_visit_closed check ((status in ('DONE', 'DECLINED', 'WITHDRAWN')) = (closed_at is not null)),
      -- Whoever declines says why as for requests about data.
      constraint home_visit_reason check ((status = 'DECLINED') = (decline_reason is not null)),
      constraint home_visit_day check (status not in ('APPOINTED', 'DONE') or visit_on is not null)
    )`);
    // One at a time: a second would only send two people to one door.
    this.addSql(`create unique index home_visit_one_open on home_visit (person_index) where status in ('RECEIVED', 'APPOINTED')`);
    this.addSql('create index home_visit_person on home_visit (person_index, asked_at desc)');
    this.addSql(`create index home_visit_queue on home_visit (asked_at, id) where status in ('RECEIVED', 'APPOINTED')`);
    this.addSql(`create table home_visit_step (
      id uuid primary key,
      home_visit_id uuid not null references home_visit (id) on delete restrict,
      sequence int not null check (sequence > 0),
      status text not null,
      actor_kind text not null check (actor_kind in ('CITIZEN', 'STAFF')),
      account_id uuid null references staff_account (id) on delete restrict,
      at timestamptz(3) not null,
      constraint home_visit_step_sequence_unique unique (home_visit_id, sequence),
      constraint home_visit_step_actor check ((actor_kind = 'STAFF') = (account_id is not null))
    )`);
    this.addSql(`create trigger home_visit_step_is_kept before update or delete or truncate on home_visit_step for each statement execute function refuse_change()`);

    this.addSql('alter table data_disclosure add column home_visit_id uuid null references home_visit (id) on delete restrict');
    this.addConstraint('data_disclosure', 'data_disclosure_kind_check', `check (kind in ('EXPORTED_BY_OWNER', 'REQUEST_READ', 'BODY_DONATION_READ', 'HOME_VISIT_READ'))`);
    this.addConstraint('data_disclosure', 'data_disclosure_recipient', `check (case kind
      when 'REQUEST_READ' then data_request_id is not null and account_id is not null and num_nonnulls(body_donation_id, home_visit_id) = 0
      when 'BODY_DONATION_READ' then body_donation_id is not null and account_id is not null and num_nonnulls(data_request_id, home_visit_id) = 0
      when 'HOME_VISIT_READ' then home_visit_id is not null and account_id is not null and num_nonnulls(data_request_id, body_donation_id) = 0
      else num_nonnulls(data_request_id, body_donation_id, home_visit_id, account_id) = 0 end)`);
    this.addSql(`create or replace trigger data_disclosure_only_forgets before update on data_disclosure for each row when (
      new.person_index is not null or (new.id, new.donor_id, new.kind, new.data_request_id, new.body_donation_id, new.home_visit_id, new.account_id, new.at)
        is distinct from (old.id, old.donor_id, old.kind, old.data_request_id, old.body_donation_id, old.home_visit_id, old.account_id, old.at)
    ) execute function refuse_change()`);

    this.addSql(`create function sees_home_visit(home_visit uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from home_visit as asked where asked.id = sees_home_visit.home_visit);
      end $$`);
  }
}
