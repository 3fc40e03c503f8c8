import type { ConsentPurpose } from '../../../../schema/generated/graphql.ts';
import type { ConsentWords } from './record.ts';

/** The version of the declarations that the plain words explain. A new version is explained anew, or not at all. */
export const EXPLAINED_VERSION = '2026-11-23';

/** For each declaration one point per paragraph, in the same order; the words are below `journey.consent.meaning`. */
export const explained: Readonly<Record<ConsentPurpose, readonly string[]>> = {
  AGREE: ['own', 'wish', 'care', 'free', 'change', 'data'],
  REFUSE: ['own', 'law', 'difference', 'change', 'data'],
  WITHDRAW: ['back', 'family', 'refuse', 'again'],
};

/** The points that explain these words, or none when they are other words than those explained: a phone may be older than the declaration. */
export function meaningOf({ purpose, version, paragraphs }: Pick<ConsentWords, 'purpose' | 'version' | 'paragraphs'>): readonly string[] {
  return version === EXPLAINED_VERSION && paragraphs.length === explained[purpose].length ? explained[purpose] : [];
}
