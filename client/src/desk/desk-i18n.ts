import { type Language, rememberLanguage } from '../language.ts';
import englishApp from '../locales/en/app.ts';
import englishDonation from '../locales/en/donation.ts';
import chineseApp from '../locales/zh-CN/app.ts';
import chineseDonation from '../locales/zh-CN/donation.ts';
import { type Words, createDictionary } from '../use-i18n.ts';

/** Every word of the desk is in its first load: work places have a line, and nobody there waits for a second one. */
const files = import.meta.glob<Words>('./words/*/*.ts', { eager: true, import: 'default' });

/** The words of the desk: those it shares with the citizens' app, and its own sections below `words/`. */
export const deskI18n = createDictionary();
// Faults, and the names of items, documents and channels, are the same words for everybody.
deskI18n.add('zh-CN', 'app', chineseApp);
deskI18n.add('zh-CN', 'donation', chineseDonation);
deskI18n.add('en', 'app', englishApp);
deskI18n.add('en', 'donation', englishDonation);
for (const [path, words] of Object.entries(files)) {
  const [, chosen, section] = /words\/([^/]+)\/([^/]+)\.ts$/.exec(path) ?? [];
  if (chosen && section) deskI18n.add(chosen as Language, section, words);
}

/** Changes the language of everything on the screen, and remembers it. */
export const setDeskLanguage = (chosen: Language): void => rememberLanguage(chosen);
