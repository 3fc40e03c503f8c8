/** The languages in which the server speaks to people. Chinese is the source and the default. */
export type Language = 'zh-CN' | 'en';

/** A sentence in each language. */
export type Sentence = Readonly<Record<Language, string>>;

/** Reads `Accept-Language`: English when it comes before any Chinese, Chinese otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = (acceptLanguage ?? '').split(',').map((part) => part.trim().toLowerCase()).find((part) => part.startsWith('zh') || part.startsWith('en'));
  return first?.startsWith('en') ? 'en' : 'zh-CN';
}
