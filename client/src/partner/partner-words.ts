import { type Words, createDictionary } from '../use-i18n.ts';
import chinese from './words/zh-CN/partner.ts';
import english from './words/en/partner.ts';

/** The words of the page. The faults of requests have words of their own here: their reader can mend what a citizen cannot. */
export const partnerWords = createDictionary();
for (const [language, { app, partner }] of [['zh-CN', chinese], ['en', english]] as const) {
  for (const [section, words] of [['app', app], ['partner', partner]] as const) partnerWords.add(language, section, words as Words);
}
