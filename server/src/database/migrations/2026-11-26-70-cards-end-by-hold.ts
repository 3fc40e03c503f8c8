import { StepByStep } from '../step-by-step.ts';

/** A signed card ends, too, when the national register holds something that may be later than the agreement on it. */
export class CardsEndByHold extends StepByStep {
  override up(): void {
    this.addConstraint('donor_card', 'donor_card_end_reason_check', `check (end_reason in ('BY_OWNER', 'REPLACED', 'DECISION_CHANGED', 'DISAVOWED', 'WITHDRAWAL_QUEUED', 'NATIONAL_HOLD', 'RESTRICTED', 'ERASED'))`);
  }
}
