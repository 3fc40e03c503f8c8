import { CardEndReason } from '../donor-card/donor-card.entity.ts';
import { endCards } from '../donor-card/end-cards.ts';
import type { Em } from '../database/orm.ts';
import { Session } from '../identity/session.entity.ts';
import { ErasedPerson } from '../vault/erased-person.entity.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import type { Vault } from '../vault/vault.ts';
import { FamilyKnows, type Donor } from './donor.entity.ts';
import { IdempotentRequest } from './idempotent-request.entity.ts';
import { WithdrawalReasonStatement } from './withdrawal-reason.entity.ts';

/** What erasing needs of a unit of work. */
export interface ErasureTools {
  readonly em: Em;
  readonly vault: Vault;
  readonly now: () => Date;
}

/**
 * Erases a person (个人信息保护法 art. 47): destroys their data key, with which every sealed value of theirs becomes unreadable in
 * every backup, takes them out of the index, so that the same person can come again as somebody new, and ends their sessions.
 *
 * What stays is the legal minimum, about nobody in particular: the decisions with their fingerprints, which must be kept as
 * written declarations (民法典 art. 1006) and are sealed in the audit, the registration number, the kind of document and when. That
 * a wish that was agreed to is not standing any more is for the caller to settle first (`withdrawDecision`).
 *
 * Call it inside a unit of work; nothing is written before its flush. Erasing twice changes nothing.
 */
export async function eraseDonor({ em, vault, now }: ErasureTools, donor: Donor): Promise<void> {
  const indexes = donor.indexes();
  for (const key of await em.find(PersonKey, { personId: donor.id })) em.remove(key);
  for (const session of await em.find(Session, { personIndex: { $in: indexes } })) em.remove(session);
  for (const request of await em.find(IdempotentRequest, { personIndex: { $in: indexes } })) em.remove(request);
  for (const reason of await em.find(WithdrawalReasonStatement, { decision: { donor: donor.id } })) em.remove(reason);
  donor.documentIndex = null;
  donor.documentIndex2 = null;
  donor.sealedFullName = null;
  donor.sealedDocumentNumber = null;
  donor.sealedBirthday = null;
  donor.sealedPhone = null;
  donor.sealedEmergencyContact = null;
  donor.sealedWish = null;
  await endCards({ em, now }, donor, CardEndReason.ERASED);
  donor.residenceCode = null;
  donor.familyKnows = FamilyKnows.NOT_STATED;
  if (!(await em.findOne(ErasedPerson, { personId: donor.id }))) em.create(ErasedPerson, { personId: donor.id, erasedAt: now() });
  donor.erasedAt ??= now();
  vault.forget(donor.id);
}
