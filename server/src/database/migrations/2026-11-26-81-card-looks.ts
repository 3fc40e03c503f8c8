import { StepByStep } from '../step-by-step.ts';

/** By which a round over the health cards finds what was said lately, instead of reading every binding every ten seconds. */
export class CardLooks extends StepByStep {
  override up(): void {
    this.addIndex('processing_consent_stated', 'on processing_consent (stated_at)');
    this.addIndex('processing_restriction_stated', 'on processing_restriction (stated_at)');
    this.addIndex('health_card_binding_bound', 'on health_card_binding (bound_at)');
    this.addIndex('health_card_binding_unbound', 'on health_card_binding (unbound_at) where unbound_at is not null');
  }
}
