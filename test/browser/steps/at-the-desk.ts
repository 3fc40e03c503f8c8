import type { Journey } from '../../kit/journey.ts';
import type { Phone, PhoneOptions } from '../../kit/phone.ts';

/** Chooses somebody on the provider's page and signs in there. */
export async function whenTheyChoose(desk: Phone, person: string, proof = '密码 + 动态口令（两种因素）'): Promise<void> {
  await desk.arriveAt('演示用统一认证');
  await desk.page.getByLabel(new RegExp(person)).check();
  await desk.page.getByLabel(proof, { exact: true }).check();
  await desk.press('登录');
}

/** Opens the desk and signs in as a demo person. */
export async function whenTheySignInAtTheDesk(desk: Phone, person: string): Promise<void> {
  await desk.go('/desk/');
  await desk.arriveAt('登录工作台');
  await desk.press('用统一认证登录');
  await whenTheyChoose(desk, person);
}

/** A demo person at a desk of their own, on the page of this name. */
export async function givenSomebodyAt(journey: Journey, person: string, page: string, options: PhoneOptions = { width: 1280 }): Promise<Phone> {
  const desk = await journey.phone(options);
  await whenTheySignInAtTheDesk(desk, person);
  await desk.arriveAt('我的账号');
  await desk.tap(desk.app.getByRole('navigation').getByRole('link', { name: page, exact: true }));
  return desk;
}

/** What is different about a question. */
export interface AskedAtTheDesk {
  readonly caseNumber?: string;
  readonly purpose?: RegExp;
  readonly hospital?: string;
}

/** Fills in the form of a look-up about a demo person, and does not send it. */
export async function whenTheyFillInALookUp(journey: Journey, desk: Phone, persona: string, { caseNumber = 'CASE-2026-7', purpose = /在与家属沟通前/, hospital }: AskedAtTheDesk = {}): Promise<void> {
  const { name, document } = journey.person(persona);
  await desk.arriveAt('查询登记');
  await desk.press('新的查询');
  await desk.arriveAt('新的查询');
  if (hospital) await desk.pick('医院', hospital);
  await desk.type('病例编号', caseNumber);
  await desk.tap(desk.app.getByRole('radio', { name: '预计不久死亡' }));
  await desk.tap(desk.app.getByRole('radio', { name: purpose }));
  await desk.type('证件号码', document.number);
  await desk.type('姓名', name);
}
