import DataLoader from 'dataloader';
import type { Em } from '../database/orm.ts';
import type { DecisionSubmission } from './submission.entity.ts';
import { confirmedByAll } from './submission.queries.ts';

/** What many decisions confirmed, in two queries; null for a decision for which nobody had sent anything. */
export function confirmedSubmissionLoader(em: Em): DataLoader<string, DecisionSubmission | null> {
  return new DataLoader<string, DecisionSubmission | null>(async (ids) => {
    const confirmed = new Map((await confirmedByAll(em, ids)).map((each) => [each.decision.id, each]));
    return ids.map((id) => confirmed.get(id) ?? null);
  });
}
