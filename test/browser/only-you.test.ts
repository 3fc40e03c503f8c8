import { describe, expect } from 'vitest';
import { deciding, ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, givenTheContainer, whenTheContainerChanges, whenTheContainerHolds, whenTheySayItIsThem } from './steps/arriving.ts';
import { whenTheyAnswerEverything, whenTheyDeclare, whenTheyGoHome, whenTheyRegister } from './steps/deciding.ts';
import { facts, thenTheReceiptReadsBack, whenTheyLookUp } from './steps/reading.ts';
import { thenNothingIsLeftOf, whenMinutesPass } from './steps/trouble.ts';
import { all, heading } from './steps/words.ts';

const choices = all('NOT_STATED', { HEART: 'REFUSE', KIDNEY: 'AGREE' });

describe('deciding more than two minutes after signing in', () => {
  it('asks in a plain browser to sign in once more, then goes on by itself, in twelve taps at most', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    phone.startCounting();
    await whenTheyAnswerEverything(phone, choices);
    whenMinutesPass(journey, 3);
    await whenTheyDeclare(phone, '提交登记');

    await phone.sees('请再确认一次是您本人');
    await phone.press('去登录，接着提交');
    expect(phone.taps).toBeLessThanOrEqual(12);
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));

    await phone.arriveAt(heading.registered);
    await thenTheReceiptReadsBack(phone, choices);
    expect((await ownPage(await journey.onAnotherPhone('young'))).donor?.history.totalCount).toBe(1);
  });

  it('sends nothing when another person signs in, and tells them so', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyAnswerEverything(phone, choices);
    whenMinutesPass(journey, 3);
    await whenTheyDeclare(phone, '提交登记');
    await phone.sees('请再确认一次是您本人');
    await phone.press('去登录，接着提交');
    await phone.tap(phone.app.getByRole('button', { name: '陈桂香' }));

    await phone.sees('现在登录的是另一个人');
    await phone.press('继续');
    await phone.arriveAt(heading.organs);
    await thenNothingIsLeftOf(phone, ['晓舟', '0001', 'REFUSE', '西湖']);
    for (const person of ['young', 'elder']) expect((await ownPage(await journey.onAnotherPhone(person))).state).toBe('SILENT');
  });

  it('asks nothing inside 浙里办: the container vouches again without a tap', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', uiStyle: 'elder' }, '/register');
    await whenTheyAnswerEverything(phone, all('AGREE'), ['温州市', '鹿城区']);
    whenMinutesPass(journey, 3);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    await thenTheReceiptReadsBack(phone, all('AGREE'));
  });

  it('sends nothing when the container says that another person holds the phone by now', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'hong-kong' }, '/register');
    await whenTheyAnswerEverything(phone, all('AGREE'), ['杭州市', '西湖区']);
    whenMinutesPass(journey, 3);
    await whenTheContainerHolds(phone, 'rare-character');
    await whenTheyDeclare(phone, '提交登记');

    await phone.sees('刚才在这里填写的内容属于前一个人：没有提交，已经清除。');
    await thenNothingIsLeftOf(phone, ['嘉慧', 'AGREE']);
    await phone.press('继续');
    await phone.arriveAt(heading.home);
    await phone.sees('您还没有登记过决定');
    for (const person of ['hong-kong', 'rare-character']) expect((await ownPage(await journey.onAnotherPhone(person))).state).toBe('SILENT');
  });

  it('goes to the sign-in page and back by itself inside 浙里办 where only generation A works', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', ssoTicket: 'unsupported' }, '/register');
    await phone.arriveAt('选择演示人物登录');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await whenTheyAnswerEverything(phone, choices);
    whenMinutesPass(journey, 3);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt('选择演示人物登录');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await phone.arriveAt(heading.registered);
    await thenTheReceiptReadsBack(phone, choices);
  });
});

describe('a link with a stranger’s ticket', () => {
  it('signs nobody in: the person sees whose it is, says no, and nothing has happened', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await arriveWithATicket(journey, phone, 'elder');
    await phone.arriveAt(heading.isThisYou);
    expect((await facts(phone))['姓名']).toBe('*桂香');
    expect(await phone.kept()).not.toContain('sanxian.session');
    await phone.press('不是我，退出');
    await phone.sees('已经退出');
    await phone.press('返回首页');
    await phone.arriveAt(heading.home);
    expect(await phone.text()).not.toContain('您好，');
    expect(await phone.kept()).not.toContain('sanxian.session');
  });

  it('leaves whoever is signed in here signed in', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await arriveWithATicket(journey, phone, 'elder');
    await phone.arriveAt(heading.isThisYou);
    await phone.press('不是我，退出');
    await phone.press('返回首页');
    await phone.sees('您好，*晓舟');
  });

  it('is ignored inside 浙里办, which says itself who is there', async ({ journey }) => {
    const ticket = await journey.ticketFor('elder');
    const phone = await givenTheContainer(journey, { persona: 'young' }, `/sign-in/return?ticket=${ticket}`);
    await phone.arriveAt(heading.home);
    await phone.sees('您好，*晓舟');
  });

  it('is the ordinary way in from the platform’s own portal: who says yes goes on', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await arriveWithATicket(journey, phone, 'young');
    await whenTheySayItIsThem(phone);
    await phone.sees('您好，*晓舟');
  });
});

describe('“this was not me”', () => {
  it('stands on the receipt with what was stored, when, through which channel and its check code: one tap freezes it', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyRegister(phone, all('AGREE'));
    await phone.sees(/登记内容校验码 [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}/);
    await phone.sees(/，网页$/);
    await phone.press('这不是我办的');
    await phone.sees('已经记下：这不是您办的');

    await phone.press('查看我的决定');
    await phone.arriveAt(heading.decision);
    await phone.sees('有一次登记正在核实');
    await phone.sees('您说这不是您办的，正在核实');
    const offered = await phone.app.locator('.decision-actions a').allInnerTexts();
    expect(offered).toEqual(['撤回登记']);
  });

  it('stands in the history for a decision that the person finds later, made on another phone', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.press('这不是我办的');
    await phone.sees('您说这不是您办的，正在核实');
    await whenTheyGoHome(phone);
    await phone.press(/^更改我的决定/);
    await phone.arriveAt('红十字会正在核实');
    await phone.press('查看我的决定');
    await phone.press('撤回登记');
    await phone.arriveAt(heading.withdrawExplained);
  });
});

describe('withdrawing while nobody can sign in', () => {
  it('is received with a number, counts at once, and is recorded at the next sign-in', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    const phone = await givenTheContainer(journey, { persona: 'young' }, '/withdraw');
    await phone.arriveAt(heading.withdrawExplained);
    await phone.press('继续');
    await phone.arriveAt(heading.withdrawCheck);
    whenMinutesPass(journey, 3);
    await whenTheContainerChanges(phone, { fault: 'ROUTE-FORBIDDEN' });
    await whenTheyDeclare(phone, '提交撤回');

    await phone.sees('登录服务暂时不可用');
    await phone.press('先留下撤回');
    await phone.arriveAt(heading.withdrawalQueued);
    await phone.sees(/^CH-\d{4}-\d{4}-\d{4}$/);
    await phone.press('查看我的决定');
    await phone.sees('您的撤回已经收到，等待正式记录');

    const { state, donor } = await ownPage(await journey.onAnotherPhone('young'));
    expect([state, donor?.history.totalCount, donor?.queuedWithdrawal]).toEqual(['WITHDRAWN', 2, null]);
  });
});
