import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, givenTheContainer, whenTheContainerChanges, whenTheySayItIsThem, whenTheySignIn } from './steps/arriving.ts';
import { whenTheyChooseOrgans } from './steps/deciding.ts';
import { thenTheThemeIs } from './steps/reading.ts';
import { all, heading } from './steps/words.ts';

describe('inside 浙里办', () => {
  it('gives the container the title of each screen', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' }, '/register');
    await phone.arriveAt(heading.organs);
    await expect.poll(() => phone.page.locator('#title').innerText()).toBe(heading.organs);
    await whenTheyChooseOrgans(phone, all('AGREE'));
    await phone.arriveAt(heading.tissues);
    await expect.poll(() => phone.page.locator('#title').innerText()).toBe(heading.tissues);
  });

  it('follows the container’s look when it changes on the way, and leaves a person’s own choice alone', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', uiStyle: 'normal' });
    await phone.arriveAt(heading.home);
    await thenTheThemeIs(phone, 'normal');
    await whenTheContainerChanges(phone, { uiStyle: 'elder' });
    await thenTheThemeIs(phone, 'elder');
    await phone.press('标准版');
    await thenTheThemeIs(phone, 'normal');
  });

  it('closes at the first back from home, even after a journey', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' });
    await phone.arriveAt(heading.home);
    await phone.press(/^附近的红十字会/);
    await phone.arriveAt(heading.offices);
    await phone.press('返回首页');
    await phone.arriveAt(heading.home);
    await phone.page.getByRole('button', { name: '返回', exact: true }).click();
    await phone.page.getByText('小程序已关闭').waitFor();
  });

  it('goes back one screen, never into the sign-in it came through', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' });
    await phone.arriveAt(heading.home);
    await phone.press(/^我的决定/);
    await phone.arriveAt(heading.decision);
    await phone.page.getByRole('button', { name: '返回', exact: true }).click();
    await phone.arriveAt(heading.home);
  });

  it.for(['unsupported', 'no-ticket', 'missing', 'rejected'])('signs in by generation A when the container hands out no ticket: %s', async (ssoTicket, { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', ssoTicket }, '/register');
    await phone.arriveAt('选择演示人物登录');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await phone.arriveAt(heading.organs);
  });

  it.for(['wechat', 'alipay'])('signs in by the ticket in every container: %s', async (container, { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', container }, '/register');
    await phone.arriveAt(heading.organs);
  });
});

describe('a container that does not behave', () => {
  it('shows the normal look in an old app that knows no other', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', uiStyle: 'elder', appVersion: '6.10.0' });
    await phone.arriveAt(heading.home);
    await thenTheThemeIs(phone, 'normal');
  });

  it('goes on without a bridge that never becomes ready', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', ready: 'never' }, '/register');
    await phone.arriveAt(heading.organs);
  });

  it('waits for a slow bridge', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', uiStyle: 'elder', delay: 'slow' }, '/register');
    await thenTheThemeIs(phone, 'elder');
    await phone.arriveAt(heading.organs);
  });

  it('shows the app at once although the bridge never answers, and signs in by generation A', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', delay: 'never' });
    await phone.arriveAt(heading.home);
    await phone.press(/^同意捐献/);
    await phone.arriveAt('选择演示人物登录');
  });
});

describe('a ticket that is not accepted', () => {
  it.for([
    ['6001', '登录等待时间过长，请重新登录。'],
    ['6004', '这次登录没有成功，请从“浙里办”重新进入。'],
    ['6501', '您在“浙里办”的登录已失效，请重新登录。'],
    ['9901', '登录服务暂时不可用，请稍后再试。'],
    ['BAD-GATEWAY', '登录服务暂时不可用，请稍后再试。'],
  ] as const)('of generation A is explained in plain words, and another one is a press away: %s', async ([fault, words], { journey }) => {
    const phone = await givenAVisitor(journey);
    await arriveWithATicket(journey, phone, 'young', fault);
    await phone.sees(words);
    await phone.press('重新登录');
    await whenTheySignIn(phone, '林晓舟');
    await phone.arriveAt(heading.home);
    await phone.sees('您好，');
  });

  it.for([
    ['C-USER-SSO-TICKET-INVALID', '这次登录没有成功，请从“浙里办”重新进入。'],
    ['C-USER-SSO-TOKEN-INVALID', '您在“浙里办”的登录已失效，请重新登录。'],
    ['C-USER-SSO-USER-EMPTY', '“浙里办”提供的姓名或证件信息不完整或有误'],
    ['ROUTE-FORBIDDEN', '登录服务暂时不可用，请稍后再试。'],
  ] as const)('of generation B is explained, and the container is asked for another: %s', async ([fault, words], { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', fault }, '/register');
    await phone.sees(words);
    await whenTheContainerChanges(phone, { fault: 'none' });
    await phone.press('重新登录');
    await phone.arriveAt(heading.organs);
  });

  it('opens nothing a second time', async ({ journey }) => {
    const ticket = await journey.ticketFor('young');
    const phone = await journey.phone();
    await phone.go(`/sign-in/callback?ticket=${ticket}`);
    await whenTheySayItIsThem(phone);
    await phone.sees('您好，');
    const stranger = await journey.phone();
    await stranger.go(`/sign-in/callback?ticket=${ticket}`);
    await stranger.sees('这次登录已经用过，请重新登录。');
  });

  it('is never left in the address or on the device', async ({ journey }) => {
    const ticket = await journey.ticketFor('young');
    const phone = await journey.phone();
    await phone.go(`/sign-in/callback?ticket=${ticket}`);
    await whenTheySayItIsThem(phone);
    await phone.sees('您好，');
    expect(await phone.kept()).not.toContain(ticket);
    expect(phone.page.url()).not.toContain('ticket');
  });
});

describe('a session', () => {
  it('ends on the old phone when the person signs in on a new one', async ({ journey }) => {
    const old = await givenACitizen(journey, 'young');
    await givenACitizen(journey, 'young');
    await old.press(/^我的决定/);
    await old.arriveAt(heading.signIn);
    await old.sees('登录已过期');
  });
});
