import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import { alone } from '../database/alone.ts';
import type { Orm } from '../database/orm.ts';
import type { ErasureTools } from '../donors/erase-donor.ts';
import { IdempotentRequest } from '../donors/idempotent-request.entity.ts';
import { ErasedPerson } from '../vault/erased-person.entity.ts';
import { PersonKey } from '../vault/person-key.entity.ts';
import type { Vault } from '../vault/vault.ts';
import type { BodyDonation } from './body-donation.entity.ts';
import { erasedButPresentBodyDonations } from './body-donation.queries.ts';

/**
 * Erases who a body donation is of (个人信息保护法 art. 47): destroys its data key, so that name, telephone, executor and every note are
 * unreadable in every backup, and takes it out of the index. What stays are the declarations, about nobody in particular.
 *
 * Call it inside a unit of work; nothing is written before its flush. Erasing twice changes nothing.
 */
export async function eraseBodyDonation({ em, vault, now }: ErasureTools, donation: BodyDonation): Promise<void> {
  for (const key of await em.find(PersonKey, { personId: donation.id })) em.remove(key);
  for (const request of await em.find(IdempotentRequest, { bodyDeclaration: { bodyDonation: donation.id } })) em.remove(request);
  donation.personIndex = null;
  donation.sealedPerson = null;
  if (!(await em.findOne(ErasedPerson, { personId: donation.id }))) em.create(ErasedPerson, { personId: donation.id, erasedAt: now() });
  donation.erasedAt ??= now();
  vault.forget(donation.id);
}

/** Erases again what an older copy of the register brought back, as `reapplyErasures` does for donors. @returns how many */
export async function reapplyBodyErasures(orm: Orm, vault: Vault, now: () => Date): Promise<number> {
  // The usual start finds none and waits for nobody.
  if ((await erasedButPresentBodyDonations(orm.em.fork())).length === 0) return 0;
  return alone(orm, async (em) => {
    const donations = await erasedButPresentBodyDonations(em);
    for (const donation of donations) await eraseBodyDonation({ em, vault, now }, donation);
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'reapplyErasures', requestId: randomUUID(), at: now() });
    return donations.length;
  });
}
