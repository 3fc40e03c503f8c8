import type { Em } from '../database/orm.ts';
import { ownRecord } from '../donors/donor.queries.ts';
import type { Language } from '../graphql/language.ts';
import type { Citizen } from '../identity/actor.ts';
import { basisOf, isOptional, purposeTexts, type ProcessingBasis, type ProcessingPurpose, type PurposeText } from './processing-purposes.ts';
import { latestConsent } from './rights.queries.ts';

/** One purpose and where a person stands about it. */
export interface PurposeState {
  readonly purpose: ProcessingPurpose;
  readonly basis: ProcessingBasis;
  readonly words: PurposeText;
  /** Null where the law asks for no consent. */
  readonly given: boolean | null;
  readonly statedAt: Date | null;
}

/** Every purpose and where the caller stands about it: what they never said is not given (个人信息保护法 art. 14). */
export async function purposeStates(em: Em, citizen: Citizen, language: Language): Promise<PurposeState[]> {
  const record = await ownRecord(em, citizen);
  const states: PurposeState[] = [];
  for (const words of purposeTexts(language)) {
    const { purpose } = words;
    const said = isOptional(purpose) && record ? await latestConsent(em, record.donor.id, purpose) : null;
    const state = { purpose, basis: basisOf[purpose], words };
    if (basisOf[purpose] === 'LAW') states.push({ ...state, given: null, statedAt: null });
    else if (isOptional(purpose)) states.push({ ...state, given: said?.given ?? false, statedAt: said?.statedAt ?? null });
    // Declared with the standing decision; it ends by withdrawing that.
    else states.push({ ...state, given: record?.latest.isStanding() ?? false, statedAt: record?.latest.recordedAt ?? null });
  }
  return states;
}
