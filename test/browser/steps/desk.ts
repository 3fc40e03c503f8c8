import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';

/** Chooses somebody on the provider's page and signs in there. */
export async function choose(desk: Phone, person: string, proof = '密码 + 动态口令（两种因素）'): Promise<void> {
  await desk.arriveAt('演示用统一认证');
  await desk.page.getByLabel(new RegExp(person)).check();
  await desk.page.getByLabel(proof, { exact: true }).check();
  await desk.press('登录');
}

/** Opens the desk and signs in as a demo person. */
export async function signIn(desk: Phone, person: string): Promise<void> {
  await desk.go('/desk/');
  await desk.arriveAt('登录工作台');
  await desk.press('用统一认证登录');
  await choose(desk, person);
}

/** Somebody of the staff at a desk of their own, on one of its pages. */
export async function givenAtTheDesk(journey: Journey, person: string, page: string, width = 1280): Promise<Phone> {
  const desk = await journey.phone({ width });
  await signIn(desk, person);
  await desk.arriveAt('我的账号');
  await desk.page.getByRole('navigation', { name: '工作台页面' }).getByRole('link', { name: page, exact: true }).click();
  return desk;
}

/** Fills in the question about a demo person. */
export async function fillInQuestion(desk: Phone, journey: Journey, persona: string, purpose = '在与家属沟通前了解本人意愿'): Promise<void> {
  const { name, document } = journey.person(persona);
  await desk.press('新的查询');
  await desk.arriveAt('新的查询');
  await desk.type('病例编号', 'CASE-2026-001');
  await desk.page.getByLabel('预计不久死亡').check();
  await desk.page.getByLabel(purpose).check();
  await desk.pick('证件类型', '居民身份证');
  await desk.type('证件号码', document.number);
  await desk.type('姓名', name);
}
