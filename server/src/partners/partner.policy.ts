import { AccessDenied, Forbidden } from '../graphql/refusals.ts';
import type { Actor, PartnerSystem } from '../identity/actor.ts';
import { PartnerScope } from './partner-scope.ts';
import type { Partner } from './partner.entity.ts';

/** In place of a scope: every partner may ask, whatever its token opens. */
export const ANY_SCOPE = 'any';

/**
 * The root fields that are open to partners, each with the scope that opens it. What is not here is closed to every partner,
 * so a new field is closed until somebody decides otherwise.
 */
export const openToPartners: Readonly<Record<string, PartnerScope | typeof ANY_SCOPE>> = {
  'Query.partnerViewer': ANY_SCOPE,
  'Query.divisions': PartnerScope.DIRECTORY_READ,
  'Query.division': PartnerScope.DIRECTORY_READ,
  'Query.organisations': PartnerScope.DIRECTORY_READ,
  'Query.organisation': PartnerScope.DIRECTORY_READ,
  'Query.nearbyOrganisations': PartnerScope.DIRECTORY_READ,
  'Query.donationPolicy': PartnerScope.POLICY_READ,
  'Query.webhookDeliveries': PartnerScope.EVENTS_READ,
  'Query.webhookDelivery': PartnerScope.EVENTS_READ,
  'Mutation.resendWebhookDelivery': PartnerScope.EVENTS_READ,
  'Mutation.submitRegistration': PartnerScope.REGISTRATIONS_SUBMIT,
  'Query.submission': PartnerScope.REGISTRATIONS_SUBMIT,
  'Mutation.askDonorStatus': PartnerScope.DONOR_STATUS_READ,
};

/**
 * Lets everybody but partners pass; a partner needs the scope of the field. It is asked before the field looks at anything,
 * so the answer cannot tell whether something is there.
 *
 * @throws Forbidden
 */
export function assertOpenTo(actor: Actor, field: string): void {
  if (!('partner' in actor)) return;
  const scope = Object.hasOwn(openToPartners, field) ? openToPartners[field] : undefined;
  if (scope === undefined || (scope !== ANY_SCOPE && !actor.scopes.includes(scope))) throw new Forbidden();
}

/** The partner who calls. @throws AccessDenied when it is somebody else */
export function partnerIn(actor: Actor): Partner {
  return partnerSystemIn(actor).partner;
}

/** The partner who calls, with what its token opens. @throws AccessDenied when it is somebody else */
export function partnerSystemIn(actor: Actor): PartnerSystem {
  if (!('partner' in actor)) throw new AccessDenied(false);
  return actor;
}
