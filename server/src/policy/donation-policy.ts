import type { AssuranceLevel } from '../identity/identity-provider.ts';

/** The rules that a province may set for its register. Policy, not code: the law's floor is the default. */
export interface DonationPolicy {
  /** Full years on the day of the decision (条例 art. 9(1): full civil capacity; 民法典 art. 17). */
  readonly minimumAge: number;
  /** How strongly a person must be identified to register, change or withdraw (浙里办 1.4: 高级实名). */
  readonly requiredAssuranceLevel: AssuranceLevel;
}

/** The policy in force. */
export const donationPolicy: DonationPolicy = { minimumAge: 18, requiredAssuranceLevel: 'ADVANCED_REAL_NAME' };
