import { randomUUID } from 'node:crypto';
import type { Context } from '../graphql/context.ts';
import type { ConsentPurpose } from '../policy/consent-texts.ts';
import type { Vault } from '../vault/vault.ts';
import type { CheckedContact } from './check-input.ts';
import { fingerprintOf } from './canonical-decision.ts';
import { Decision, type DecisionAction, type DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import type { Choices } from './donation-kinds.ts';
import { Donor, FamilyKnows, sealForDonor } from './donor.entity.ts';
import { NationalSync, NationalSyncState } from './national-sync.entity.ts';
import type { KnownCitizen } from './preconditions.ts';
import { citizenOf } from './donor.policy.ts';
import { newRegistrationNumber } from './registration-number.ts';

/** What one decision says. */
export interface DecisionStatement {
  readonly action: DecisionAction;
  readonly state: Exclude<DecisionState, 'SILENT'>;
  readonly choices: Choices;
  readonly purpose: ConsentPurpose;
  readonly consent: { readonly version: string; readonly hash: string };
}

/** Puts a person on the register, without a decision yet: `recordDecision` must follow in the same unit of work. */
export function enrol({ em, vault, now }: Context, citizen: KnownCitizen): Donor {
  const { identity } = citizen;
  const id = randomUUID();
  return em.create(Donor, {
    id,
    registrationNumber: newRegistrationNumber(),
    documentIndex: citizen.personIndex,
    documentType: identity.documentType,
    sealedDocumentNumber: sealForDonor(vault, id, 'documentNumber', identity.documentNumber),
    sealedFullName: sealForDonor(vault, id, 'fullName', identity.fullName),
    sealedPhone: identity.phone ? sealForDonor(vault, id, 'phone', identity.phone) : null,
    residenceCode: null,
    familyKnows: FamilyKnows.NOT_STATED,
    sealedEmergencyContact: null,
    latestSequence: 0,
    registeredAt: now(),
  });
}

/** Replaces how a donor can be reached; a phone that was not typed leaves the known one. */
export function replaceContact(vault: Vault, donor: Donor, contact: CheckedContact): void {
  donor.residenceCode = contact.residenceCode;
  donor.familyKnows = contact.familyKnows;
  if (contact.phone !== null) donor.sealedPhone = sealForDonor(vault, donor.id, 'phone', contact.phone);
  if (!contact.keepEmergencyContact) {
    donor.sealedEmergencyContact = contact.emergencyContact ? sealForDonor(vault, donor.id, 'emergencyContact', JSON.stringify(contact.emergencyContact)) : null;
  }
}

/** Through which channel a decision came and how strongly the person was identified; a citizen's come from their session. */
export type DecisionOrigin = Pick<Decision, 'channel' | 'assuranceLevel'>;

/**
 * Records a decision as the latest of a donor. The donor's sequence moves with it, so that two phones deciding at once
 * meet at the donor's version: one wins, the other is told.
 */
export function recordDecision({ em, actor, now }: Context, donor: Donor, statement: DecisionStatement, origin: DecisionOrigin = citizenOf(actor).session): DecisionOutcome {
  donor.latestSequence += 1;
  const content = {
    sequence: donor.latestSequence,
    action: statement.action,
    state: statement.state,
    choices: statement.choices,
    channel: origin.channel,
    assuranceLevel: origin.assuranceLevel,
    consentPurpose: statement.purpose,
    consentVersion: statement.consent.version,
    consentHash: statement.consent.hash,
    recordedAt: now(),
  };
  const decision = em.create(Decision, { donor, ...content, fingerprint: fingerprintOf(donor.registrationNumber, content) });
  // 条例 art. 13: the national register is the legal one. Until its adapter confirms, this stays pending and says so.
  em.create(NationalSync, { decision, state: NationalSyncState.PENDING, since: now() });
  return { donor, decision };
}
