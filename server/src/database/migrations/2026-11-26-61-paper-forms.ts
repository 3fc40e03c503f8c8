import { StepByStep } from '../step-by-step.ts';

/**
 * Paper forms with their scans, typed by one person of the staff and checked by another (ADR 45). A form lies beside the submission that
 * was made of it; a submission may now also come from a body of the Red Cross itself.
 */
export class PaperForms extends StepByStep {
  override up(): void {
    this.addSql('alter table submission alter column partner_id drop not null');
    this.addSql('alter table submission add column organisation_id uuid null references organisation (id) on delete restrict');
    // Where it is checked: without a paper form nobody of the staff reaches what was sent.
    this.addSql('alter table submission add column area_code text collate "C" null references division (code)');
    this.addConstraint('submission', 'submission_sender', `check (num_nonnulls(partner_id, organisation_id) = 1 and (organisation_id is null or (area_code is not null and channel = 'PAPER_FORM')))`);
    this.addConstraint('submission', 'submission_status_check', `check (status in ('WAITING', 'CONFIRMED', 'DECLINED', 'REJECTED', 'EXPIRED'))`);
    this.addSql(`create table paper_scan (
      id uuid primary key,
      uploaded_by_id uuid not null references staff_account (id) on delete restrict,
      area_code text collate "C" not null references division (code),
      media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
      byte_length int not null check (byte_length between 1 and 8388608),
      pages int not null check (pages between 1 and 4),
      sha256 bytea not null check (octet_length(sha256) = 32),
      uploaded_at timestamptz(3) not null
    )`);
    // The file lies apart, so that nothing reads megabytes by the way, and so that it can go while its hash stays.
    this.addSql(`create table paper_scan_file (
      scan_id uuid primary key references paper_scan (id) on delete restrict,
      sealed_bytes bytea not null
    )`);
    this.addSql(`create table paper_form (
      id uuid primary key,
      submission_id uuid not null unique references submission (id) on delete restrict,
      scan_id uuid not null references paper_scan (id) on delete restrict,
      area_code text collate "C" not null references division (code),
      residence_code text collate "C" null references division (code),
      signed_on date not null,
      maker_id uuid not null references staff_account (id) on delete restrict,
      typed_at timestamptz(3) not null,
      verdict text null check (verdict in ('APPROVED', 'REJECTED', 'SENT_BACK')),
      reason text null check (reason in ('ILLEGIBLE', 'NOT_SIGNED', 'TYPED_WRONGLY', 'OTHER_FORM', 'WILL_IN_DOUBT')),
      checker_id uuid null references staff_account (id) on delete restrict,
      decided_at timestamptz(3) null,
      version int not null default 1,
      -- Whoever typed it never says that it is right.
      constraint paper_form_second_person check (num_nulls(verdict, checker_id, decided_at) in (0, 3) and (checker_id is null or checker_id <> maker_id)),
      constraint paper_form_reason check ((coalesce(verdict, 'APPROVED') <> 'APPROVED') = (reason is not null))
    )`);
    // One scan proves one form; one that was sent back may be typed in again.
    this.addSql(`create unique index paper_form_scan_unique on paper_form (scan_id) where coalesce(verdict, 'APPROVED') = 'APPROVED'`);
    this.addSql('create index paper_form_queue on paper_form (typed_at, id) where verdict is null');
    this.addSql('create index paper_form_maker on paper_form (maker_id, typed_at desc, id desc)');
    this.addSql(`create trigger paper_form_only_goes_on before update on paper_form for each row when (
      (new.id, new.submission_id, new.scan_id, new.area_code, new.residence_code, new.signed_on, new.maker_id, new.typed_at)
        is distinct from (old.id, old.submission_id, old.scan_id, old.area_code, old.residence_code, old.signed_on, old.maker_id, old.typed_at)
      or (old.verdict is not null and (new.verdict, new.reason, new.checker_id, new.decided_at) is distinct from (old.verdict, old.reason, old.checker_id, old.decided_at))
    ) execute function refuse_change()`);
    this.addSql(`create table paper_form_step (
      id uuid primary key,
      paper_form_id uuid not null references paper_form (id) on delete restrict,
      sequence int not null check (sequence > 0),
      kind text not null check (kind in ('TYPED', 'SCAN_SHOWN', 'COMPARED', 'APPROVED', 'REJECTED', 'SENT_BACK')),
      account_id uuid null references staff_account (id) on delete restrict,
      differing jsonb null,
      at timestamptz(3) not null,
      constraint paper_form_step_sequence_unique unique (paper_form_id, sequence),
      constraint paper_form_step_comparison check ((kind = 'COMPARED') = (differing is not null)),
      -- The person themself only ever looks.
      constraint paper_form_step_actor check (account_id is not null or kind = 'SCAN_SHOWN')
    )`);
    this.addSql('create trigger paper_form_step_is_kept before update or delete or truncate on paper_form_step for each statement execute function refuse_change()');

    // Not security definer, as in the migration of row-level security.
    this.addSql(`create function sees_paper_scan(scan uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from paper_scan as asked where asked.id = sees_paper_scan.scan);
      end $$`);
    this.addSql(`create function sees_paper_form(form uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from paper_form as asked where asked.id = sees_paper_form.form);
      end $$`);
    // What has no area was never put before staff: it is in nobody's scope, the province's neither.
    this.addSql(`create function sees_submission_to_check(submission uuid) returns boolean language plpgsql stable as $$
      begin
        return exists (select from submission as asked where asked.id = sees_submission_to_check.submission and asked.area_code is not null and in_scope(asked.area_code));
      end $$`);
  }
}
