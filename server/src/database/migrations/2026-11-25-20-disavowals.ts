import { StepByStep } from '../step-by-step.ts';

/** Disavowed decisions, withdrawals that wait for sign-in, and one live session for each person in each channel (ADR 25). */
export class Disavowals extends StepByStep {
  override up(): void {
    this.addConstraint('decision', 'decision_action_check', `check (action in ('REGISTERED', 'EDITED', 'REAFFIRMED', 'REFUSED', 'WITHDRAWN', 'REINSTATED'))`);
    this.addSql(`alter table donor add column open_disavowals int not null default 0`);
    this.addConstraint('donor', 'donor_open_disavowals_check', 'check (open_disavowals >= 0)');
    this.addSql(`alter table donor add column withdrawal_queued boolean not null default false`);

    this.addSql(`create table disavowal (
      id uuid primary key,
      decision_id uuid not null unique references decision (id) on delete restrict,
      donor_id uuid not null,
      area_code text null,
      disavowed_at timestamptz(3) not null
    )`);
    this.addReference('disavowal', 'donor_id', 'donor (id) on delete restrict');
    this.addSql(`create index disavowal_donor on disavowal (donor_id)`);
    this.addSql(`create index disavowal_area on disavowal (area_code text_pattern_ops, disavowed_at)`);
    this.addSql(`create table disavowal_resolution (
      disavowal_id uuid primary key references disavowal (id) on delete restrict,
      outcome text not null check (outcome in ('UPHELD', 'DISMISSED')),
      finding text not null,
      resolved_by_id uuid not null references staff_account (id) on delete restrict,
      resolved_at timestamptz(3) not null,
      reinstated_id uuid null unique references decision (id) on delete restrict
    )`);
    for (const table of ['disavowal', 'disavowal_resolution']) {
      this.addSql(`create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`);
    }

    this.addSql(`create table queued_withdrawal (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      receipt_number text not null unique,
      channel text not null,
      assurance_level text not null,
      consent_version text not null,
      consent_hash text not null,
      queued_at timestamptz(3) not null,
      decision_id uuid null unique,
      settled_at timestamptz(3) null
    )`);
    this.addReference('queued_withdrawal', 'decision_id', 'decision (id) on delete restrict');
    this.addSql(`create unique index queued_withdrawal_one_open on queued_withdrawal (donor_id) where settled_at is null`);
    this.addSql(`create trigger queued_withdrawal_is_kept before delete or truncate on queued_withdrawal for each statement execute function refuse_change()`);

    // By which way somebody signed in: readable while the sealed identity is not, so that this server can tell whether that way is out of order.
    this.addSql(`alter table session add column provider text null`);

    // Several tickets of one person at the same moment: none sees the session that another is about to open, so the database
    // lets them in one after the other, and each ends what it finds.
    this.addSql(`create function keep_one_live_session() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended(encode(new.person_index, 'hex') || new.channel, 0));
        update session set ended_at = new.signed_in_at, end_reason = 'REPLACED'
          where person_index = new.person_index and channel = new.channel and ended_at is null and id <> new.id;
        return new;
      end $$`);
    this.addSql(`create trigger session_stands_alone before insert on session for each row execute function keep_one_live_session()`);
    this.addSql(`update session as older set ended_at = newer.signed_in_at, end_reason = 'REPLACED' from session as newer
      where older.ended_at is null and newer.ended_at is null and older.person_index = newer.person_index and older.channel = newer.channel
        and (older.signed_in_at, older.id) < (newer.signed_in_at, newer.id)`);
    // At no moment without an index: whoever signs in is looked up by it.
    this.addIndex('session_live_person_unique', 'on session (person_index, channel) where ended_at is null', 'unique index');
    this.addSql(`drop index concurrently if exists session_live_person`);
    this.addSql(`alter index session_live_person_unique rename to session_live_person`);
  }
}
