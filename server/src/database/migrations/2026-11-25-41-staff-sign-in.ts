import { StepByStep } from '../step-by-step.ts';

/** Attempts to sign in by OpenID Connect, and how a deed ended in the audit. */
export class StaffSignIns extends StepByStep {
  override up(): void {
    this.addSql(`create table staff_sign_in (
      id uuid primary key,
      attempt_hash bytea not null unique check (octet_length(attempt_hash) = 32),
      sealed_secrets bytea not null,
      return_url text not null,
      expires_at timestamptz(3) not null,
      used_at timestamptz(3) null
    )`);
    this.addSql(`create index staff_sign_in_age on staff_sign_in (expires_at)`);
    // GB/T 22239 8.1.4.3: the audit tells the result, too. Null in old rows and where it was done, so that their sealed text stays.
    this.addSql(`alter table audit_entry add column outcome text null`);
    this.addConstraint('audit_entry', 'audit_entry_outcome_check', `check (outcome <> '')`);
  }
}
