import { ref } from 'vue';
import { deviceStore } from './storage.ts';

/** The languages of this client; zh-CN is the source of every word, zh-easy (易读) says the same in short sentences. */
export const languages = ['zh-CN', 'en', 'zh-easy'] as const;
/** One of them. */
export type Language = (typeof languages)[number];

/** Each language is named in itself, so that whoever needs it can read it. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English', 'zh-easy': '易读' };

/**
 * The language tag (BCP 47) that documents, dates and the server are told. 易读 has none of its own: no variant subtag is registered
 * for easy Chinese, and a made-up one would only confuse a screen reader. It is Chinese, so it says so.
 */
export const tagOf: Readonly<Record<Language, 'zh-CN' | 'en'>> = { 'zh-CN': 'zh-CN', en: 'en', 'zh-easy': 'zh-CN' };

/** The name under which the device keeps the language. */
export const languageKey = 'sanxian.language';

/** The language in use, for words and for requests alike. Change it through `setLanguage` of i18n.ts, which loads the words first. */
export const language = ref<Language>(languages.find((known) => known === deviceStore.get(languageKey)) ?? 'zh-CN');

/** Takes a language into use and remembers it on this device. */
export function rememberLanguage(chosen: Language): void {
  language.value = chosen;
  document.documentElement.lang = tagOf[chosen];
  deviceStore.set(languageKey, chosen);
}
