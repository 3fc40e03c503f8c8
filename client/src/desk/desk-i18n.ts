import { type MessageContext, createI18n } from 'vue-i18n';
import { type Language, language, languages, rememberLanguage } from '../language.ts';
import englishApp from '../locales/en/app.ts';
import englishDonation from '../locales/en/donation.ts';
import chineseApp from '../locales/zh-CN/app.ts';
import chineseDonation from '../locales/zh-CN/donation.ts';

type Words = Record<string, unknown>;

/** Every word of the desk is in its first load: work places have a line, and nobody there waits for a second one. */
const files = import.meta.glob<Words>('./words/*/*.ts', { eager: true, import: 'default' });
const wordsOf = (chosen: Language): Words =>
  Object.fromEntries(Object.entries(files).flatMap(([path, words]): [string, Words][] => (path.startsWith(`./words/${chosen}/`) ? [[path.slice(`./words/${chosen}/`.length, -'.ts'.length), words]] : [])));

/** Our words know one construction only, `{name}`, as in the citizens' app. */
const compile = (message: unknown) => {
  const text = String(message);
  return (context: MessageContext): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name)));
};

/** Faults, and the names of items, documents and channels, are the same words for everybody. */
const shared: Record<Language, Words> = { 'zh-CN': { app: chineseApp, donation: chineseDonation }, en: { app: englishApp, donation: englishDonation } };
const messages = Object.fromEntries(languages.map((each) => [each, { ...shared[each], ...wordsOf(each) }]));

/** The words of the desk: those it shares with the citizens' app, and its own sections below `words/`. */
export const deskI18n = createI18n<false>({ legacy: false, locale: language.value, fallbackLocale: 'zh-CN', messages: messages as never, messageCompiler: compile });

/** Changes the language of everything on the screen, and remembers it. */
export function setDeskLanguage(chosen: Language): void {
  deskI18n.global.locale.value = chosen;
  rememberLanguage(chosen);
}
