import { describe, expect } from 'vitest';
import { ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen, givenAVisitor } from './steps/arriving.ts';
import { whenTheyRegister } from './steps/deciding.ts';
import { thenReadingBeginsAt, whenTheyEnter, whenTheyTabTo, whenTheyTick } from './steps/keyboard.ts';
import { thenFocusIsOn } from './steps/mending.ts';
import { all, heading } from './steps/words.ts';

describe('without a finger or a mouse', () => {
  it('a person registers with the keyboard alone, always sees where they are, and starts each screen at its heading', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyEnter(phone, /^同意捐献/);
    await thenReadingBeginsAt(phone, heading.organs);
    await whenTheyTick(phone, /^全部器官都同意/);
    await whenTheyEnter(phone, /^继续$/);
    await thenReadingBeginsAt(phone, heading.tissues);
    await whenTheyTick(phone, /^全部组织都同意/);
    await whenTheyEnter(phone, /^继续$/);
    await thenReadingBeginsAt(phone, heading.contact);
    await whenTheyEnter(phone, /^继续$/);
    await thenReadingBeginsAt(phone, heading.family);
    await whenTheyEnter(phone, /^继续$/);
    await thenReadingBeginsAt(phone, heading.check);
    await whenTheyTick(phone, /^我已阅读并同意以上声明/);
    await whenTheyEnter(phone, /^提交登记$/);
    await thenReadingBeginsAt(phone, heading.registered);
    expect((await ownPage(await journey.onAnotherPhone('young'))).state).toBe('AGREED');
  });

  it('a person reaches the main content at once by the first stop', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyEnter(phone, /^跳到主要内容$/);
    await phone.page.keyboard.press('Tab');
    await expect.poll(() => phone.app.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  it('nothing takes the focus when the app opens', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    expect(await phone.app.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  it('the screens about a decision begin at their headings, too', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyRegister(phone, all('AGREE'));
    await phone.press('查看我的决定');
    await thenReadingBeginsAt(phone, heading.decision);
    await phone.press('撤回登记');
    await thenReadingBeginsAt(phone, heading.withdrawExplained);
    await phone.press('继续');
    await thenReadingBeginsAt(phone, heading.withdrawCheck);
    await whenTheyTabTo(phone, /^我已阅读并同意以上声明/);
    await phone.press('返回');
    await thenReadingBeginsAt(phone, heading.withdrawExplained);
  });

  it('the search for offices takes Enter', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyEnter(phone, /^附近的红十字会/);
    await thenReadingBeginsAt(phone, heading.offices);
    await whenTheyTabTo(phone, /^按名称或地区查找/);
    await phone.page.keyboard.insertText('瑞安');
    await phone.page.keyboard.press('Enter');
    await phone.sees('找到 1 家');
    await thenFocusIsOn(phone, '按名称或地区查找');
  });
});
