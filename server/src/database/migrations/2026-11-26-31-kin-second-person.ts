import { Migration } from '@mikro-orm/migrations';

/**
 * Nothing of the dead is handed over on one person's word (ADR 35): a second person of the staff confirms the papers. And what was
 * handed over can be told again to the same request, whose reply was lost.
 */
export class KinSecondPerson extends Migration {
  override up(): void {
    this.addSql('alter table kin_statement add column confirmed_at timestamptz(3) null');
    this.addSql('alter table kin_statement add column confirmed_by_id uuid null references staff_account (id) on delete restrict');
    this.addSql('alter table kin_statement add column shown_by_id uuid null references staff_account (id) on delete restrict');
    this.addSql('alter table kin_statement add column shown_key text null');
    this.addSql('alter table kin_statement add column shown_state text null');
    // Decisions are never removed, so it needs no key to hold it; the reader of a request reaches no decision by it.
    this.addSql('alter table kin_statement add column shown_decision_id uuid null');
    this.addSql('alter table kin_statement add column shown_recorded_at timestamptz(3) null');
    this.addSql(`alter table kin_statement add constraint kin_statement_second_person check (
      num_nulls(confirmed_at, confirmed_by_id) in (0, 2) and (confirmed_at is null or (proven_at is not null and confirmed_by_id <> proven_by_id)))`);
    // What was handed over before there was a second person has no key; it stays as it was.
    this.addSql(`alter table kin_statement add constraint kin_statement_handed_over check (
      num_nulls(shown_by_id, shown_key, shown_state) in (0, 3) and (shown_key is null or (shown_at is not null and confirmed_at is not null and shown_by_id <> confirmed_by_id)))`);
    this.addSql('alter table kin_statement add constraint kin_statement_shown_key_unique unique (shown_by_id, shown_key)');
    this.addSql('drop trigger kin_statement_only_goes_on on kin_statement');
    this.addSql(`create trigger kin_statement_only_goes_on before update on kin_statement for each row when (
      (new.data_request_id, new.tie) is distinct from (old.data_request_id, old.tie)
      or (new.sealed_statement is not null and new.sealed_statement is distinct from old.sealed_statement)
      or (old.proven_at is not null and (new.proven_at, new.proven_by_id, new.death_proof, new.kinship_proof) is distinct from (old.proven_at, old.proven_by_id, old.death_proof, old.kinship_proof))
      or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_by_id) is distinct from (old.confirmed_at, old.confirmed_by_id))
      or (old.shown_at is not null and (new.shown_at, new.shown_by_id, new.shown_key, new.shown_state, new.shown_decision_id, new.shown_recorded_at)
        is distinct from (old.shown_at, old.shown_by_id, old.shown_key, old.shown_state, old.shown_decision_id, old.shown_recorded_at))
    ) execute function refuse_change()`);
  }
}
