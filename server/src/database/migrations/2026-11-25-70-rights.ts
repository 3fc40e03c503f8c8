import { Migration } from '@mikro-orm/migrations';

/** What a person says about the processing of their data: consents, who may see it after death, restrictions (个人信息保护法 art. 13-16, 47, 49). */
export class Rights extends Migration {
  override up(): void {
    this.addSql(`create table processing_consent (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      purpose text not null check (purpose in ('CONTACT_ME', 'ASK_EMERGENCY_CONTACT')),
      sequence int not null check (sequence > 0),
      given boolean not null,
      text_version text not null,
      text_hash text not null,
      channel text not null,
      stated_at timestamptz(3) not null,
      constraint processing_consent_sequence_unique unique (donor_id, purpose, sequence)
    )`);
    this.addSql(`create table after_death_access (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      sequence int not null check (sequence > 0),
      setting text not null check (setting in ('NOT_STATED', 'NEAR_KIN_MAY', 'NOBODY_BEYOND_LAW')),
      channel text not null,
      stated_at timestamptz(3) not null,
      constraint after_death_access_sequence_unique unique (donor_id, sequence)
    )`);
    this.addSql(`create table processing_restriction (
      id uuid primary key,
      donor_id uuid not null references donor (id) on delete restrict,
      sequence int not null check (sequence > 0),
      restricted boolean not null,
      stated_at timestamptz(3) not null,
      constraint processing_restriction_sequence_unique unique (donor_id, sequence)
    )`);
    // What somebody said about their data is added to, never rewritten: it must be possible to show what held on a day.
    for (const table of ['processing_consent', 'after_death_access', 'processing_restriction']) this.addSql(keepForever(table));
  }
}

function keepForever(table: string): string {
  return `create trigger ${table}_is_kept before update or delete or truncate on ${table} for each statement execute function refuse_change()`;
}
