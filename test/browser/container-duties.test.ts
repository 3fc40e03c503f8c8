import { describe, expect } from 'vitest';
import { deciding, ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenTheContainer, whenTheContainerChanges } from './steps/arriving.ts';
import { whenTheyAnswerEverything, whenTheyChooseOrgans, whenTheyDeclare, whenTheyRefuse } from './steps/deciding.ts';
import { callsOf, thenTheContainerWasAsked } from './steps/in-the-container.ts';
import { facts, thenTheThemeIs, whenTheyLookUp } from './steps/reading.ts';
import { thenNothingIsLeftOf } from './steps/trouble.ts';
import { all, heading } from './steps/words.ts';

describe('what 浙里办 counts', () => {
  it('is each page by its kind and one finished matter, never the person and never what they decided', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' });
    await phone.arriveAt(heading.home);
    await thenTheContainerWasAsked(phone, 'ZwLog sendPV', /"pageId":"\/","pageName":"首页".*"log_status":"01"/);
    await phone.press(/^附近的红十字会/);
    await thenTheContainerWasAsked(phone, 'ZwLog sendPV', /"pageId":"\/offices"/);
    await phone.press('返回首页');
    await whenTheyRefuse(phone);
    await expect.poll(async () => (await callsOf(phone, 'ZwLog sendAliMonitor')).length).toBe(1);

    const counted = [...(await callsOf(phone, 'ZwLog sendPV')), ...(await callsOf(phone, 'ZwLog record')), ...(await callsOf(phone, 'ZwLog sendAliMonitor')), ...(await callsOf(phone, 'new ZwLog'))].join('\n');
    expect(counted).toMatch(/"pageId":"\/decision","pageName":"捐献意愿".*"log_status":"02"/);
    expect(counted).not.toMatch(/refuse|不同意|疑似/);
    const { donor } = await ownPage(await journey.onAnotherPhone('young'));
    expect(donor?.registrationNumber).toBeDefined();
    const person = journey.person('young');
    for (const secret of [person.name, person.userId, person.mobile, person.document.number, donor?.registrationNumber ?? 'no number']) expect(counted).not.toContain(secret);
    expect(await callsOf(phone, 'ZwLog record')).toHaveLength(1);
  });

  it.for(['throws', 'never'])('is no matter of the citizen’s when the script does not work: %s', async (zwlog, { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', zwlog });
    await phone.arriveAt(heading.home);
    await whenTheyRefuse(phone);
    expect(await callsOf(phone, 'ZwLog sendPV')).toEqual([]);
  });
});

describe('another person signs in to 浙里办', () => {
  it('sees themselves and nothing of the one before: not their name, not their answers, not their decision', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' });
    await phone.arriveAt(heading.home);
    await whenTheyRefuse(phone);
    await phone.press('返回首页');
    await phone.arriveAt(heading.home);
    await phone.sees('您好，*晓舟');
    await phone.press(/^更改我的决定/);
    await whenTheContainerChanges(phone, { persona: 'rare-character' });

    await phone.arriveAt(heading.home);
    await thenNothingIsLeftOf(phone, ['晓舟', '您有一件没办完的事', 'sanxian.session']);
    await whenTheyLookUp(phone);
    await phone.press('返回首页');
    await phone.sees('您好，*𠮷祥');
    await phone.sees('您还没有登记过决定');
    await thenNothingIsLeftOf(phone, ['晓舟', 'REFUSE']);
  });

  it('finds no unfinished answers of the one before', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' }, '/register');
    await whenTheyChooseOrgans(phone, all('AGREE', { HEART: 'REFUSE' }));
    await phone.arriveAt(heading.tissues);
    await whenTheContainerChanges(phone, { persona: 'elder' });
    await phone.arriveAt(heading.home);
    expect(await phone.text()).not.toContain('您有一件没办完的事');
    await phone.press(/^同意捐献/);
    await phone.arriveAt(heading.organs);
    expect(await phone.app.locator('input:checked').count()).toBe(0);
    await thenNothingIsLeftOf(phone, ['晓舟', 'HEART']);
  });

  it('is told, when it is a company now, that the service is for individuals, and leaves by one button', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', uiStyle: 'elder' }, '/decision');
    await phone.arriveAt(heading.decision);
    await whenTheContainerChanges(phone, { persona: 'legal-person' });
    await phone.arriveAt(heading.legalPerson);
    await thenTheThemeIs(phone, 'elder');
    await thenNothingIsLeftOf(phone, ['晓舟']);
    await phone.press('退出本服务');
    await phone.page.getByText('小程序已关闭').waitFor();
    await thenTheContainerWasAsked(phone, 'close', /→/);
  });
});

describe('back', () => {
  it('on the page that only led to sign-in leaves the service, instead of leading round in a circle', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young' }, '/decision');
    await phone.arriveAt(heading.decision);
    // What the platform's hop leaves behind in the history although we replace (channel notes 1.10).
    await phone.app.evaluate(() => {
      history.pushState(null, '', '#/sign-in?returnTo=%2Fdecision');
      window.location.assign('/healthz');
    });
    await phone.page.frameLocator('#screen iframe').getByText('"ok"').waitFor();
    await phone.page.getByRole('button', { name: '返回', exact: true }).click();
    await phone.page.getByText('小程序已关闭').waitFor();
  });
});

describe('inside WeChat', () => {
  it('a person signs in by 浙里办’s own hop, because WeChat knows no real name, and registers', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', container: 'wechat', ssoTicket: 'no-ticket', uiStyle: 'elder' }, '/register');
    await phone.page.getByRole('alertdialog').getByText('微信小程序请您登录浙里办').waitFor();
    await phone.page.getByRole('alertdialog').getByRole('button', { name: '登录', exact: true }).click();
    await whenTheyAnswerEverything(phone, all('AGREE'), ['温州市', '鹿城区']);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    expect(await callsOf(phone, 'openLink')).toHaveLength(1);
    await phone.press('查看我的决定');
    await phone.arriveAt(heading.decision);
    await expect.poll(async () => (await facts(phone))['办理途径']).toContain('微信');
  });

  it('a person who does not want to sign in is told how it goes without', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', container: 'wechat', ssoTicket: 'no-ticket' }, '/register');
    await phone.page.getByRole('alertdialog').getByRole('button', { name: '不登录' }).click();
    await phone.sees('现在没有可用的登录方式');
    await phone.press('去附近的红十字会当面办理');
    await phone.arriveAt(heading.offices);
  });
});

describe('one call that fails', () => {
  it.for([
    ['getUiStyle', 'never'],
    ['getUserType', 'reject'],
    ['setTitle', 'throw'],
    ['ssoTicket', '1002'],
    ['getUiStyle', 'missing'],
  ] as const)('stops no journey: %s (%s)', async ([failMethod, failWith], { journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', failMethod, failWith });
    await phone.arriveAt(heading.home);
    await thenTheThemeIs(phone, 'normal');
    await phone.press(/^同意捐献/);
    if (failMethod === 'ssoTicket') {
      await phone.arriveAt('选择演示人物登录');
      await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    }
    await phone.arriveAt(heading.organs);
  });
});

describe('keeping the picture of the voucher', () => {
  it.for([
    ['app', 'none', '1002', '图片已保存'],
    ['alipay', 'none', '1002', '图片已保存'],
    ['app', 'saveImage', '1002', '请长按上面的图片'],
    ['app', 'saveImage', 'missing', '请长按上面的图片'],
    ['app', 'saveImage', 'never', '请长按上面的图片'],
    ['wechat', 'none', '1002', '请长按上面的图片'],
  ] as const)('is done by the container, or the page shows what to press: %s, failing %s (%s)', async ([container, failMethod, failWith, words], { journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenTheContainer(journey, { persona: 'young', container, failMethod, failWith }, '/card');
    await phone.arriveAt(heading.card);
    await phone.press('存成图片');
    await phone.sees(words);
    expect(await callsOf(phone, 'saveImage')).toHaveLength(container === 'wechat' || failWith === 'missing' ? 0 : 1);
  });
});
