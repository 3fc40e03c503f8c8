import { Migration } from '@mikro-orm/migrations';

/** Which papers were seen can be mended until a second person has confirmed them; from then on it stays (ADR 35). */
export class KinPapersMended extends Migration {
  override up(): void {
    this.addSql('drop trigger kin_statement_only_goes_on on kin_statement');
    this.addSql(`create trigger kin_statement_only_goes_on before update on kin_statement for each row when (
      (new.data_request_id, new.tie) is distinct from (old.data_request_id, old.tie)
      or (new.sealed_statement is not null and new.sealed_statement is distinct from old.sealed_statement)
      or (old.proven_at is not null and new.proven_at is null)
      or (old.confirmed_at is not null and (new.proven_at, new.proven_by_id, new.death_proof, new.kinship_proof) is distinct from (old.proven_at, old.proven_by_id, old.death_proof, old.kinship_proof))
      or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by_id) is distinct from (old.confirmed_at, old.confirmed_by_id))
      or (old.shown_at is not null and (new.shown_at, new.shown_by_id, new.shown_key, new.shown_state, new.shown_decision_id, new.shown_recorded_at)
        is distinct from (old.shown_at, old.shown_by_id, old.shown_key, old.shown_state, old.shown_decision_id, old.shown_recorded_at))
    ) execute function refuse_change()`);
  }
}
