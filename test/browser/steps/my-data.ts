import { deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen } from './arriving.ts';
import { whenMinutesPass } from './trouble.ts';
import { heading } from './words.ts';

/** A registered demo person on the page about their data. */
export async function givenTheirData(journey: Journey, persona: string): Promise<Phone> {
  await deciding.register(await journey.onAnotherPhone(persona));
  const phone = await givenACitizen(journey, persona);
  await phone.press(/^我的个人信息/);
  await phone.arriveAt(heading.myData);
  await phone.sees('用在什么地方');
  return phone;
}

/** Files a request of a kind with some words. */
export async function whenTheyAskFor(phone: Phone, kind: string, words = ''): Promise<void> {
  await phone.press('提出请求');
  await phone.arriveAt(heading.request);
  await phone.app.getByRole('radio', { name: kind, exact: true }).check();
  if (words) await phone.type('请说明（可以不写）', words);
  await phone.press('提交请求');
}

/** The screens about one's data, one after the other. */
export async function walkOfMyData(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenTheirData(journey, 'young');
  await look(phone);
  await phone.press('提出请求');
  await phone.arriveAt(heading.request);
  await phone.press('提交请求');
  await look(phone);
  await phone.press('返回');
  await whenTheyAskFor(phone, '解释说明', '请说明谁看过我的信息。');
  await phone.arriveAt(heading.requested);
  await look(phone);
  await phone.press('我的个人信息');
  await phone.sees('最晚答复时间');
  await look(phone);
  await phone.press('去取副本');
  await phone.arriveAt(heading.copy);
  whenMinutesPass(journey, 3);
  await phone.press('取副本');
  await phone.sees('请再确认一次是您本人');
  await look(phone);
  const fresh = await givenACitizen(journey, 'young');
  await fresh.go('/#/my-data/copy');
  await fresh.press('取副本');
  await fresh.sees('副本准备好了');
  await look(fresh);
}
