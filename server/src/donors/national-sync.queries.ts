import type { Em } from '../database/orm.ts';
import { NationalSync } from './national-sync.entity.ts';

/** How far the national register knows each of these decisions, by the decision's id. */
export async function syncsOf(em: Em, decisionIds: readonly string[]): Promise<ReadonlyMap<string, NationalSync>> {
  const syncs = await em.find(NationalSync, { decision: { $in: [...decisionIds] } });
  return new Map(syncs.map((sync) => [sync.decision.id, sync]));
}
