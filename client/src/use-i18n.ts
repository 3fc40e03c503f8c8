import { type App, type InjectionKey, inject, shallowReactive } from 'vue';
import { environment } from './environment.ts';
import { type Language, language, languages } from './language.ts';

/** A part of the words, named like its file below `locales/<language>/`; its keys begin with that name. */
export type Section = string;
/** The words of a section: texts, in groups of any depth. */
export type Words = Readonly<Record<string, unknown>>;

/** The words in the language in use, by full key such as `app.fault.network`. */
export interface Translation {
  /** The text of a key with its gaps (`{name}`) filled; zh-CN where a language says nothing, and the key itself as the last resort. */
  t(key: string, named?: Readonly<Record<string, unknown>>): string;
  /** Whether the key has a text. */
  te(key: string): boolean;
}

/** The words of one app: what is loaded so far, and the plugin that gives them to its pages. */
export interface Dictionary extends Translation {
  /** Gives the words to the pages of an app. */
  install(app: App): void;
  /** Puts the words of a section into a language. */
  add(to: Language, section: Section, words: Words): void;
  /** Whether the section is there in that language. */
  has(of: Language, section: Section): boolean;
}

const translationKey: InjectionKey<Translation> = Symbol('words');
const source: Language = 'zh-CN';

/** The words of the app this component belongs to. */
export function useI18n(): Translation {
  const translation = inject(translationKey);
  if (!translation) throw new Error('no dictionary is installed');
  return translation;
}

/**
 * An empty dictionary. Our words know one construction only, `{name}`: no plurals, no links, no HTML. That is why no library is
 * needed here (docs/adr/0037-first-screen-in-the-page.md: vue-i18n weighs 11 kB, a quarter of what the first page may weigh).
 */
export function createDictionary(): Dictionary {
  const sections = Object.fromEntries(languages.map((each) => [each, shallowReactive<Record<Section, Words>>({})])) as Record<Language, Record<Section, Words>>;

  function find(key: string, from: Language): string | undefined {
    let found: unknown = sections[from];
    for (const step of key.split('.')) found = typeof found === 'object' && found !== null ? (found as Words)[step] : undefined;
    return typeof found === 'string' ? found : undefined;
  }

  const te = (key: string) => (find(key, language.value) ?? find(key, source)) !== undefined;

  function t(key: string, named: Readonly<Record<string, unknown>> = {}): string {
    const text = find(key, language.value) ?? find(key, source);
    if (text === undefined && environment.stopsAtMissingWords) throw new Error(`no words for ${key}`);
    return (text ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(named[name]));
  }

  return {
    t,
    te,
    add(to, section, words) {
      sections[to][section] = words;
    },
    has: (of, section) => section in sections[of],
    install: (app) => void app.provide(translationKey, { t, te }),
  };
}
