import type { Em } from '../database/orm.ts';
import { KinStatement } from './kin-statement.entity.ts';

/** What belongs to a request of a near relative; null for every other request. */
export function statementOf(em: Em, requestId: string): Promise<KinStatement | null> {
  return em.findOne(KinStatement, { dataRequest: requestId }, { populate: ['provenBy.organisation'] });
}

/** The same of many requests. */
export function statementsOf(em: Em, requestIds: readonly string[]): Promise<KinStatement[]> {
  return em.find(KinStatement, { dataRequest: { $in: [...requestIds] } }, { populate: ['provenBy.organisation'] });
}

/** The hand-over of an account under a key of its own, or null. */
export function statementShownUnder(em: Em, accountId: string, key: string): Promise<KinStatement | null> {
  return em.findOne(KinStatement, { shownBy: accountId, shownKey: key });
}
