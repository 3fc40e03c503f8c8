import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen, viewsOfWords } from '../kit/screen-checks.ts';
import { givenACitizen, givenAVisitor, whenTheyOpen } from './steps/arriving.ts';
import { whenTheyChooseTheLanguage } from './steps/display.ts';

type Words = Readonly<Record<string, unknown>>;
const texts = (words: unknown): string[] => (typeof words === 'string' ? [words] : Object.values(words as Words).flatMap(texts));
/** Every word of a language, from its files. */
async function textsOf(language: string): Promise<string[]> {
  const folder = resolve(import.meta.dirname, '../../client/src/locales', language);
  const sections = await Promise.all(readdirSync(folder).map(async (name) => (await import(resolve(folder, name))) as { readonly default: Words }));
  return sections.flatMap((section) => texts(section.default));
}
const easyTexts = (await textsOf('zh-easy')).join('\n');
/** Sentences of the usual Chinese that 易读 says otherwise: none of them may be left on a screen. */
const usualOnly = (await textsOf('zh-CN')).filter((text) => text.length >= 6 && !text.includes('{') && !easyTexts.includes(text));

/** What is left on the screen in usual Chinese. Whole lines, because the register's own words, which stay as they are, hold parts of them. */
async function leftInUsualWords(phone: Phone): Promise<string[]> {
  const lines = new Set((await phone.text()).split('\n').map((line) => line.trim()));
  return usualOnly.filter((text) => lines.has(text));
}

/** The screen with this heading is in 易读, for a screen reader Chinese, and has no fault in either look, at 320 px and with text of 200 %. */
async function thenTheScreenIsEasy(phone: Phone, heading: string): Promise<void> {
  await phone.arriveAt(heading);
  expect(await phone.app.getAttribute('lang')).toBe('zh-CN');
  const said = await phone.text();
  expect(await leftInUsualWords(phone), `left in usual Chinese on “${heading}”`).toEqual([]);
  expect(said.match(/\b[a-z-]+(\.[A-Za-z_]+){2,}/g) ?? [], `a key instead of words on “${heading}”`).toEqual([]);
  expect(await faultsOfScreen(phone, viewsOfWords), `faults on “${heading}”`).toEqual([]);
}

describe('in 易读', () => {
  it('a registration is easy to read from the first question to the receipt, with the declaration as it counts and its meaning beside it', { timeout: 240_000 }, async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLanguage(phone, '易读');
    await thenTheScreenIsEasy(phone, '捐不捐，您自己定');
    await phone.press(/^同意捐献/);
    await thenTheScreenIsEasy(phone, '您愿意捐哪些器官？');
    await phone.tap(phone.app.getByRole('radio', { name: '器官全部同意' }));
    await phone.press('下一步');
    await thenTheScreenIsEasy(phone, '您愿意捐哪些组织？');
    await phone.tap(phone.app.getByRole('radio', { name: '组织我都不说' }));
    await phone.press('下一步');
    await thenTheScreenIsEasy(phone, '怎么找到您？您住在哪里？');
    await phone.press('下一步');
    await thenTheScreenIsEasy(phone, '家人知道您的想法吗？');
    await phone.press('下一步');
    await thenTheScreenIsEasy(phone, '看一遍，再提交');
    await phone.sees('我登记的是捐献意愿，不等于捐献同意书。');
    await phone.sees('我只是说出想法。将来能不能捐，医生到时候看。');
    await phone.sees('算数的是上面的声明。');
    await phone.tap(phone.app.getByRole('checkbox', { name: '我读过了，我同意上面的声明' }));
    await phone.press('提交登记');
    await thenTheScreenIsEasy(phone, '登记好了');
    await phone.press('看看我的决定');
    await thenTheScreenIsEasy(phone, '我的决定');
  });

  it('refusing, withdrawing and saying it again are easy to read', { timeout: 240_000 }, async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLanguage(phone, '易读');
    for (const [path, heading] of [
      ['/refuse', '登记不同意捐献'],
      ['/refuse/check', '请看一遍：不同意捐献'],
      ['/withdraw', '收回登记'],
      ['/withdraw/check', '请看一遍：收回登记'],
      ['/reaffirm', '我还是这样决定'],
      ['/edit/check', '您想改哪一项？'],
    ] as const) {
      await whenTheyOpen(phone, path);
      await thenTheScreenIsEasy(phone, heading);
    }
  });

  it('so are the pages about one’s own data', { timeout: 240_000 }, async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLanguage(phone, '易读');
    for (const [path, heading] of [
      ['/card', '我的登记图片'],
      ['/body', '遗体捐献'],
      ['/visits', '请红十字会上门'],
      ['/helper', '帮家人办'],
      ['/family', '告诉家人'],
      ['/wish', '您希望医生、护士和家人尊重什么？'],
      ['/looks', '谁查过我的登记'],
      ['/my-data', '我的个人信息'],
      ['/my-data/purposes', '我的信息用在哪里'],
      ['/my-data/recipients', '我的信息给谁看过'],
      ['/my-data/copy', '拿一份我的全部信息'],
      ['/my-data/request', '我有要求'],
      ['/my-data/requests', '我提过的要求'],
      ['/my-data/after-death', '去世以后，谁可以看'],
      ['/my-data/restriction', '我的登记只保存，不使用'],
    ] as const) {
      await whenTheyOpen(phone, path);
      await thenTheScreenIsEasy(phone, heading);
    }
  });

  it('so is everything that is open to all', { timeout: 240_000 }, async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyChooseTheLanguage(phone, '易读');
    for (const [path, heading] of [
      ['/display', '字号、语言和颜色'],
      ['/questions', '大家常问的事'],
      ['/giving', '造血干细胞和献血'],
      ['/giving/stem-cells', '造血干细胞捐献'],
      ['/giving/stem-cells/check', '您今年多大？'],
      ['/giving/blood', '献血'],
      ['/offices', '找红十字会'],
      ['/sign-in', '登录'],
    ] as const) {
      await whenTheyOpen(phone, path);
      await thenTheScreenIsEasy(phone, heading);
    }
  });

  it('the choice is kept through a reload, and the way back to the usual Chinese and to English is on every page', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyChooseTheLanguage(phone, '易读');
    await phone.arriveAt('捐不捐，您自己定');
    await phone.page.reload();
    await phone.arriveAt('捐不捐，您自己定');
    await whenTheyChooseTheLanguage(phone, 'English');
    await phone.arriveAt('To donate or not: you decide');
    await whenTheyChooseTheLanguage(phone, '易读');
    await phone.arriveAt('捐不捐，您自己定');
    await whenTheyChooseTheLanguage(phone, '中文');
    await phone.arriveAt('捐不捐献，由您自己决定');
  });

  it('and the look itself finds a sentence that was left in usual Chinese', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    expect((await leftInUsualWords(phone)).length).toBeGreaterThan(5);
  });
});
