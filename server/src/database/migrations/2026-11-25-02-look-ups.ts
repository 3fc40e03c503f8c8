import { Migration } from '@mikro-orm/migrations';

/** Look-ups: who asked about whom, for which case, and what was disclosed; their sealed steps; and who is stopped. */
export class LookUps extends Migration {
  override up(): void {
    this.addSql(`create table look_up (
      id uuid primary key,
      person_index bytea not null check (octet_length(person_index) = 32),
      name_mark bytea not null check (octet_length(name_mark) = 32),
      key_mark bytea not null check (octet_length(key_mark) = 32),
      prefix_mark bytea not null check (octet_length(prefix_mark) = 32),
      request_key text not null,
      request_digest bytea not null check (octet_length(request_digest) = 32),
      requested_by_id uuid not null references staff_account (id) on delete restrict,
      second_person_id uuid null references staff_account (id) on delete restrict check (second_person_id <> requested_by_id),
      hospital_id uuid not null references hospital (id) on delete restrict,
      area_code text collate "C" not null references division (code),
      case_number text not null check (case_number <> ''),
      occasion text not null check (occasion in ('DEATH_ESTABLISHED', 'DEATH_EXPECTED')),
      purpose text not null check (purpose in ('CLARIFY_WILL', 'ETHICS_REVIEW')),
      break_glass_reason text null check (break_glass_reason in ('NOBODY_TO_CONFIRM', 'MINUTES_MATTER')),
      drawn_for_review boolean not null,
      status text not null check (status in ('WAITING', 'CONFIRMED', 'ANSWERED', 'DECLINED')),
      finding text null check (finding in ('AGREED', 'REFUSED', 'WITHDRAWN', 'SILENT', 'CONTESTED', 'RESTRICTED')),
      choices_disclosed boolean not null,
      requested_at timestamptz(3) not null,
      decided_at timestamptz(3) null,
      answered_at timestamptz(3) null,
      expires_at timestamptz(3) not null,
      seen_by_owner_at timestamptz(3) null,
      version int not null default 1,
      constraint look_up_request_unique unique (requested_by_id, request_key),
      -- Nothing is disclosed without a second person, unless the glass was broken and the reason stands there.
      constraint look_up_two_persons check (status in ('WAITING', 'DECLINED') or second_person_id is not null or break_glass_reason is not null),
      constraint look_up_answer check ((status = 'ANSWERED') = (answered_at is not null) and (status = 'ANSWERED') = (finding is not null))
    )`);
    this.addSql(`create index look_up_person on look_up (person_index, requested_at desc)`);
    this.addSql(`create index look_up_area on look_up (area_code, requested_at desc)`);
    this.addSql(`create index look_up_requester on look_up (requested_by_id, prefix_mark, requested_at desc)`);

    // What was asked is never changed, what was disclosed never unsaid, and nothing is removed: the person must be able to see it.
    this.addSql(`create function keep_look_up() returns trigger language plpgsql as $$
      begin
        if row (new.id, new.person_index, new.name_mark, new.key_mark, new.prefix_mark, new.request_key, new.request_digest, new.requested_by_id, new.hospital_id, new.area_code, new.case_number,
                new.occasion, new.purpose, new.break_glass_reason, new.drawn_for_review, new.requested_at)
           is distinct from
           row (old.id, old.person_index, old.name_mark, old.key_mark, old.prefix_mark, old.request_key, old.request_digest, old.requested_by_id, old.hospital_id, old.area_code, old.case_number,
                old.occasion, old.purpose, old.break_glass_reason, old.drawn_for_review, old.requested_at)
           or (old.status in ('ANSWERED', 'DECLINED') and new.status <> old.status)
           or (old.seen_by_owner_at is not null and new.seen_by_owner_at is distinct from old.seen_by_owner_at)
           or (old.second_person_id is not null and new.second_person_id is distinct from old.second_person_id) then
          raise exception 'what a look-up says is never changed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql('create trigger look_up_stands before update on look_up for each row execute function keep_look_up()');
    this.addSql('create trigger look_up_is_kept before delete or truncate on look_up for each statement execute function refuse_change()');

    // Whoever tries one number after the other is stopped by the database itself, however many requests come at once. The
    // code is that of a lost race, so that the command runs again, finds what the others wrote and refuses by its own rule.
    this.addSql(`create function limit_look_ups() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended(new.requested_by_id::text || encode(new.prefix_mark, 'hex'), 20261125));
        if (select count(distinct person_index) from look_up
            where requested_by_id = new.requested_by_id and prefix_mark = new.prefix_mark and person_index <> new.person_index
              and requested_at > new.requested_at - interval '24 hours') >= 3 then
          raise exception 'too many persons of one prefix' using errcode = 'unique_violation', constraint = 'look_up_prefix';
        end if;
        return new;
      end $$`);
    this.addSql('create trigger look_up_prefix before insert on look_up for each row execute function limit_look_ups()');

    this.addSql(`create table look_up_step (
      id uuid primary key,
      look_up_id uuid not null references look_up (id) on delete restrict,
      step text not null check (step in ('ASKED', 'CONFIRMED', 'DECLINED', 'DISCLOSED', 'REINDEXED')),
      at timestamptz(3) not null,
      account_id uuid null references staff_account (id) on delete restrict,
      person_index bytea not null check (octet_length(person_index) = 32),
      details jsonb not null,
      constraint look_up_step_account check ((account_id is null) = (step = 'REINDEXED'))
    )`);
    this.addSql('create index look_up_step_look_up on look_up_step (look_up_id)');
    this.addSql('create index look_up_step_person on look_up_step (person_index)');
    this.addSql('create trigger look_up_step_is_kept before update or delete or truncate on look_up_step for each statement execute function refuse_change()');
    this.addSql('create trigger look_up_step_is_sealed after insert on look_up_step for each row execute function queue_for_sealing()');

    this.addSql(`create table look_up_block (
      id uuid primary key,
      account_id uuid not null references staff_account (id) on delete restrict,
      area_code text collate "C" not null references division (code),
      blocked_at timestamptz(3) not null,
      lifted_at timestamptz(3) null,
      lifted_by_id uuid null references staff_account (id) on delete restrict check (lifted_by_id <> account_id),
      constraint look_up_block_lifted check ((lifted_at is null) = (lifted_by_id is null))
    )`);
    this.addSql('create unique index look_up_block_open on look_up_block (account_id) where lifted_at is null');
  }
}
