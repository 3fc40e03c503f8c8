import { Migration } from '@mikro-orm/migrations';

/**
 * What a person hopes will be respected (ADR 35): the text that holds stands sealed on the record, and each time that it was
 * stated or removed is a consent. Nothing of it enters a decision or its fingerprint.
 */
export class Wishes extends Migration {
  override up(): void {
    this.addSql('alter table donor add column sealed_wish bytea null');
    this.addSql('alter table donor add constraint donor_erased_has_no_wish check (erased_at is null or sealed_wish is null) not valid');
    this.addSql('alter table donor validate constraint donor_erased_has_no_wish');
    this.addSql('alter table processing_consent drop constraint processing_consent_purpose_check');
    this.addSql(`alter table processing_consent add constraint processing_consent_purpose_check check (purpose in ('CONTACT_ME', 'ASK_EMERGENCY_CONTACT', 'RESPECT_WISH'))`);
  }
}
