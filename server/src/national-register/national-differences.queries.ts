import type { Em } from '../database/orm.ts';
import { NationalSync } from '../donors/national-sync.entity.ts';
import { differencesIn, type DifferenceRow } from './national-sync.queries.ts';

/** A decision with its state at the national register, for staff: its decision and donor are loaded. */
export interface NationalDifferenceRecord {
  readonly sync: NationalSync;
}

/** After so long without a confirmation staff look into it, in milliseconds: three days. */
export const LATE_AFTER = 3 * 24 * 3_600_000;

type Scope = Parameters<typeof differencesIn>[1];

/** A page of what staff must look into, the oldest first. */
export async function nationalDifferencesIn(em: Em, scope: Scope, page: { readonly now: Date; readonly after: DifferenceRow | null; readonly limit: number }): Promise<{ records: NationalDifferenceRecord[]; totalCount: number; isTotalExact: boolean }> {
  const { rows, totalCount, isTotalExact } = await differencesIn(em, scope, { ...page, lateSince: new Date(page.now.getTime() - LATE_AFTER) });
  const found = new Map((await withDonors(em, rows.map(({ decisionId }) => decisionId))).map((sync) => [sync.decision.id, sync]));
  return { totalCount, isTotalExact, records: rows.flatMap(({ decisionId }) => found.get(decisionId) ?? []).map((sync) => ({ sync })) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One person's standing decision within a scope that is not confirmed; null for every other. */
export async function differenceOf(em: Em, decisionId: string, { prefix, withoutArea }: Scope): Promise<NationalDifferenceRecord | null> {
  const [sync] = UUID.test(decisionId) ? await withDonors(em, [decisionId]) : [];
  if (!sync) return null;
  const decision = sync.decision.unwrap();
  const donor = decision.donor.unwrap();
  const area = donor.residenceCode ?? null;
  const isInScope = area === null ? withoutArea : area.startsWith(prefix);
  return isInScope && !donor.erasedAt && donor.latestSequence === decision.sequence && sync.state !== 'CONFIRMED' ? { sync } : null;
}

function withDonors(em: Em, decisionIds: readonly string[]): Promise<NationalSync[]> {
  return em.find(NationalSync, { decision: { $in: [...decisionIds] } }, { populate: ['decision.donor'] });
}
