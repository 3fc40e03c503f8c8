import { languages } from '../language.ts';
import { type Words, createDictionary } from '../use-i18n.ts';

/** The words of the page, in every language at once: without a network none could be fetched. */
const files = import.meta.glob<Words>('../locales/*/{verifier,donation}.ts', { eager: true, import: 'default' });

/** The dictionary of the verifier page. */
export const verifierWords = createDictionary();
for (const language of languages) {
  for (const section of ['verifier', 'donation']) verifierWords.add(language, section, files[`../locales/${language}/${section}.ts`] ?? {});
}
