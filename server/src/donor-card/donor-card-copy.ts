import type { Em } from '../database/orm.ts';
import { cardsOf } from './donor-card.queries.ts';

/** Every card of a person for the copy of their data; the signed text of the one that holds stands with the record. */
export async function donorCardCopyOf(em: Em, donorId: string) {
  return (await cardsOf(em, donorId)).map(({ id, cardNumber, decision, key, rid, issuedAt, expiresAt, revokedAt, endReason }) => ({
    id,
    cardNumber,
    decisionId: decision?.id ?? null,
    keyId: key.unwrap().kid,
    rid,
    issuedAt,
    expiresAt,
    revokedAt,
    endReason,
  }));
}
