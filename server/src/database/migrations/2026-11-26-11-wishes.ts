import { StepByStep } from '../step-by-step.ts';

/**
 * What a person hopes will be respected (ADR 35): the text that holds stands sealed on the record, and each time that it was
 * stated or removed is a consent. Nothing of it enters a decision or its fingerprint.
 */
export class Wishes extends StepByStep {
  override up(): void {
    this.addSql('alter table donor add column sealed_wish bytea null');
    this.addConstraint('donor', 'donor_erased_has_no_wish', 'check (erased_at is null or sealed_wish is null)');
    this.addConstraint('processing_consent', 'processing_consent_purpose_check', `check (purpose in ('CONTACT_ME', 'ASK_EMERGENCY_CONTACT', 'RESPECT_WISH'))`);
  }
}
