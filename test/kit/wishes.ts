import { MyWishDocument, StateWishDocument, TakeBackConsentDocument } from '../../schema/generated/graphql.ts';
import { purposeTexts } from '../../server/src/rights/processing-purposes.ts';
import type { Caller } from './caller.ts';

/** The words in force about wishes, as a client sends them back. */
export function wordsOfWishes(language: 'zh-CN' | 'en' = 'zh-CN'): { version: string; hash: string } {
  const words = purposeTexts(language).find(({ purpose }) => purpose === 'RESPECT_WISH');
  return { version: words?.version ?? '', hash: words?.hash ?? '' };
}

/** States a wish; answers with the result union. */
export async function wish(caller: Caller, text: string, words = wordsOfWishes()) {
  return (await caller.run(StateWishDocument, { input: { text, words } })).stateWish;
}

/** Removes it. */
export async function unwish(caller: Caller) {
  return (await caller.run(TakeBackConsentDocument, { input: { purpose: 'RESPECT_WISH' } })).takeBackConsent;
}

/** The wish as its owner reads it, and whether the consent to it stands. */
export async function ownWish(caller: Caller) {
  const { viewer } = await caller.run(MyWishDocument, {});
  const given = viewer?.personalData?.purposes.find(({ purpose }) => purpose === 'RESPECT_WISH')?.given;
  return { text: viewer?.donor?.wish?.text ?? null, statedAt: viewer?.donor?.wish?.statedAt ?? null, given };
}
