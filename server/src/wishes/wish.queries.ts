import type { Donor } from '../donors/donor.entity.ts';
import { personalValuesOf, type KeyTools } from '../donors/personal-values.ts';
import { latestConsent } from '../rights/rights.queries.ts';

/** A wish as the register holds it; null: none is kept, or its owner was erased. */
export async function wishOf(tools: KeyTools, donor: Donor): Promise<{ readonly text: string; readonly statedAt: Date | null } | null> {
  const text = (await personalValuesOf(tools, donor)).wish();
  return text === null ? null : { text, statedAt: (await latestConsent(tools.em, donor.id, 'RESPECT_WISH'))?.statedAt ?? null };
}
