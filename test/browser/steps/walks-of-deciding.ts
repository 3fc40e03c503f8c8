import { choicesOf, deciding } from '../../kit/decisions.ts';
import { givenACitizen } from './arriving.ts';
import {
  whenTheyAnswer,
  whenTheyChooseOrgans,
  whenTheyChooseTissues,
  whenTheyConfirmContact,
  whenTheyDeclare,
  whenTheyGoHome,
  whenTheyPressChangeBeside,
  whenTheyRefuse,
  whenTheyWithdraw,
} from './deciding.ts';
import { whenTheyLookUp } from './reading.ts';
import type { Walk } from './walk.ts';
import { all, heading } from './words.ts';

/** Ways through everything that is about the decision itself. */
export const walksOfDeciding: Readonly<Record<string, Walk>> = {
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
      await phone.press('加上二维码');
      await phone.sees('二维码已加上');
      await phone.tap(phone.app.getByText('换一个，或者作废'));
      await look(phone);
      await deciding.withdraw(elsewhere, 2);
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
};
