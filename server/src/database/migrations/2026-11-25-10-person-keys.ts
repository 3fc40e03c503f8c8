import { StepByStep } from '../step-by-step.ts';

/**
 * A data key for each donor (ADR 23) in a schema of its own, so that it can be backed up and restored apart from the register.
 * No foreign key leads there or back: either side may be restored without the other.
 */
export class PersonKeys extends StepByStep {
  override up(): void {
    this.addSql('create schema key_store');
    this.addSql(`create table key_store.person_key (
      person_id uuid not null,
      version int not null check (version > 0),
      key_id text not null,
      wrapped bytea not null,
      made_at timestamptz(3) not null,
      primary key (person_id, version)
    )`);
    // The register's own key, where a key service closes it (SANXIAN_KMS_URL); empty otherwise.
    this.addSql(`create table key_store.register_key (
      version int primary key check (version > 0),
      key_id text not null,
      wrapped bytea not null,
      made_at timestamptz(3) not null
    )`);
    this.addSql(`create table key_store.erased_person (
      person_id uuid primary key,
      erased_at timestamptz(3) not null
    )`);
    this.addSql(`create trigger erased_person_is_kept before update or delete or truncate on key_store.erased_person for each statement execute function refuse_change()`);

    // What erasure takes away. Decisions, registration number and fingerprints stay (docs/data.md).
    for (const column of ['document_index', 'sealed_document_number', 'sealed_full_name']) this.addSql(`alter table donor alter column ${column} drop not null`);
    this.addSql('alter table donor add column erased_at timestamptz(3) null');
    this.addConstraint('donor', 'donor_erased_is_empty', `check (
      erased_at is null or coalesce(document_index, sealed_document_number, sealed_full_name, sealed_phone, sealed_emergency_contact) is null and residence_code is null
    )`);
  }
}
