import { StepByStep } from '../step-by-step.ts';

/**
 * Lets the owner of the tables, and nobody else, write a sealed value anew where it stands for good: `keys:rotate` must reach it, or
 * the former key could never go. What it says cannot be seen by PostgreSQL; servers are refused as before.
 */
export class Resealing extends StepByStep {
  override up(): void {
    this.addSql(`create function owns_the_register() returns boolean language sql stable as
      $$ select current_user = pg_get_userbyid(relowner) from pg_class where oid = 'donor'::regclass $$`);
    this.addSql(`create or replace trigger family_message_only_ends before update on family_message for each row when (
      (new.id, new.donor_id, new.request_digest, new.content, new.decision_id, new.channel, new.made_at, new.expires_at)
        is distinct from (old.id, old.donor_id, old.request_digest, old.content, old.decision_id, old.channel, old.made_at, old.expires_at)
      or (new.link_digest is not null and new.link_digest is distinct from old.link_digest)
      or (new.code_digest is not null and new.code_digest is distinct from old.code_digest)
      or (new.sealed_label is not null and new.sealed_label is distinct from old.sealed_label and (old.sealed_label is null or not owns_the_register()))
      or (old.taken_back_at is not null and new.taken_back_at is distinct from old.taken_back_at)
    ) execute function refuse_change()`);
    this.addSql(`create or replace trigger kin_statement_only_goes_on before update on kin_statement for each row when (
      (new.data_request_id, new.tie) is distinct from (old.data_request_id, old.tie)
      or (new.sealed_statement is not null and new.sealed_statement is distinct from old.sealed_statement and (old.sealed_statement is null or not owns_the_register()))
      or (old.proven_at is not null and new.proven_at is null)
      or (old.confirmed_at is not null and (new.proven_at, new.proven_by_id, new.death_proof, new.kinship_proof) is distinct from (old.proven_at, old.proven_by_id, old.death_proof, old.kinship_proof))
      or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by_id) is distinct from (old.confirmed_at, old.confirmed_by_id))
      or (old.shown_at is not null and (new.shown_at, new.shown_by_id, new.shown_key, new.shown_state, new.shown_decision_id, new.shown_recorded_at)
        is distinct from (old.shown_at, old.shown_by_id, old.shown_key, old.shown_state, old.shown_decision_id, old.shown_recorded_at))
    ) execute function refuse_change()`);
  }
}
