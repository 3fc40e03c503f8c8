import { deciding } from '../../kit/decisions.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, givenTheContainer } from './arriving.ts';
import { walkOfAsking } from './asking.ts';
import { whenTheGlassIsBroken, whenTheyAreLookedUp } from './being-looked-up.ts';
import { walksOfTheBody } from './body.ts';
import { whenTheyAnswerEverything, whenTheyChooseOrgans, whenTheyChooseTissues, whenTheyDeclare, whenTheyRegister } from './deciding.ts';
import { walkOfMyData } from './my-data.ts';
import { walkOfOffices } from './offices.ts';
import { walkOfDisowning, walkOfMakingSure, walkOfQueuedWithdrawal, walkOfWaitingWithdrawal } from './only-you.ts';
import { whenTheyLookUp } from './reading.ts';
import { walkOfTelling } from './telling.ts';
import { walkOfWhatWasSent } from './sent.ts';
import { walkOfCards } from './health-cards.ts';
import { walkOfWishing } from './wishing.ts';
import { thenTheOutcomeIsUnknown, whenRepliesGetLost, whenTheNetworkGoes, whenTheSessionEnds } from './trouble.ts';
import type { Walk } from './walk.ts';
import { walksOfDeciding } from './walks-of-deciding.ts';
import { all, heading } from './words.ts';

/** Ways through the whole app: together they meet every page (screens.test.ts). */
export const walks: Readonly<Record<string, Walk>> = {
  ...walksOfDeciding,
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
  'of making sure who it is': { routes: ['/sign-in/return', '/register/check', '/sign-in/switched'], walk: walkOfMakingSure },
  'of what was not theirs': { routes: ['/register/done', '/', '/decision', '/edit'], walk: walkOfDisowning },
  'of withdrawing without sign-in': { routes: ['/withdraw/check'], walk: walkOfQueuedWithdrawal },
  'of a withdrawal that waits': { routes: ['/decision'], walk: walkOfWaitingWithdrawal },
  'of telling the family': { routes: ['/family', '/family/who', '/family/what', '/family/made', '/family/open', '/decision'], walk: walkOfTelling },
  'of what somebody sent for them': { routes: ['/sent', '/edit/check', '/refuse/check', '/decision'], walk: walkOfWhatWasSent },
  'of what they hope for': { routes: ['/wish', '/decision'], walk: walkOfWishing },
  'of the health cards': { routes: ['/health-card', '/health-card/invited', '/health-card/expired'], walk: walkOfCards },
  'of the offices': { routes: ['/offices', '/offices/:id', '/offices/:id/correction'], walk: walkOfOffices },
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
    routes: ['/my-data', '/my-data/purposes', '/my-data/recipients', '/my-data/copy', '/my-data/request', '/my-data/requests', '/my-data/after-death', '/my-data/near-kin', '/my-data/restriction', '/decision'],
    walk: walkOfMyData,
  },
  ...walksOfTheBody,
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
