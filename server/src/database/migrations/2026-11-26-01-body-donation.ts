import { StepByStep } from '../step-by-step.ts';

/**
 * Wishes about the whole body (遗体): a declaration of its own beside the decision about organs and tissues (条例 art. 2 knows organs
 * only), completed on paper by the Red Cross of the area (ADR 0034).
 */
export class BodyDonations extends StepByStep {
  override up(): void {
    this.addSql(`create table body_donation (
      id uuid primary key,
      receipt_number text not null unique,
      person_index bytea null unique check (octet_length(person_index) = 32),
      area_code text collate "C" not null references division (code),
      wish text not null check (wish in ('AGREE', 'REFUSE', 'NOT_STATED')),
      status text not null check (status in ('RECEIVED', 'IN_TOUCH', 'COMPLETED', 'NOT_COMPLETED', 'NOTED', 'WITHDRAWN')),
      taken_by_id uuid null references staff_account (id) on delete restrict,
      executor_confirmed_at timestamptz(3) null,
      sealed_person bytea null,
      latest_sequence int not null check (latest_sequence >= 0),
      opened_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      erased_at timestamptz(3) null,
      version int not null default 1,
      -- A refusal leaves nothing to complete, and what was withdrawn is nobody's to complete.
      constraint body_donation_wish check (case wish when 'AGREE' then status in ('RECEIVED', 'IN_TOUCH', 'COMPLETED', 'NOT_COMPLETED') when 'REFUSE' then status = 'NOTED' else status = 'WITHDRAWN' end),
      constraint body_donation_erased_is_empty check (erased_at is null or coalesce(person_index, sealed_person) is null)
    )`);
    this.addSql(`create index body_donation_queue on body_donation (updated_at, id) where status in ('RECEIVED', 'IN_TOUCH')`);
    this.addSql(`create table body_declaration (
      id uuid primary key,
      body_donation_id uuid not null references body_donation (id) on delete restrict,
      sequence int not null check (sequence > 0),
      action text not null check (action in ('DECLARED', 'CHANGED', 'REFUSED', 'WITHDRAWN')),
      wish text not null check (wish in ('AGREE', 'REFUSE', 'NOT_STATED')),
      use text null check (use in ('TEACHING', 'RESEARCH', 'NO_PREFERENCE')),
      ashes text null check (ashes in ('TO_FAMILY', 'MEMORIAL', 'NO_PREFERENCE')),
      keep_confidential boolean null,
      inform_family boolean null,
      receiving_unit_id uuid null references organisation (id) on delete restrict,
      sealed_details bytea null,
      channel text not null,
      assurance_level text not null,
      words_version text not null,
      words_hash text not null,
      recorded_at timestamptz(3) not null,
      fingerprint bytea not null check (octet_length(fingerprint) = 32),
      constraint body_declaration_sequence_unique unique (body_donation_id, sequence),
      -- Only an agreement says how: a refusal and a withdrawal say nothing more.
      constraint body_declaration_details check (case wish when 'AGREE' then num_nonnulls(use, ashes, keep_confidential, inform_family, sealed_details) = 5 else num_nonnulls(use, ashes, keep_confidential, inform_family, receiving_unit_id, sealed_details) = 0 end)
    )`);
    this.addSql(`create table body_donation_step (
      id uuid primary key,
      body_donation_id uuid not null references body_donation (id) on delete restrict,
      sequence int not null check (sequence > 0),
      status text not null,
      actor_kind text not null check (actor_kind in ('CITIZEN', 'STAFF')),
      account_id uuid null references staff_account (id) on delete restrict,
      sealed_note bytea null,
      at timestamptz(3) not null,
      constraint body_donation_step_sequence_unique unique (body_donation_id, sequence),
      constraint body_donation_step_actor check ((actor_kind = 'STAFF') = (account_id is not null))
    )`);
    for (const table of ['body_declaration', 'body_donation_step']) {
      this.addSql(`create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`);
    }

    // A retry of such a declaration is answered like one of a decision (ADR 0006).
    this.addSql('alter table idempotent_request alter column decision_id drop not null');
    this.addSql('alter table idempotent_request add column body_declaration_id uuid null references body_declaration (id) on delete restrict');

    // Each time staff read one is a disclosure that its owner sees.
    this.addSql('alter table data_disclosure add column body_donation_id uuid null references body_donation (id) on delete restrict');
    this.addConstraint('data_disclosure', 'data_disclosure_kind_check', `check (kind in ('EXPORTED_BY_OWNER', 'REQUEST_READ', 'BODY_DONATION_READ'))`);
    this.addConstraint('data_disclosure', 'data_disclosure_recipient', `check (case kind
      when 'REQUEST_READ' then data_request_id is not null and account_id is not null and body_donation_id is null
      when 'BODY_DONATION_READ' then body_donation_id is not null and account_id is not null and data_request_id is null
      else num_nonnulls(data_request_id, body_donation_id, account_id) = 0 end)`);
    this.addSql(`create or replace trigger data_disclosure_only_forgets before update on data_disclosure for each row when (
      new.person_index is not null or (new.id, new.donor_id, new.kind, new.data_request_id, new.body_donation_id, new.account_id, new.at)
        is distinct from (old.id, old.donor_id, old.kind, old.data_request_id, old.body_donation_id, old.account_id, old.at)
    ) execute function refuse_change()`);

    // For the walls; not security definer, so the wall of body donations holds in here.
    this.addSql(`create function sees_body_donation(body_donation uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from body_donation as asked where asked.id = sees_body_donation.body_donation);
      end $$`);
  }
}
