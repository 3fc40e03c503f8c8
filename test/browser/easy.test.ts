import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen, viewsOfWords } from '../kit/screen-checks.ts';
import { givenACitizen, givenAVisitor } from './steps/arriving.ts';
import { whenTheyChooseTheLanguage } from './steps/display.ts';
import { keysShown, leftInUsualWords } from './steps/languages.ts';

/** The screen with this heading is in 易读, for a screen reader Chinese, and has no fault in either look, at 320 px and with text of 200 %. */
async function thenTheScreenIsEasy(phone: Phone, heading: string): Promise<void> {
  await phone.arriveAt(heading);
  expect(await phone.app.getAttribute('lang')).toBe('zh-CN');
  expect(await leftInUsualWords(phone), `left in usual Chinese on “${heading}”`).toEqual([]);
  expect(await keysShown(phone), `a key instead of words on “${heading}”`).toEqual([]);
  expect(await faultsOfScreen(phone, viewsOfWords), `faults on “${heading}”`).toEqual([]);
}

// Every page is met in `every-language.test.ts`; here is the main way, in both looks.
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
