import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AuditEntry } from '../audit/audit-entry.entity.ts';
import type { AppConfig } from '../config.ts';
import { unlessBusy } from '../database/alone.ts';
import type { Orm } from '../database/orm.ts';
import { untoldOverdueRequests } from '../rights/data-request.queries.ts';
import { retentionRules } from './retention-rules.ts';

/** The clock and the log of a round. */
export interface RetentionTools {
  readonly now: () => Date;
  readonly log: Logger;
  /** The most rows of one transaction; more only makes others wait longer. */
  readonly batch?: number;
}

/** By which lock one server at a time forgets. */
const LOCK = 20_261_125;

const BATCH = 1_000;

/**
 * One round: everything that is over its time is forgotten in batches, each its own transaction with an audit entry of the
 * system that holds counts only. Requests that are late are told in the log, each once. Another server at it: nothing happens.
 *
 * @returns how many rows were forgotten.
 */
export async function runRetention(orm: Orm, config: Pick<AppConfig, 'retention' | 'session'>, tools: RetentionTools): Promise<number> {
  await tellOverdue(orm, tools);
  const limit = tools.batch ?? BATCH;
  let forgotten = 0;
  for (const rule of retentionRules(config.retention, config.session)) {
    for (let count = limit; count === limit; forgotten += count) {
      count = await unlessBusy(orm, LOCK, 0, async (em) => {
        const rows = await rule.forget(em, tools.now(), limit);
        if (rows > 0) {
          const changes = [{ entity: rule.entity, id: '', change: rule.change, fields: rule.fields, count: rows }];
          em.create(AuditEntry, { actorKind: 'SYSTEM', actorId: null, sessionId: null, operation: 'forgetOldRows', requestId: randomUUID(), at: tools.now(), changes });
        }
        return rows;
      });
    }
  }
  return forgotten;
}

/** Late requests are an alarm: 个人信息保护法 art. 50 asks for an answer in time. */
async function tellOverdue(orm: Orm, { now, log }: RetentionTools): Promise<void> {
  await unlessBusy(orm, LOCK, undefined, async (em) => {
    for (const request of await untoldOverdueRequests(em, now(), BATCH)) {
      request.overdueToldAt = now();
      log.warn({ event: 'dataRequestOverdue', receiptNumber: request.receiptNumber, areaCode: request.areaCode, dueAt: request.dueAt }, 'a request about personal data is overdue');
    }
  });
}
