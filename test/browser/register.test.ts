import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenAVisitor, givenTheContainer, whenTheySignIn } from './steps/arriving.ts';
import { whenTheyAnswerEverything, whenTheyChooseOrgans, whenTheyChooseTissues, whenTheyConfirmContact, whenTheyDeclare, whenTheyRegister, whenTheySkipFamily } from './steps/deciding.ts';
import { facts, thenMyDecisionReadsBack, thenTheReceiptReadsBack, thenTheThemeIs } from './steps/reading.ts';
import { all, heading } from './steps/words.ts';

describe('registering', () => {
  it('takes fewer than twelve taps after sign-in in a plain browser, and stores exactly what was chosen', async ({ journey }) => {
    const choices = all('NOT_STATED', { HEART: 'REFUSE', KIDNEY: 'AGREE' });
    const phone = await givenAVisitor(journey);
    await thenTheThemeIs(phone, 'normal');
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '林晓舟');
    phone.startCounting();

    await whenTheyAnswerEverything(phone, choices);
    await whenTheyDeclare(phone, '提交登记');

    await phone.arriveAt(heading.registered);
    expect(phone.taps).toBeLessThan(12);
    expect(phone.screens.filter((screen) => screen.startsWith('/register/'))).toHaveLength(6);
    await thenTheReceiptReadsBack(phone, choices);
    await thenMyDecisionReadsBack(phone, choices);
  });

  it('agrees to everything in eight taps, and stores each item by itself', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '王𠮷祥');
    phone.startCounting();

    await whenTheyAnswerEverything(phone, all('AGREE'));
    await whenTheyDeclare(phone, '提交登记');

    await phone.arriveAt(heading.registered);
    expect(phone.taps).toBe(8);
    await thenMyDecisionReadsBack(phone, all('AGREE'));
  });

  it('is done inside 浙里办 in 长辈版, signed in by the container without a tap', async ({ journey }) => {
    const choices = all('AGREE', { LIVER: 'REFUSE', BONE: 'REFUSE', DURA_MATER: 'NOT_STATED' });
    const phone = await givenTheContainer(journey, { persona: 'elder', container: 'app', uiStyle: 'elder' });
    await phone.arriveAt(heading.home);
    await thenTheThemeIs(phone, 'elder');

    await whenTheyRegister(phone, choices, ['温州市', '鹿城区']);

    await thenTheReceiptReadsBack(phone, choices);
    await thenMyDecisionReadsBack(phone, choices);
    expect(await facts(phone)).toMatchObject({ 办理途径: '浙里办 App' });
    await thenTheThemeIs(phone, 'elder');
  });

  it('takes fewer than twelve taps inside 浙里办 as well, where the phone’s place saves choosing a county', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'hong-kong', place: 'hangzhou' }, '/register');
    await phone.arriveAt(heading.organs);
    phone.startCounting();

    await whenTheyChooseOrgans(phone, all('AGREE'));
    await whenTheyChooseTissues(phone, all('AGREE'));
    await phone.arriveAt(heading.contact);
    await phone.press('用我现在的位置');
    await phone.sees('按您现在的位置，选好了：浙江省杭州市西湖区。');
    await whenTheyConfirmContact(phone);
    await whenTheySkipFamily(phone);
    await phone.arriveAt(heading.check);
    await whenTheyDeclare(phone, '提交登记');

    await phone.arriveAt(heading.registered);
    expect(phone.taps).toBeLessThan(12);
  });

  it('fills in name and document from sign-in, masked, and asks for neither', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '林晓舟');
    await whenTheyAnswerEverything(phone, all('AGREE'));
    const { 姓名: name, 居民身份证: document } = await facts(phone);
    expect(name).toMatch(/\*/);
    expect(document).toMatch(/\*/);
  });
});
