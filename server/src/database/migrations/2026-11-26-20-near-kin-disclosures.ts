import { StepByStep } from '../step-by-step.ts';

/**
 * That staff looked for somebody on behalf of a near relative is a disclosure about whom they looked for: should that person be alive,
 * they see it (ADR 35).
 */
export class NearKinDisclosures extends StepByStep {
  override up(): void {
    this.addConstraint('data_disclosure', 'data_disclosure_kind_check', `check (kind in ('EXPORTED_BY_OWNER', 'REQUEST_READ', 'BODY_DONATION_READ', 'HOME_VISIT_READ', 'NEAR_KIN_READ'))`);
    this.addConstraint('data_disclosure', 'data_disclosure_recipient', `check (case
      when kind in ('REQUEST_READ', 'NEAR_KIN_READ') then data_request_id is not null and account_id is not null and num_nonnulls(body_donation_id, home_visit_id) = 0
      when kind = 'BODY_DONATION_READ' then body_donation_id is not null and account_id is not null and num_nonnulls(data_request_id, home_visit_id) = 0
      when kind = 'HOME_VISIT_READ' then home_visit_id is not null and account_id is not null and num_nonnulls(data_request_id, body_donation_id) = 0
      else num_nonnulls(data_request_id, body_donation_id, home_visit_id, account_id) = 0 end)`);
  }
}
