import { randomBytes } from 'node:crypto';
import { FamilyKnows, sealForDonor, type Donor } from '../donors/donor.entity.ts';
import { IdempotentRequest } from '../donors/idempotent-request.entity.ts';
import type { Context } from '../graphql/context.ts';
import { Session, SessionEnd } from '../identity/session.entity.ts';
import type { Vault } from '../vault/vault.ts';
import { DataRequest } from './data-request.entity.ts';

/**
 * Erases a person from the register (个人信息保护法 art. 47): who they are, how to reach them, what they wrote to us, their
 * sessions. What stays belongs to nobody any more: decisions and their fingerprints, what was consented to, the audit.
 */
export async function carryOutErasure(context: Context, donor: Donor): Promise<void> {
  const { em, vault, now } = context;
  const personIndex = Buffer.from(donor.documentIndex);
  // Read first, change then: the mapper would flush a change before it looks into the same table.
  const sessions = await em.find(Session, { personIndex });
  const retries = await em.find(IdempotentRequest, { personIndex });
  const requests = await em.find(DataRequest, { donor: donor.id });
  for (const session of sessions) {
    session.end(SessionEnd.ERASED, now());
    session.sealedIdentity = null;
    // Nobody's any more: the index of a document must not say that its holder was ever here.
    session.personIndex = randomBytes(32);
  }
  for (const retry of retries) em.remove(retry);
  for (const request of requests) {
    request.sealedText = null;
    request.sealedAnswer = null;
  }
  eraseRecord(vault, donor);
}

/** Overwrites what tells who a record is of and how to reach them; the record itself stays, because its decisions do. */
function eraseRecord(vault: Vault, donor: Donor): void {
  donor.sealedFullName = sealForDonor(vault, donor.id, 'fullName', '');
  donor.sealedDocumentNumber = sealForDonor(vault, donor.id, 'documentNumber', '');
  donor.documentIndex = randomBytes(32);
  donor.sealedPhone = null;
  donor.sealedEmergencyContact = null;
  donor.residenceCode = null;
  donor.familyKnows = FamilyKnows.NOT_STATED;
}
