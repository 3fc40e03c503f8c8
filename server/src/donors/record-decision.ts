import { randomUUID } from 'node:crypto';
import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import type { Context } from '../graphql/context.ts';
import type { ConsentPurpose } from '../policy/consent-texts.ts';
import { isNumberedByEachState } from '../identity/identity-document.ts';
import type { VerifiedIdentity } from '../identity/identity-provider.ts';
import { personIndexesOf } from '../identity/sessions.ts';
import type { DataKey } from '../vault/data-key.ts';
import type { CheckedContact } from './check-input.ts';
import { fingerprintOf } from './canonical-decision.ts';
import { Decision, DecisionAction, type DecisionState } from './decision.entity.ts';
import type { DecisionOutcome } from './decision.types.ts';
import type { Choices } from './donation-kinds.ts';
import { Donor, FamilyKnows, sealForDonor } from './donor.entity.ts';
import { NationalSync, NationalSyncState } from './national-sync.entity.ts';
import { momentAfter } from './moment-after.ts';
import { newKeyFor } from './personal-values.ts';
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

/** Somebody new on the register, with the data key that was made for them. */
export interface Enrolled {
  readonly donor: Donor;
  readonly key: DataKey;
}

/** Who somebody new is: as a provider vouches for them, or as their signed paper says. */
export type NewPerson = Pick<VerifiedIdentity, 'documentType' | 'documentNumber' | 'fullName' | 'phone'> & { readonly birthday: string };

/**
 * Puts a person on the register, without a decision yet: `recordDecision` must follow in the same unit of work.
 * @throws KeyServiceUnavailable: without a data key nothing of a person is written.
 */
export async function enrol(context: Pick<Context, 'em' | 'vault' | 'now'>, { identity }: { readonly identity: NewPerson }): Promise<Enrolled> {
  const { em, vault, now } = context;
  // Nothing but random: it stays on the list of erasures when everything else of the person is gone.
  const id = randomUUID();
  const key = await newKeyFor(context, id, 1);
  vault.keep(key);
  const index = personIndexesOf(vault, identity);
  const donor = em.create(Donor, {
    id,
    registrationNumber: newRegistrationNumber(),
    documentIndex: index[1],
    documentIndex2: index[2],
    documentType: identity.documentType,
    sealedDocumentNumber: sealForDonor(key, 'documentNumber', identity.documentNumber),
    sealedFullName: sealForDonor(key, 'fullName', identity.fullName),
    sealedBirthday: isNumberedByEachState(identity.documentType) ? sealForDonor(key, 'birthday', identity.birthday) : null,
    sealedPhone: identity.phone ? sealForDonor(key, 'phone', identity.phone) : null,
    residenceCode: null,
    familyKnows: FamilyKnows.NOT_STATED,
    sealedEmergencyContact: null,
    sealedWish: null,
    sealedDonorCard: null,
    latestSequence: 0,
    nationalHold: false,
    registeredAt: now(),
    erasedAt: null,
  });
  return { donor, key };
}

/** Replaces how a donor can be reached; a phone that was not typed leaves the known one. */
export function replaceContact(key: DataKey, donor: Donor, contact: CheckedContact): void {
  donor.residenceCode = contact.residenceCode;
  donor.familyKnows = contact.familyKnows;
  if (contact.phone !== null) donor.sealedPhone = sealForDonor(key, 'phone', contact.phone);
  if (!contact.keepEmergencyContact) {
    donor.sealedEmergencyContact = contact.emergencyContact ? sealForDonor(key, 'emergencyContact', JSON.stringify(contact.emergencyContact)) : null;
  }
}

/** Through which channel a decision came and how strongly the person was identified; a citizen's come from their session. */
export type DecisionOrigin = Pick<Decision, 'channel' | 'assuranceLevel'>;

/** Whose decision it is, and the one that it follows; null for somebody new. */
interface Deciding {
  readonly donor: Donor;
  readonly latest: Decision | null;
}

/**
 * Records a decision as the latest of a donor. The donor's sequence moves with it, so that two phones deciding at once
 * meet at the donor's version: one wins, the other is told.
 */
export async function recordDecision({ em, actor, now }: Pick<Context, 'em' | 'actor' | 'now'>, { donor, latest }: Deciding, statement: DecisionStatement, origin: DecisionOrigin = citizenOf(actor).session): Promise<DecisionOutcome> {
  // A card that states what a person has just said again still tells the truth; any other decision ends it.
  if (donor.latestSequence > 0 && statement.action !== DecisionAction.REAFFIRMED) await endCards({ em, now }, donor, CardEndReason.DECISION_CHANGED);
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
    recordedAt: momentAfter(latest?.recordedAt ?? null, now()),
  };
  const decision = em.create(Decision, { donor, ...content, fingerprint: fingerprintOf(donor.registrationNumber, content), confirmedSubmissionHash: null });
  // 条例 art. 13: the national register is the legal one. Until its adapter confirms, this stays pending and says so.
  em.create(NationalSync, { decision, state: NationalSyncState.PENDING, since: now(), messageId: null, difference: null });
  // Whatever the national register held, this is the person's latest word.
  donor.nationalHold = false;
  return { donor, decision };
}
