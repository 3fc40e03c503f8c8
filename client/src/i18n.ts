import { type Language, language, rememberLanguage } from './language.ts';
import appWords from './locales/zh-CN/app.ts';
import homeWords from './locales/zh-CN/home.ts';
import { type Section, type Words, createDictionary } from './use-i18n.ts';

const files: Record<Language, Record<string, () => Promise<Words>>> = {
  'zh-CN': import.meta.glob<Words>(['./locales/zh-CN/*.ts', '!./locales/zh-CN/{app,home}.ts'], { import: 'default' }),
  en: import.meta.glob<Words>('./locales/en/*.ts', { import: 'default' }),
};

/** The words of the app. Only those of the shell and the home page are in the first load; other pages name the sections they need (`meta.words`). */
export const i18n = createDictionary();
i18n.add('zh-CN', 'app', appWords);
i18n.add('zh-CN', 'home', homeWords);

const needed = new Set<Section>(['app']);

/** Makes sure that the words of these sections are there in the language in use. */
export async function loadWords(sections: readonly Section[]): Promise<void> {
  for (const section of sections) needed.add(section);
  await load(language.value);
}

/** Changes the language of everything on the screen, words first, and remembers it. */
export async function setLanguage(chosen: Language): Promise<void> {
  await load(chosen);
  rememberLanguage(chosen);
}

async function load(chosen: Language): Promise<void> {
  const missing = [...needed].filter((section) => !i18n.has(chosen, section));
  await Promise.all(
    missing.map(async (section) => {
      const words = await files[chosen][`./locales/${chosen}/${section}.ts`]?.();
      if (!words) throw new Error(`no words ${chosen}/${section}`);
      i18n.add(chosen, section, words);
    }),
  );
}
