import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Orm } from '../database/orm.ts';
import { addKeys, assertNewKeys } from './add-partner.ts';
import { findPartner, keysOf } from './find-partner.queries.ts';
import { PartnerFault, type OperatorDeed } from './partner-fault.ts';
import type { PartnerKey } from './partner-key.entity.ts';
import type { PublicKey } from './public-keys.ts';

/** What is to change: new keys, or the end of an old one (null names none). */
export interface KeyChange {
  readonly add: readonly PublicKey[];
  readonly end: { readonly kid: string; readonly at: Date } | null;
}

/**
 * Adds keys and ends one. A partner changes keys without a gap: add the new one, use it, end the old one; both count
 * meanwhile. With a key end the tokens that were given for it.
 *
 * @throws PartnerFault
 */
export function changePartnerKeys(orm: Orm, word: string, { add, end }: KeyChange, { now, requestId }: OperatorDeed): Promise<readonly PartnerKey[]> {
  return oneTransaction(orm, async (em) => {
    const partner = await findPartner(em, word);
    await assertNewKeys(em, add);
    const known = await keysOf(em, partner);
    if (end) {
      const key = known.find(({ thumbprint }) => thumbprint === end.kid);
      if (!key) throw new PartnerFault(`the partner has no such key: ${end.kid}`);
      // A key that ended stays ended: nobody may revive one that was given up because it was stolen.
      if (!key.isInForce(now)) throw new PartnerFault(`this key has ended already: ${end.kid}`);
      key.endsAt = end.at < now ? now : end.at;
    }
    const added = addKeys(em, partner, add, now);
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'changePartnerKeys', requestId, at: now });
    return [...known, ...added];
  });
}
