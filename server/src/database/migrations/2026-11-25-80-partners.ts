import { Migration } from '@mikro-orm/migrations';

/** Partner apps and health-card platforms, their public keys, tokens, used assertions and what they spent of their budget. */
export class Partners extends Migration {
  override up(): void {
    this.addSql(`create table partner (
      id uuid primary key,
      name text not null unique check (name <> ''),
      kind text not null check (kind in ('PARTNER_APP', 'HEALTH_CARD_PLATFORM')),
      -- A unit's own line; personal mobile numbers are refused, because this column is not sealed.
      contact text not null check (contact <> '' and contact !~ '1[3-9][0-9]{9}'),
      scopes jsonb not null check (jsonb_typeof(scopes) = 'array' and scopes <> '[]'),
      points_per_hour int null check (points_per_hour between 100 and 1000000),
      valid_from date not null,
      valid_to date null check (valid_to >= valid_from),
      suspended_at timestamptz(3) null,
      created_at timestamptz(3) not null
    )`);
    this.addSql(`create table partner_key (
      id uuid primary key,
      partner_id uuid not null references partner (id) on delete restrict,
      -- RFC 7638: two partners with one key could speak for each other, so a key belongs to one for ever.
      thumbprint text collate "C" not null unique,
      jwk jsonb not null check (not jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']),
      added_at timestamptz(3) not null,
      ends_at timestamptz(3) null
    )`);
    this.addSql('create index partner_key_partner on partner_key (partner_id)');
    this.addSql(`create table partner_token (
      id uuid primary key,
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      partner_id uuid not null references partner (id) on delete restrict,
      key_id uuid not null references partner_key (id) on delete restrict,
      scopes jsonb not null,
      issued_at timestamptz(3) not null,
      expires_at timestamptz(3) not null
    )`);
    this.addSql('create index partner_token_expiry on partner_token (expires_at)');
    this.addSql('create table partner_assertion (digest text collate "C" primary key, expires_at timestamptz(3) not null)');
    this.addSql('create index partner_assertion_expiry on partner_assertion (expires_at)');
    this.addSql(`create table partner_budget (
      partner_id uuid primary key references partner (id) on delete restrict,
      spent int not null check (spent >= 0),
      resets_at timestamptz(3) not null
    )`);
  }
}
