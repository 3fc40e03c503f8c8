import { StepByStep } from '../step-by-step.ts';

/** What was sent to the national register and what it answered, each kept; and whether its word makes ours doubtful (ADR 40). */
export class NationalSyncMessages extends StepByStep {
  override up(): void {
    // The national register says something less invasive than ours, later or at a time nobody knows: no agreement is relied on.
    this.addSql('alter table donor add column national_hold boolean not null default false');
    this.addSql('alter table national_sync add column message_id uuid null');
    this.addSql('alter table national_sync add column difference text null');
    this.addConstraint('national_sync', 'national_sync_difference_check', `check (difference in ('THEIRS_IS_LATER', 'OURS_IS_LATER', 'ORDER_UNKNOWN', 'NOT_ACCEPTED'))`);
    this.addConstraint('national_sync', 'national_sync_state_check', `check (state in ('PENDING', 'SENT', 'CONFIRMED', 'REJECTED', 'CONFLICT'))`);
    this.addIndex('national_sync_open', `on national_sync (since) where state <> 'CONFIRMED'`);
    this.addSql(`create table national_message (
      id uuid primary key,
      decision_id uuid not null references decision (id) on delete restrict,
      donor_id uuid not null,
      -- Whether it said that nobody may rely on the decision for now.
      on_hold boolean not null,
      sent_at timestamptz(3) not null
    )`);
    this.addReference('national_message', 'donor_id', 'donor (id) on delete restrict');
    this.addSql('create index national_message_donor on national_message (donor_id, sent_at desc)');
    this.addSql('create index national_message_decision on national_message (decision_id)');
    this.addSql(`create table national_answer (
      id uuid primary key,
      -- The national register's own number for it, by which one that comes twice is known.
      answer_number text collate "C" not null unique,
      message_id uuid not null references national_message (id) on delete restrict,
      outcome text not null check (outcome in ('CONFIRMED', 'REJECTED', 'CONFLICT')),
      reason text null check (reason ~ '^[A-Z_]{1,40}$'),
      position text null check (position in ('AGREED', 'REFUSED', 'NONE')),
      position_since timestamptz(3) null,
      received_at timestamptz(3) not null
    )`);
    this.addSql('create index national_answer_message on national_answer (message_id)');
    for (const table of ['national_message', 'national_answer']) {
      this.addSql(`create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`);
    }
  }
}
