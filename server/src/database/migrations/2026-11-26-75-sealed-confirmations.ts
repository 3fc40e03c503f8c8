import { StepByStep } from '../step-by-step.ts';

/**
 * What a decision confirms becomes part of its sealed row (ADR 44): the link beside it is guarded by grants alone. A new column without a
 * value leaves the text of every older row, and so every former seal, as it was.
 */
export class SealedConfirmations extends StepByStep {
  override up(): void {
    this.addSql('alter table decision add column confirmed_submission_hash bytea null');
    this.addConstraint('decision', 'decision_confirmed_submission_hash_check', 'check (octet_length(confirmed_submission_hash) = 32)');
  }
}
