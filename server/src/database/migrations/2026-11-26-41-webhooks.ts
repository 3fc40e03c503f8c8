import { Migration } from '@mikro-orm/migrations';

/** Where partners want to be told of changes, by which name each of them knows a person, and their requests that were answered once. */
export class Webhooks extends Migration {
  override up(): void {
    this.addSql(`create table webhook_endpoint (
      id uuid primary key,
      partner_id uuid not null references partner (id) on delete restrict,
      url text not null check (url ~ '^https?://'),
      sealed_secret bytea not null,
      -- While a partner changes over, both secrets sign.
      sealed_former_secret bytea null,
      former_secret_ends_at timestamptz(3) null,
      created_at timestamptz(3) not null,
      removed_at timestamptz(3) null,
      constraint webhook_endpoint_former check ((sealed_former_secret is null) = (former_secret_ends_at is null))
    )`);
    this.addSql('create unique index webhook_endpoint_url on webhook_endpoint (partner_id, url) where removed_at is null');

    // A random name for each partner and person: no digest of anything, so that partners cannot join what they know.
    this.addSql(`create table webhook_subject (
      partner_id uuid not null references partner (id) on delete restrict,
      donor_id uuid not null references donor (id) on delete restrict,
      subject uuid not null unique,
      primary key (partner_id, donor_id)
    )`);
    this.addSql('create index webhook_subject_donor on webhook_subject (donor_id)');

    this.addSql(`create table partner_request (
      partner_id uuid not null references partner (id) on delete restrict,
      key text collate "C" not null,
      operation text not null,
      input_digest bytea not null check (octet_length(input_digest) = 32),
      outcome_id uuid not null,
      answered_at timestamptz(3) not null,
      primary key (partner_id, key)
    )`);
    this.addSql('create index partner_request_answered on partner_request (answered_at)');
  }
}
