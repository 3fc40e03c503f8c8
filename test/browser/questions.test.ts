import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenACitizen, givenAVisitor, givenTheContainer } from './steps/arriving.ts';
import { thenTheAnswerIs, whenTheyAsk } from './steps/asking.ts';
import { whenTheyAnswerEverything, whenTheyDeclare } from './steps/deciding.ts';
import { thenTheThemeIs } from './steps/reading.ts';
import { all, heading } from './steps/words.ts';

describe('the questions that people really have', () => {
  it('are answered from the home page, without signing in, each with its source', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press('我还有别的担心');
    await phone.arriveAt(heading.questions);
    await whenTheyAsk(phone, '登记了，医生还会尽力救我吗？');
    await thenTheAnswerIs(phone, '登记了，医生还会尽力救我吗？', '登记不影响医生救治您', '《人体器官捐献和移植条例》第十九条');
    await whenTheyAsk(phone, '捐献以后，身体会是什么样子？');
    await thenTheAnswerIs(phone, '捐献以后，身体会是什么样子？', '应当恢复遗体外观', '《人体器官捐献和移植条例》第十九条');
  });

  it('send people to the Red Cross where no reliable ground was found', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press('大家常问的事');
    await phone.arriveAt(heading.questions);
    await whenTheyAsk(phone, '我有信仰，可以捐献吗？');
    await thenTheAnswerIs(phone, '我有信仰，可以捐献吗？', '我们不能替您回答', '没有查到可靠的依据，请您当面问');
    await phone.tap(phone.app.locator('main').getByRole('link', { name: '查找附近的红十字会' }));
    await phone.arriveAt(heading.offices);
    await phone.sees('丽水市');
  });

  it('stand before the first question of a registration, and whoever has none needs no tap more', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    phone.startCounting();
    await phone.press(/^同意捐献/);
    await phone.arriveAt(heading.organs);
    await phone.sees('登记以前，想先问几句？');
    await whenTheyAnswerEverything(phone, all('AGREE'));
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    expect(phone.taps).toBeLessThanOrEqual(12);
    expect(phone.screens.filter((screen) => screen.startsWith('/register/')).length).toBeLessThanOrEqual(6);
  });

  it('are read in the middle of a registration without losing an answer', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', container: 'app', uiStyle: 'elder' }, '/register');
    await phone.arriveAt(heading.organs);
    await thenTheThemeIs(phone, 'elder');
    await phone.tap(phone.app.getByRole('radio', { name: '全部器官都同意' }));
    await whenTheyAsk(phone, '登记以前，想先问几句？');
    await phone.sees('会，登记不影响医生救治您。');
    await phone.tap(phone.app.locator('main').getByRole('link', { name: '看看大家常问的事' }));
    await phone.arriveAt(heading.questions);
    await phone.press('返回，接着登记');
    await phone.arriveAt(heading.organs);
    expect(await phone.app.getByRole('radio', { name: '全部器官都同意' }).isChecked()).toBe(true);
  });

  it('and help stands at the same place with the same words on every page', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    const help = () => phone.app.locator('footer').innerText();
    const first = await help();
    expect(first).toContain('服务电话：待核实');
    for (const path of ['/sign-in', '/questions', '/giving', '/giving/stem-cells', '/giving/blood']) {
      await phone.go(`/#${path}`);
      await phone.app.locator('main h1').waitFor();
      expect(await help(), path).toBe(first);
      expect(await phone.app.locator('#app > :last-child').evaluate((last) => last.tagName), path).toBe('FOOTER');
    }
  });
});
