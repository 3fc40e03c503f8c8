import { StepByStep } from '../step-by-step.ts';

/** An ended session may lose the identity that it carried, long before it is forgotten altogether (个人信息保护法 art. 19). */
export class Retention extends StepByStep {
  override up(): void {
    this.addSql('alter table session alter column sealed_identity drop not null');
    this.addIndex('session_signed_in', 'on session (signed_in_at)');
    this.addIndex('idempotent_request_answered', 'on idempotent_request (answered_at)');
  }
}
