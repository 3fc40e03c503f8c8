import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen, viewsOfWords } from '../kit/screen-checks.ts';
import { givenACitizen, givenAVisitor } from './steps/arriving.ts';
import { whenTheyChooseTheLanguage } from './steps/display.ts';
import { leftInChinese } from './steps/languages.ts';

/** The screen with this heading is English, is marked so, leaves nothing untranslated, and has no fault in either look, at 320 px and with text of 200 %. */
async function thenTheScreenIsEnglish(phone: Phone, heading: string): Promise<void> {
  await phone.arriveAt(heading);
  expect(await phone.app.getAttribute('lang')).toBe('en');
  expect(await leftInChinese(phone), `on “${heading}”`).toEqual([]);
  expect(await faultsOfScreen(phone, viewsOfWords), `faults on “${heading}”`).toEqual([]);
}

// Every page is met in `every-language.test.ts`; here is the main way, in both looks.
describe('in English', () => {
  it('every screen of a registration is English, down to the declaration and the receipt', { timeout: 240_000 }, async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLanguage(phone, 'English');
    await thenTheScreenIsEnglish(phone, 'To donate or not: you decide');
    await phone.press(/^Agree to donate/);
    await thenTheScreenIsEnglish(phone, 'Which organs do you wish to donate?');
    await phone.press('Continue');
    await phone.sees('Choose: all organs, or one by one');
    await phone.tap(phone.app.getByRole('radio', { name: 'I agree to all organs' }));
    await phone.press('Continue');
    await thenTheScreenIsEnglish(phone, 'Which tissues do you wish to donate?');
    await phone.tap(phone.app.getByRole('radio', { name: 'I want to choose one by one' }));
    await phone.tap(phone.app.getByRole('group', { name: 'Skin' }).getByRole('radio', { name: 'Refuse', exact: true }));
    await phone.press(/^Choose “Not stated” for the remaining 5/);
    await phone.press('Continue');
    await thenTheScreenIsEnglish(phone, 'How can we reach you, and where do you live?');
    await phone.press('Continue');
    await thenTheScreenIsEnglish(phone, 'Does your family know about your wish?');
    await phone.press('Continue');
    await thenTheScreenIsEnglish(phone, 'Check your answers, then submit');
    await phone.tap(phone.app.getByRole('checkbox', { name: /^I have read the declaration above/ }));
    await phone.press('Submit registration');
    await thenTheScreenIsEnglish(phone, 'You are registered');
    await phone.press('See my decision');
    await thenTheScreenIsEnglish(phone, 'My decision');
  });

  it('so are the offices, whose names and places are marked as Chinese', { timeout: 240_000 }, async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyChooseTheLanguage(phone, 'English');
    await phone.press(/^Red Cross offices/);
    await thenTheScreenIsEnglish(phone, 'Find a Red Cross office');
    await phone.type('Search by name or place', '瑞安');
    await phone.press('Search');
    await phone.sees('“瑞安”: 1 found');
    await phone.press('瑞安市红十字会');
    await thenTheScreenIsEnglish(phone, '瑞安市红十字会');
    expect(await phone.app.getByRole('heading', { level: 1 }).evaluate((name) => name.closest('[lang]')?.getAttribute('lang'))).toBe('zh-CN');
  });

  it('the language is kept through a reload, and the way back to Chinese is named in Chinese', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyChooseTheLanguage(phone, 'English');
    await phone.arriveAt('To donate or not: you decide');
    await phone.page.reload();
    await phone.arriveAt('To donate or not: you decide');
    await whenTheyChooseTheLanguage(phone, '中文');
    await phone.arriveAt('捐不捐献，由您自己决定');
    expect(await phone.app.getAttribute('lang')).toBe('zh-CN');
  });

  it('the register’s own refusals come in English', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyChooseTheLanguage(phone, 'English');
    await phone.go(`/sign-in/callback?ticket=${await journey.ticketFor('young', '6001')}`);
    await phone.sees('Signing in took too long. Please sign in again.');
  });
});
