import { deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen } from './arriving.ts';
import { whenTheyAnswer, whenTheyDeclare, whenTheyPressChangeBeside } from './deciding.ts';
import { whenTheyLookUp } from './reading.ts';
import { heading } from './words.ts';

/** Stops at each screen of a change, down to the one that says that somebody was faster. */
export async function walkOfChanging(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
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
}

/** Stops where a decision that is a year old is asked about, and after “later”. */
export async function walkOfLastYear(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  await deciding.register(await journey.onAnotherPhone('young'));
  journey.wait(366 * 24 * 3600 * 1000);
  const phone = await givenACitizen(journey, 'young');
  await whenTheyLookUp(phone);
  await phone.sees('还是这样想吗？');
  await look(phone);
  await phone.press('以后再说');
  await phone.sees('好的，一年之内不再问。');
  await look(phone);
}
