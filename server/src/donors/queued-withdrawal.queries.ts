import type { Em } from '../database/orm.ts';
import { QueuedWithdrawal } from './queued-withdrawal.entity.ts';

/** The withdrawal of a donor that waits for their next sign-in, or null. */
export function openWithdrawal(em: Em, donorId: string): Promise<QueuedWithdrawal | null> {
  return em.findOne(QueuedWithdrawal, { donor: donorId, settledAt: null });
}
