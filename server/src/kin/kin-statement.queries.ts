import type { Em } from '../database/orm.ts';
import { KinStatement } from './kin-statement.entity.ts';

/** What belongs to a request of a near relative; null for every other request. */
export function statementOf(em: Em, requestId: string): Promise<KinStatement | null> {
  return em.findOne(KinStatement, { dataRequest: requestId });
}

/** The same of many requests. */
export function statementsOf(em: Em, requestIds: readonly string[]): Promise<KinStatement[]> {
  return em.find(KinStatement, { dataRequest: { $in: [...requestIds] } });
}
