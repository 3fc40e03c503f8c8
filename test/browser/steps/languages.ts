import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Phone } from '../../kit/phone.ts';

/** Names stay Chinese in every language: of the demo person, of places and of bodies. */
const properNames = /晓舟|浙江省|杭州市|西湖区|瑞安市?|温州市?|红十字会|萧山区/g;

/** Words on the screen that an English voice would stumble over: Chinese, not marked as such, and not a name. */
export async function leftInChinese({ app }: Phone): Promise<string[]> {
  const unmarked = await app.evaluate((html) => {
    const walker = document.createTreeWalker(html, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const { parentElement: parent, data } = walker.currentNode as Text;
      if (parent?.closest('[lang]')?.getAttribute('lang') === 'en' && parent.checkVisibility()) found.push(data.trim());
    }
    return found;
  });
  return unmarked.filter((text) => /\p{Script=Han}/u.test(text.replaceAll(properNames, '')));
}

type Words = Readonly<Record<string, unknown>>;
const texts = (words: unknown): string[] => (typeof words === 'string' ? [words] : Object.values(words as Words).flatMap(texts));
/** Every word of a language, from its files. */
async function textsOf(language: string): Promise<string[]> {
  const folder = resolve(import.meta.dirname, '../../../client/src/locales', language);
  const sections = await Promise.all(readdirSync(folder).map(async (name) => (await import(resolve(folder, name))) as { readonly default: Words }));
  return sections.flatMap((section) => texts(section.default));
}
const easyTexts = (await textsOf('zh-easy')).join('\n');
/** Sentences of the usual Chinese that 易读 says otherwise: none of them may be left on a screen. */
const usualOnly = (await textsOf('zh-CN')).filter((text) => text.length >= 6 && !text.includes('{') && !easyTexts.includes(text));

/** What is left on the screen in usual Chinese. Whole lines, because the register's own words, which stay as they are, hold parts of them. */
export async function leftInUsualWords(phone: Phone): Promise<string[]> {
  const lines = new Set((await phone.text()).split('\n').map((line) => line.trim()));
  return usualOnly.filter((text) => lines.has(text));
}

/** Keys that stand on the screen where words should. */
export const keysShown = async (phone: Phone): Promise<string[]> => (await phone.text()).match(/\b[a-z-]+(\.[A-Za-z_]+){2,}/g) ?? [];
