import { describe, expect } from 'vitest';
import { choicesOf, deciding } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, givenTheContainer } from './steps/arriving.ts';
import { whenTheGlassIsBroken, whenTheyAreLookedUp } from './steps/being-looked-up.ts';
import {
  whenTheyAnswer,
  whenTheyAnswerEverything,
  whenTheyChooseOrgans,
  whenTheyChooseTissues,
  whenTheyConfirmContact,
  whenTheyDeclare,
  whenTheyGoHome,
  whenTheyPressChangeBeside,
  whenTheyRefuse,
  whenTheyRegister,
  whenTheyWithdraw,
} from './steps/deciding.ts';
import { walkOfAsking } from './steps/asking.ts';
import { walkOfMyData } from './steps/my-data.ts';
import { nearestOffices, whenTheyLookForOffices, whenTheySearchFor } from './steps/offices.ts';
import { walkOfMakingSure, walkOfTakingBack } from './steps/only-you.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { thenTheOutcomeIsUnknown, whenRepliesGetLost, whenTheNetworkGoes, whenTheSessionEnds } from './steps/trouble.ts';
import { all, heading } from './steps/words.ts';

/** Looks at the screen in front, which the person has just reached. */
type Look = (phone: Phone) => Promise<void>;

/** A way through the app that stops at each screen it is about. */
type Walk = (journey: Journey, look: Look) => Promise<void>;

const walks: Readonly<Record<string, { readonly routes: readonly string[]; readonly walk: Walk }>> = {
  'of arriving': {
    routes: ['/', '/sign-in', '/sign-in/return'],
    async walk(journey, look) {
      const phone = await givenAVisitor(journey);
      await look(phone);
      await phone.tap(phone.app.getByText('登记以后会怎样？'));
      await look(phone);
      await phone.press(/^我的决定/);
      await phone.arriveAt(heading.signIn);
      await look(phone);
      await arriveWithATicket(journey, phone, 'young', '6001');
      await phone.sees('登录等待时间过长');
      await look(phone);
      await arriveWithATicket(journey, phone, 'unverified');
      await phone.sees('还没有实名认证');
      await look(phone);
    },
  },
  'of how pages look': {
    routes: ['/display'],
    async walk(journey, look) {
      const phone = await givenAVisitor(journey);
      await phone.press(/^字号/);
      await phone.arriveAt('字号、语言和颜色');
      await look(phone);
    },
  },
  'of signing in too weakly or too young': {
    routes: ['/sign-in/step-up', '/register/organs'],
    async walk(journey, look) {
      const weak = await givenACitizen(journey, 'low-assurance');
      await weak.press(/^同意捐献/);
      await weak.arriveAt(heading.stepUp);
      await look(weak);
      await weak.press('返回首页');
      await weak.press(/^我的决定/);
      await weak.arriveAt(heading.stepUp);
      await look(weak);
      const young = await givenACitizen(journey, 'minor');
      await young.press(/^同意捐献/);
      await young.arriveAt('还不到登记的年龄');
      await look(young);
    },
  },
  'of registering': {
    routes: ['/register/organs', '/register/tissues', '/register/contact', '/register/family', '/register/check', '/register/done', '/'],
    async walk(journey, look) {
      const phone = await givenACitizen(journey, 'young');
      await phone.press(/^同意捐献/);
      await phone.arriveAt(heading.organs);
      await look(phone);
      await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
      await whenTheyAnswer(phone, 'HEART', 'REFUSE');
      await phone.press('继续');
      await look(phone);
      await whenTheyChooseOrgans(phone, all('AGREE'));
      await phone.arriveAt(heading.tissues);
      await look(phone);
      await whenTheyChooseTissues(phone, all('AGREE', { BONE: 'REFUSE', SKIN: 'NOT_STATED' }));
      await phone.arriveAt(heading.contact);
      await phone.sees('浙江省杭州市西湖区');
      await look(phone);
      await phone.press('换一个号码');
      await phone.press('继续');
      await look(phone);
      await phone.press(/^还是用/);
      await whenTheyConfirmContact(phone);
      await phone.arriveAt(heading.family);
      await look(phone);
      await phone.press('填写一位紧急联系人');
      await phone.press('继续');
      await look(phone);
      await phone.press('不填紧急联系人');
      await phone.press('继续');
      await phone.arriveAt(heading.check);
      await phone.sees('浙江省杭州市西湖区');
      await look(phone);
      await phone.press('捐献意愿登记');
      await phone.sees('您有一件没办完的事');
      await look(phone);
      await phone.press('接着办');
      await phone.arriveAt(heading.check);
      await phone.press('提交登记');
      await look(phone);
      await whenTheyDeclare(phone, '提交登记');
      await phone.arriveAt(heading.registered);
      await look(phone);
      await phone.tap(phone.app.getByText('查看全部保存的内容'));
      await look(phone);
    },
  },
  'of those who looked me up': {
    routes: ['/', '/looks', '/decision'],
    async walk(journey, look) {
      await deciding.register(await journey.onAnotherPhone('young'));
      await whenTheyAreLookedUp(journey, 'young');
      await whenTheGlassIsBroken(journey, 'young');
      const phone = await givenACitizen(journey, 'young');
      await phone.sees('有人查询了您的登记');
      await look(phone);
      await whenTheyLookUp(phone);
      await phone.sees('有人查询了您的登记');
      await look(phone);
      await phone.press('看看是谁查询的');
      await phone.arriveAt(heading.looks);
      await phone.sees('一共 2 次查询');
      await look(phone);
    },
  },
  'of looking up': {
    routes: ['/decision', '/'],
    async walk(journey, look) {
      const elsewhere = await journey.onAnotherPhone('young');
      const phone = await givenACitizen(journey, 'young');
      await whenTheyLookUp(phone);
      await look(phone);
      await deciding.register(elsewhere, { choices: choicesOf('AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' }) });
      await phone.press('重新读取');
      await phone.sees('同意捐献');
      await phone.tap(phone.app.getByText('当时每一项的选择'));
      await look(phone);
      await whenTheyGoHome(phone);
      await phone.sees('您现在的决定：同意捐献');
      await look(phone);
    },
  },
  'of a decision that is a year old': {
    routes: ['/decision'],
    async walk(journey, look) {
      await deciding.register(await journey.onAnotherPhone('young'));
      journey.wait(366 * 24 * 3600 * 1000);
      const phone = await givenACitizen(journey, 'young');
      await whenTheyLookUp(phone);
      await phone.sees('还是这样想吗？');
      await look(phone);
      await phone.press('以后再说');
      await phone.sees('好的，一年之内不再问。');
      await look(phone);
    },
  },
  'of the voucher': {
    routes: ['/card', '/decision'],
    async walk(journey, look) {
      const elsewhere = await journey.onAnotherPhone('young');
      await deciding.register(elsewhere);
      const phone = await givenACitizen(journey, 'young');
      await whenTheyLookUp(phone);
      await look(phone);
      await phone.press('我的登记意愿凭证');
      await phone.app.getByRole('img', { name: /不等于捐献同意书/ }).waitFor();
      await phone.press('存成图片');
      await phone.sees('图片已保存');
      await look(phone);
      await deciding.withdraw(elsewhere, 1);
      await phone.press('按现在的登记重新生成');
      await phone.sees('您现在没有有效的登记');
      await look(phone);
    },
  },
  'of changing': {
    routes: ['/edit/check', '/edit/organs', '/edit/tissues', '/edit/contact', '/edit/family', '/edit/done'],
    async walk(journey, look) {
      const elsewhere = await journey.onAnotherPhone('young');
      await deciding.register(elsewhere);
      const phone = await givenACitizen(journey, 'young');
      await phone.press(/^更改我的决定/);
      await phone.arriveAt(heading.editCheck);
      await look(phone);
      for (const [answer, screen] of [['组织', heading.tissues], ['手机号码', heading.contact], ['家人是否知道', heading.family], ['器官', heading.organs]] as const) {
        await whenTheyPressChangeBeside(phone, answer);
        await phone.arriveAt(screen);
        await look(phone);
        await phone.press('返回');
        await phone.arriveAt(heading.editCheck);
      }
      await whenTheyPressChangeBeside(phone, '器官');
      await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
      await whenTheyAnswer(phone, 'LUNG', 'REFUSE');
      await phone.press('继续');
      await phone.arriveAt(heading.changesCheck);
      await look(phone);
      await deciding.reaffirm(elsewhere, 1);
      await whenTheyDeclare(phone, '提交更改');
      await phone.arriveAt(heading.changedMeanwhile);
      await look(phone);
      await phone.press(/用我刚才填写的内容/);
      await whenTheyDeclare(phone, '提交更改');
      await phone.arriveAt(heading.edited);
      await look(phone);
    },
  },
  'of refusing, and of agreeing after it': {
    routes: ['/refuse', '/refuse/check', '/refuse/done', '/edit', '/decision', '/register/organs'],
    async walk(journey, look) {
      const phone = await givenACitizen(journey, 'young');
      await phone.press(/^不同意捐献/);
      await phone.arriveAt(heading.refuseExplained);
      await look(phone);
      await phone.press('继续');
      await phone.arriveAt(heading.refuseCheck);
      await look(phone);
      await phone.press('提交：不同意捐献');
      await look(phone);
      await phone.press('捐献意愿登记');
      await whenTheyRefuse(phone);
      await look(phone);
      await whenTheyGoHome(phone);
      await whenTheyLookUp(phone);
      await look(phone);
      await whenTheyGoHome(phone);
      await phone.press(/^更改我的决定/);
      await phone.arriveAt(heading.fromRefusal);
      await look(phone);
      await phone.press('捐献意愿登记');
      await phone.press(/^同意捐献/);
      await phone.arriveAt('您登记过不同意捐献');
      await look(phone);
    },
  },
  'of reaffirming and withdrawing': {
    routes: ['/reaffirm', '/reaffirm/done', '/withdraw', '/withdraw/check', '/withdraw/done', '/decision'],
    async walk(journey, look) {
      await deciding.register(await journey.onAnotherPhone('young'));
      const phone = await givenACitizen(journey, 'young');
      await whenTheyLookUp(phone);
      await phone.press('仍然是我的决定');
      await phone.arriveAt(heading.reaffirmCheck);
      await look(phone);
      await whenTheyDeclare(phone, '再次确认');
      await phone.arriveAt(heading.reaffirmed);
      await look(phone);
      await whenTheyGoHome(phone);
      await phone.press(/^撤回我的决定/);
      await phone.arriveAt(heading.withdrawExplained);
      await look(phone);
      await phone.press('继续');
      await phone.arriveAt(heading.withdrawCheck);
      await look(phone);
      await phone.press('捐献意愿登记');
      await whenTheyWithdraw(phone);
      await phone.tap(phone.app.getByText('愿意告诉我们撤回的原因吗？（选填）'));
      await phone.press('告诉原因');
      await look(phone);
      await whenTheyGoHome(phone);
      await whenTheyLookUp(phone);
      await look(phone);
      await whenTheyGoHome(phone);
      await phone.press(/^撤回我的决定/);
      await phone.arriveAt('您现在没有登记');
      await look(phone);
    },
  },
  'of making sure who it is': { routes: ['/sign-in/return', '/register/check', '/sign-in/switched'], walk: walkOfMakingSure },
  'of what was not theirs, and of withdrawing without sign-in': { routes: ['/register/done', '/', '/decision', '/edit', '/withdraw/check'], walk: walkOfTakingBack },
  'of the offices': {
    routes: ['/offices', '/offices/:id', '/offices/:id/correction'],
    async walk(journey, look) {
      const phone = await givenAVisitor(journey, { place: { latitude: 30.26, longitude: 120.13 } });
      await whenTheyLookForOffices(phone);
      await phone.sees('丽水市');
      await look(phone);
      await phone.press('用我的位置查找');
      await nearestOffices(phone);
      await look(phone);
      await whenTheySearchFor(phone, '江干');
      await look(phone);
      await whenTheySearchFor(phone, '没有这个地方');
      await look(phone);
      await phone.press('宁波市');
      await phone.arriveAt('宁波市红十字会');
      await look(phone);
      await phone.press('告诉我们正确的信息');
      await phone.arriveAt(heading.correction);
      await phone.press('提交');
      await look(phone);
      await phone.type('正确的电话（选填）', '0574-00000000');
      await phone.press('提交');
      await phone.arriveAt(heading.corrected);
      await look(phone);
    },
  },
  'of worries and of giving while alive': {
    routes: ['/questions', '/giving', '/giving/stem-cells', '/giving/stem-cells/check', '/giving/blood', '/register/organs'],
    walk: walkOfAsking,
  },
  'of trouble': {
    routes: ['/register/check', '/sign-in', '/register/contact', '/decision'],
    async walk(journey, look) {
      const lost = await givenACitizen(journey, 'young');
      await lost.press(/^同意捐献/);
      await whenTheyAnswerEverything(lost, all('AGREE'));
      await whenRepliesGetLost(lost, 'RegisterDonor');
      await whenTheyDeclare(lost, '提交登记');
      await thenTheOutcomeIsUnknown(lost);
      await look(lost);
      const between = await givenACitizen(journey, 'hong-kong');
      await between.press(/^同意捐献/);
      await whenTheyChooseOrgans(between, all('AGREE'));
      await between.arriveAt(heading.tissues);
      await whenTheNetworkGoes(between);
      await whenTheyChooseTissues(between, all('AGREE'));
      await between.sees('网络好像断了');
      await look(between);
      const offline = await givenACitizen(journey, 'elder');
      await whenTheyRegister(offline, all('AGREE'));
      await offline.press('查看我的决定');
      await offline.arriveAt(heading.decision);
      await whenTheNetworkGoes(offline);
      await offline.press('重新读取');
      await offline.sees('网络好像断了');
      await look(offline);
      const expired = await givenACitizen(journey, 'rare-character');
      whenTheSessionEnds(journey);
      await expired.press(/^我的决定/);
      await expired.sees('登录已过期');
      await look(expired);
    },
  },
  'of my own data': {
    routes: ['/my-data', '/my-data/purposes', '/my-data/recipients', '/my-data/copy', '/my-data/request', '/my-data/requests', '/my-data/after-death', '/my-data/restriction', '/decision'],
    walk: walkOfMyData,
  },
  'inside 浙里办': {
    routes: ['/'],
    async walk(journey, look) {
      const phone = await givenTheContainer(journey, { persona: 'young' });
      await phone.sees('业务单位');
      await look(phone);
      const company = await givenTheContainer(journey, { persona: 'legal-person' });
      await company.arriveAt(heading.legalPerson);
      await look(company);
    },
  },
};

const isRoute = (route: string, path: string): boolean => new RegExp(`^${route.replace(':id', '[^/]+')}$`).test(path);

describe.concurrent('in both looks, on a narrow screen and with text of 200 %, no fault is on the screens', () => {
  it.for(Object.entries(walks))('%s', { timeout: 120_000 }, async ([, { routes, walk }], { journey }) => {
    const faults: string[] = [];
    const seen = new Set<string>();
    await walk(journey, async (phone) => {
      const path = await phone.path();
      seen.add(routes.find((route) => isRoute(route, path)) ?? path);
      faults.push(...(await faultsOfScreen(phone)).map((fault) => `${path} ${fault}`));
    });
    expect([...new Set(faults)]).toEqual([]);
    expect([...seen].toSorted()).toEqual(routes.toSorted());
  });

  it('and the look itself finds what it is meant to find', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.app.evaluate(() => {
      const [first, second] = document.querySelectorAll<HTMLElement>('.switch');
      if (first) first.textContent = '';
      if (second) second.style.minHeight = second.style.maxHeight = '30px';
      const wide = document.querySelector<HTMLElement>('h1');
      if (wide) wide.style.width = '30rem';
    });
    const faults = await faultsOfScreen(phone);
    expect(faults).toContainEqual(expect.stringMatching(/^normal: button-name/));
    expect(faults).toContainEqual(expect.stringMatching(/^normal: target of \d+ × 30 px: a “字号 · English”/));
    expect(faults).toContainEqual(expect.stringMatching(/^elder: scrolls sideways at 320 px and text of 100%: \d+ px, h1/));
  });

  it('and the look for ID numbers finds one on the screen and one in storage', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.app.evaluate((_document, number) => {
      sessionStorage.setItem('left', number);
      document.querySelector('h1')?.append(number);
    }, journey.person('young').document.number);
    await phone.lookForNumbers();
    expect(phone.faults.splice(0)).toEqual(['an ID number on the screen /', 'an ID number kept on the device at /']);
  });

  it('and no page of the app is left out', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    // All pages but home are learnt with the first that is opened.
    await phone.press(/^字号/);
    await phone.arriveAt('字号、语言和颜色');
    const pages = await phone.app.evaluate(() => {
      const root = document.querySelector('#app') as (Element & { __vue_app__?: { config: { globalProperties: { $router: { getRoutes(): { path: string; redirect?: unknown; children: { path: string }[] }[] } } } } }) | null;
      const routes = root?.__vue_app__?.config.globalProperties.$router.getRoutes() ?? [];
      return routes.filter(({ redirect, children }) => redirect === undefined && children.length === 0).map(({ path }) => path);
    });
    const looked = new Set(Object.values(walks).flatMap(({ routes }) => routes));
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.filter((page) => !looked.has(page))).toEqual([]);
  });
});
