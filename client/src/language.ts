import { ref } from 'vue';
import { deviceStore } from './storage.ts';

/** The languages of this client; zh-CN is the source of every word. */
export const languages = ['zh-CN', 'en'] as const;
/** One of them. */
export type Language = (typeof languages)[number];

/** Each language is named in itself, so that whoever needs it can read it. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English' };

const key = 'sanxian.language';

/** The language in use, for words and for requests alike. Change it through `setLanguage` of i18n.ts, which loads the words first. */
export const language = ref<Language>(languages.find((known) => known === deviceStore.get(key)) ?? 'zh-CN');

/** Takes a language into use and remembers it on this device. */
export function rememberLanguage(chosen: Language): void {
  language.value = chosen;
  document.documentElement.lang = chosen;
  deviceStore.set(key, chosen);
}
