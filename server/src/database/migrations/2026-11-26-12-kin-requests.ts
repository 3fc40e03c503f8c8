import { StepByStep } from '../step-by-step.ts';

/** Requests of near relatives about the data of the dead (个人信息保护法 art. 49, ADR 35): a kind of request, with what belongs to it. */
export class KinRequests extends StepByStep {
  override up(): void {
    this.addConstraint('data_request', 'data_request_kind_check', `check (kind in ('CORRECTION', 'RESTRICTION', 'ERASURE', 'EXPLANATION', 'COMPLAINT', 'NEAR_KIN'))`);
    this.addSql(`create table kin_statement (
      data_request_id uuid primary key references data_request (id) on delete restrict,
      tie text not null check (tie in ('SPOUSE', 'CHILD', 'PARENT', 'SIBLING', 'GRANDPARENT', 'GRANDCHILD')),
      sealed_statement bytea null,
      proven_at timestamptz(3) null,
      proven_by_id uuid null references staff_account (id) on delete restrict,
      death_proof text null check (death_proof in ('DEATH_CERTIFICATE', 'HOUSEHOLD_REGISTER_CANCELLED', 'COURT_DECLARATION', 'OTHER')),
      kinship_proof text null check (kinship_proof in ('HOUSEHOLD_REGISTER', 'MARRIAGE_CERTIFICATE', 'BIRTH_CERTIFICATE', 'NOTARISED', 'OTHER')),
      shown_at timestamptz(3) null,
      version int not null default 1,
      constraint kin_statement_proof check (num_nulls(proven_at, proven_by_id, death_proof, kinship_proof) in (0, 4)),
      -- Nothing of the dead is shown to anybody whose papers nobody has seen.
      constraint kin_statement_shown check (shown_at is null or proven_at is not null)
    )`);
    // What was seen and shown stands; what was stated can only be forgotten.
    this.addSql(`create trigger kin_statement_only_goes_on before update on kin_statement for each row when (
      (new.data_request_id, new.tie) is distinct from (old.data_request_id, old.tie)
      or (new.sealed_statement is not null and new.sealed_statement is distinct from old.sealed_statement)
      or (old.proven_at is not null and (new.proven_at, new.proven_by_id, new.death_proof, new.kinship_proof) is distinct from (old.proven_at, old.proven_by_id, old.death_proof, old.kinship_proof))
      or (old.shown_at is not null and new.shown_at is distinct from old.shown_at)
    ) execute function refuse_change()`);
    this.addSql('create trigger kin_statement_is_kept before delete or truncate on kin_statement for each statement execute function refuse_change()');
  }
}
