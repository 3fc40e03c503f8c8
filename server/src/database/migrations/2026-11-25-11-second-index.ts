import { StepByStep } from '../step-by-step.ts';

/**
 * A second column for the blind index, filled while the index key is being replaced (ADR 23). Its unique index exists from the
 * start: it costs nothing while the column is empty, and no request ever meets the column without it.
 */
export class SecondIndex extends StepByStep {
  override up(): void {
    this.addSql('alter table donor add column document_index_2 bytea null');
    this.addConstraint('donor', 'donor_document_index_2_check', 'check (octet_length(document_index_2) = 32)');
    this.addIndex('donor_document_index_2_unique', 'on donor (document_index_2) where document_index_2 is not null', 'unique index');
    this.addConstraint('donor', 'donor_is_indexed', `check (
      (erased_at is null and coalesce(document_index, document_index_2) is not null) or (erased_at is not null and document_index_2 is null)
    )`);
    // A passport is indexed with its holder's birthday; without it the index could not be made anew.
    this.addSql('alter table donor add column sealed_birthday bytea null');
    this.addConstraint('donor', 'donor_erased_has_no_birthday', 'check (erased_at is null or sealed_birthday is null)');
    this.addSql('alter table session add column index_slot smallint not null default 1');
    this.addConstraint('session', 'session_index_slot_check', 'check (index_slot in (1, 2))');
    this.addSql('alter table key_mark alter column index_check drop not null');
    this.addSql("alter table key_mark add column retired_index_checks bytea[] not null default '{}'");
    this.addSql('alter table key_mark add column index_check_2 bytea null check (octet_length(index_check_2) = 32)');
  }
}
