import { Migration } from '@mikro-orm/migrations';

/** Divisions, the directory of bodies with their services and witness capabilities, and corrections sent in. */
export class Directory extends Migration {
  override up(): void {
    // Codes and keys are compared byte by byte, in the database as in JavaScript, whatever its locale.
    this.addSql(`create table division (
      code text collate "C" primary key check (code ~ '^[0-9]{6}$'),
      name text not null,
      level text not null check (level in ('PROVINCE', 'CITY', 'COUNTY')),
      parent_code text collate "C" null references division (code) deferrable initially deferred,
      valid_from date null,
      valid_to date null check (valid_to >= valid_from),
      successor_codes text[] not null,
      source text not null
    )`);

    this.addSql(`create table organisation (
      id uuid primary key,
      registry_key text collate "C" not null unique check (registry_key ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
      name text not null check (name <> ''),
      level text not null check (level in ('PROVINCE', 'CITY', 'COUNTY')),
      division_code text collate "C" not null references division (code),
      parent_id uuid null references organisation (id) on delete restrict deferrable initially deferred check (parent_id <> id),
      address text null check (address <> ''),
      phone text null check (phone <> ''),
      source text not null check (source <> ''),
      updated_at timestamptz(3) not null,
      constraint organisation_division_name_unique unique (division_code, name)
    )`);
    this.addSql(`create index organisation_place_index on organisation (division_code, registry_key)`);
    this.addSql(`create index organisation_parent_index on organisation (parent_id)`);

    this.addSql(`create table organisation_service_offer (
      id uuid primary key,
      organisation_id uuid not null references organisation (id) on delete cascade,
      service text not null,
      valid_from date null,
      valid_to date null check (valid_to >= valid_from),
      source text not null check (source <> '')
    )`);
    this.addSql(`create index organisation_service_offer_index on organisation_service_offer (organisation_id, service)`);

    this.addSql(`create table witness_capability (
      id uuid primary key,
      organisation_id uuid not null references organisation (id) on delete cascade,
      can_witness_independently boolean not null,
      minimum_witnesses int null check (minimum_witnesses > 0),
      assigned_by_id uuid null references organisation (id) on delete restrict,
      valid_from date not null,
      valid_to date null check (valid_to >= valid_from),
      source text not null check (source <> ''),
      constraint witness_capability_organisation_from_unique unique (organisation_id, valid_from)
    )`);

    this.addSql(`create table organisation_correction (
      id uuid primary key,
      organisation_id uuid not null references organisation (id) on delete restrict,
      receipt_number text not null unique,
      address text null,
      phone text null,
      note text null,
      suggested_at timestamptz(3) not null,
      check (coalesce(address, phone, note) is not null)
    )`);
    this.addSql(`create index organisation_correction_organisation_index on organisation_correction (organisation_id)`);
  }
}
