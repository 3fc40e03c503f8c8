import type { Em } from '../database/orm.ts';
import { DonorCard, DonorCardKey } from './donor-card.entity.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The cards of a person that nobody has revoked: one at most, which may have expired. */
export function openCardsOf(em: Em, donorId: string): Promise<DonorCard[]> {
  return em.find(DonorCard, { donor: donorId, revokedAt: null });
}

/** The card that a request of a person made before; null when it made none. */
export function cardOfRequest(em: Em, donorId: string, requestDigests: readonly Buffer[]): Promise<DonorCard | null> {
  return em.findOne(DonorCard, { donor: donorId, requestDigest: { $in: [...requestDigests] } });
}

/** One of a person's cards; null also for one of somebody else. */
export async function cardOf(em: Em, donorId: string, id: string): Promise<DonorCard | null> {
  return UUID.test(id) ? em.findOne(DonorCard, { id, donor: donorId }) : null;
}

/** Every card of a person, the oldest first, for the copy of their data. */
export function cardsOf(em: Em, donorId: string): Promise<DonorCard[]> {
  return em.find(DonorCard, { donor: donorId }, { orderBy: { issuedAt: 'asc', id: 'asc' } });
}

/** A key as it was kept when it first signed; null when it never did. */
export function keptKey(em: Em, kid: string): Promise<DonorCardKey | null> {
  return em.findOne(DonorCardKey, { kid });
}

/** A key that has signed cards, and how many of them were ever revoked. */
export interface UsedKey {
  readonly jwk: DonorCardKey['jwk'];
  readonly revoked: number;
  /** Whether a card it signed has not expired long ago, or it has signed none: a card that merely expired must be told as that, and not as a stranger's. */
  readonly isNeeded: boolean;
}

/** Every key that has ever signed a card, in the order in which they came. */
export async function usedKeys(em: Em, now: Date): Promise<UsedKey[]> {
  return em.execute<UsedKey[]>(
    `select jwk, (select count(*)::int from donor_card where donor_card.kid = key.kid and revoked_at is not null) as revoked,
       coalesce((select max(expires_at) > ?::timestamptz - interval '5 years' from donor_card where donor_card.kid = key.kid), true) as "isNeeded"
     from donor_card_key as key order by first_used_at, kid`,
    [now],
  );
}

/** The revoked cards of a key: how many there ever were, and the words by which those are named that would not have expired by themselves. */
export interface RevokedCards {
  readonly revoked: number;
  readonly rids: readonly string[];
}

/**
 * In the order of the words, which are random: the order of the list tells neither when nor in what company a card ended. Counter
 * and list are read by one statement, so that they are of one moment.
 */
export async function revokedCardsOf(em: Em, kid: string, expiresAfter: Date): Promise<RevokedCards> {
  const [row] = await em.execute<RevokedCards[]>(
    `select count(*)::int as revoked, coalesce(array_agg(rid order by rid collate "C") filter (where expires_at > ?), '{}') as rids
     from donor_card where kid = ? and revoked_at is not null`,
    [expiresAfter, kid],
  );
  return row ?? { revoked: 0, rids: [] };
}
