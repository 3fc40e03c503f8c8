import type { Em } from '../database/orm.ts';
import { ownDonor } from '../donors/donor.queries.ts';
import type { Citizen } from '../identity/actor.ts';
import type { Place } from '../rights/rights.queries.ts';
import { FamilyMessage, FamilyMessageStep, FamilyMessageStepKind } from './family-message.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The message that a request of a donor made before; null when it made none. */
export function messageOfRequest(em: Em, donorId: string, requestDigests: readonly Buffer[]): Promise<FamilyMessage | null> {
  return em.findOne(FamilyMessage, { donor: donorId, requestDigest: { $in: [...requestDigests] } });
}

/** The message of a link; null for a link that never was. */
export function messageOfLink(em: Em, digests: readonly Buffer[]): Promise<FamilyMessage | null> {
  return em.findOne(FamilyMessage, { linkDigest: { $in: [...digests] } }, { populate: ['donor'] });
}

/** What happened to a message, the first one first; none for the id of no message. */
export function stepsOf(em: Em, messageId: string): Promise<FamilyMessageStep[]> {
  return em.find(FamilyMessageStep, { familyMessage: messageId }, { orderBy: { at: 'asc', id: 'asc' } });
}

/** One of the caller's own messages; null also for one of somebody else. */
export async function ownMessage(em: Em, citizen: Citizen, id: string): Promise<FamilyMessage | null> {
  const donor = await ownDonor(em, citizen);
  return donor && UUID.test(id) ? em.findOne(FamilyMessage, { id, donor: donor.id }) : null;
}

/** The caller's own messages, the newest first. */
export async function ownMessages(em: Em, citizen: Citizen, after: Place | null, limit: number): Promise<{ rows: FamilyMessage[]; total: number }> {
  const donor = await ownDonor(em, citizen);
  if (!donor) return { rows: [], total: 0 };
  const before = after ? { $or: [{ madeAt: { $lt: after.at } }, { madeAt: after.at, id: { $lt: after.id } }] } : {};
  const rows = await em.find(FamilyMessage, { donor: donor.id, ...before }, { orderBy: { madeAt: 'desc', id: 'desc' }, limit });
  return { rows, total: await em.count(FamilyMessage, { donor: donor.id }) };
}

/** Every message of a donor, the oldest first, for the copy of their data and for erasure. */
export function messagesOf(em: Em, donorId: string): Promise<FamilyMessage[]> {
  return em.find(FamilyMessage, { donor: donorId }, { orderBy: { madeAt: 'asc', id: 'asc' } });
}

/** Which messages of a donor were opened: for the list of who received their data. */
export function openingsOf(donorId: string) {
  return { kind: FamilyMessageStepKind.OPENED, familyMessage: { donor: donorId } } as const;
}
