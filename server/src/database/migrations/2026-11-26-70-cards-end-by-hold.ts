import { Migration } from '@mikro-orm/migrations';

/** A signed card ends, too, when the national register holds something that may be later than the agreement on it. */
export class CardsEndByHold extends Migration {
  override up(): void {
    this.addSql('alter table donor_card drop constraint donor_card_end_reason_check');
    this.addSql(`alter table donor_card add constraint donor_card_end_reason_check check (end_reason in ('BY_OWNER', 'REPLACED', 'DECISION_CHANGED', 'DISAVOWED', 'WITHDRAWAL_QUEUED', 'NATIONAL_HOLD', 'RESTRICTED', 'ERASED'))`);
  }
}
