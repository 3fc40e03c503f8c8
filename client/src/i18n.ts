import { type MessageContext, createI18n } from 'vue-i18n';
import { environment } from './environment.ts';
import { type Language, language, rememberLanguage } from './language.ts';
import appWords from './locales/zh-CN/app.ts';
import homeWords from './locales/zh-CN/home.ts';

/** A part of the words, named like its file below `locales/<language>/`; its keys begin with that name. */
type Section = string;
type Words = Record<string, unknown>;

const files: Record<Language, Record<string, () => Promise<Words>>> = {
  'zh-CN': import.meta.glob<Words>(['./locales/zh-CN/*.ts', '!./locales/zh-CN/{app,home}.ts'], { import: 'default' }),
  en: import.meta.glob<Words>('./locales/en/*.ts', { import: 'default' }),
};

/**
 * Our words know one construction only, `{name}`, so the library's own compiler (plurals, links, HTML: 8 kB) stays off
 * the phone (vite.config.ts drops it).
 */
const compile = (message: unknown) => {
  const text = String(message);
  return (context: MessageContext): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name)));
};

const words: Record<string, Record<string, Words>> = { 'zh-CN': { app: appWords, home: homeWords }, en: {} };

/** The words of the app. Only those of the shell and the home page are in the first load; other pages name the sections they need (`meta.words`). */
export const i18n = createI18n<false>({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: words,
  messageCompiler: compile,
  missingWarn: environment.tellsMissingWords,
  fallbackWarn: environment.tellsMissingWords,
});

const loaded: Record<Language, Set<Section>> = { 'zh-CN': new Set(['app', 'home']), en: new Set() };
const needed = new Set<Section>(['app']);

/** Makes sure that the words of these sections are there in the language in use. */
export async function loadWords(sections: readonly Section[]): Promise<void> {
  for (const section of sections) needed.add(section);
  await load(language.value);
}

/** Changes the language of everything on the screen, words first, and remembers it. */
export async function setLanguage(chosen: Language): Promise<void> {
  await load(chosen);
  i18n.global.locale.value = chosen;
  rememberLanguage(chosen);
}

async function load(chosen: Language): Promise<void> {
  const missing = [...needed].filter((section) => !loaded[chosen].has(section));
  await Promise.all(
    missing.map(async (section) => {
      const words = await files[chosen][`./locales/${chosen}/${section}.ts`]?.();
      if (!words) throw new Error(`no words ${chosen}/${section}`);
      i18n.global.mergeLocaleMessage(chosen, { [section]: words });
      loaded[chosen].add(section);
    }),
  );
}
