import type { Language } from './language.ts';
import type { Words } from './use-i18n.ts';

/** Where the words are that the first screen does not need. */
export const wordFiles: Record<Language, Record<string, () => Promise<Words>>> = {
  'zh-CN': import.meta.glob<Words>(['./locales/zh-CN/*.ts', '!./locales/zh-CN/{frame,home}.ts'], { import: 'default' }),
  en: import.meta.glob<Words>('./locales/en/*.ts', { import: 'default' }),
  'zh-easy': import.meta.glob<Words>('./locales/zh-easy/*.ts', { import: 'default' }),
};
