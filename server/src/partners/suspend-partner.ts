import { recordAudit } from '../audit/record-audit.ts';
import { oneTransaction } from '../database/one-transaction.ts';
import type { Orm } from '../database/orm.ts';
import { findPartner } from './find-partner.queries.ts';
import type { OperatorDeed } from './partner-fault.ts';
import type { Partner } from './partner.entity.ts';

/**
 * Suspends a partner, or lifts the suspension. It counts at once: every request looks at it, so tokens that were given out
 * stop in the middle of their ten minutes.
 *
 * @throws PartnerFault
 */
export function suspendPartner(orm: Orm, word: string, suspended: boolean, { now, requestId }: OperatorDeed): Promise<Partner> {
  return oneTransaction(orm, async (em) => {
    const partner = await findPartner(em, word);
    partner.suspendedAt = suspended ? (partner.suspendedAt ?? now) : null;
    recordAudit(em, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: suspended ? 'suspendPartner' : 'resumePartner', requestId, at: now });
    return partner;
  });
}
