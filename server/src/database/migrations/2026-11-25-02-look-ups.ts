import { Migration } from '@mikro-orm/migrations';

/** Look-ups: who asked about whom, for which case, and what was disclosed. */
export class LookUps extends Migration {
  override up(): void {
    this.addSql(`create table look_up (
      id uuid primary key,
      person_index bytea not null check (octet_length(person_index) = 32),
      requested_by_id uuid not null references staff_account (id) on delete restrict,
      confirmed_by_id uuid null references staff_account (id) on delete restrict check (confirmed_by_id <> requested_by_id),
      hospital_id uuid not null references hospital (id) on delete restrict,
      area_code text collate "C" not null references division (code),
      case_number text not null check (case_number <> ''),
      occasion text not null check (occasion in ('DEATH_ESTABLISHED', 'DEATH_EXPECTED')),
      purpose text not null check (purpose in ('CLARIFY_WILL', 'ETHICS_REVIEW')),
      break_glass_reason text null check (break_glass_reason <> ''),
      status text not null check (status in ('WAITING', 'CONFIRMED', 'ANSWERED', 'DECLINED')),
      disclosed_state text null check (disclosed_state in ('AGREED', 'REFUSED', 'WITHDRAWN', 'SILENT')),
      requested_at timestamptz(3) not null,
      confirmed_at timestamptz(3) null,
      answered_at timestamptz(3) null,
      expires_at timestamptz(3) not null,
      seen_by_owner_at timestamptz(3) null,
      version int not null default 1,
      -- Nothing is disclosed without a second person, unless the glass was broken and the reason stands there.
      constraint look_up_two_persons check (status in ('WAITING', 'DECLINED') or confirmed_by_id is not null or break_glass_reason is not null),
      constraint look_up_answer check ((status = 'ANSWERED') = (answered_at is not null) and (status = 'ANSWERED') = (disclosed_state is not null))
    )`);
    this.addSql(`create index look_up_person on look_up (person_index, requested_at desc)`);
    this.addSql(`create index look_up_area on look_up (area_code, requested_at desc)`);
  }
}
