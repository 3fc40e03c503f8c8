import { describe, expect } from 'vitest';
import { StateAfterDeathAccessDocument } from '../../schema/generated/graphql.ts';
import { deciding } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt } from './steps/at-the-desk.ts';
import { thenFocusIsOn } from './steps/mending.ts';
import { dataHeading, whenTheyGoTo } from './steps/my-data.ts';
import { whenTheLookIs } from './steps/reading.ts';

/** A demo person asks about a relative, and is told nothing but that it was received. */
async function whenTheyAsk(journey: Journey, phone: Phone, relative: string): Promise<void> {
  const { name, document } = journey.person(relative);
  await whenTheyGoTo(phone, 'afterDeath');
  await phone.press('近亲属去世了，想知道生前的决定');
  await phone.arriveAt(dataHeading.nearKin);
  await phone.tap(phone.app.getByRole('radio', { name: '子女', exact: true }));
  await phone.type('去世者的姓名', name);
  await phone.type('去世者的身份证号码', document.number);
  await phone.type('为什么想知道？', '想知道母亲生前的决定。');
  await phone.press('提交申请');
  await phone.arriveAt(dataHeading.requests);
  await phone.sees('近亲属申请');
  await phone.sees('已收到，等待办理');
}

/** Staff of the province open the request and see the papers. */
async function whenStaffSeeThePapers(journey: Journey): Promise<Phone> {
  const desk = await givenSomebodyAt(journey, '演示登记员甲', '数据请求');
  await desk.arriveAt('个人信息请求');
  await desk.press(/^接下来办/);
  await desk.press('是，接下并打开');
  await desk.sees('想知道母亲生前的决定。');
  await desk.press('我已当面核对，记下');
  await thenFocusIsOn(desk, /请选择看到的死亡证明[^]*请选择看到的亲属关系证明/);
  expect(await desk.app.getByRole('alert').count()).toBe(1);
  await desk.press('请选择看到的亲属关系证明');
  await thenFocusIsOn(desk, '看到的亲属关系证明');
  expect(await faultsOfScreen(desk)).toEqual([]);
  await desk.pick('看到的死亡证明', '死亡证明');
  await desk.pick('看到的亲属关系证明', '户口簿');
  await desk.press('我已当面核对，记下');
  await thenFocusIsOn(desk, /还要另一位同级或者上级红十字会的工作人员确认/);
  await desk.sees(/还要另一位同级或者上级红十字会的工作人员确认/);
  expect(await faultsOfScreen(desk)).toEqual([]);
  return desk;
}

/** A colleague of the same office checks and confirms; then the first one looks. */
async function whenAColleagueConfirms(journey: Journey, desk: Phone): Promise<void> {
  const other = await givenSomebodyAt(journey, '演示负责人甲', '数据请求');
  await other.arriveAt('个人信息请求');
  await other.press(/^做第二人，核对并确认/);
  await other.press('是，打开核对');
  await other.arriveAt('第二人确认');
  await other.sees('想知道母亲生前的决定。');
  await other.sees('户口簿');
  expect(await other.text()).not.toContain('SX-');
  expect(await faultsOfScreen(other)).toEqual([]);
  await other.press('核对无误，确认');
  expect(await faultsOfScreen(other)).toEqual([]);
  await other.press('是，确认');
  await other.sees(/的证明已经确认。/);
  await desk.press('看有没有可以提供的信息');
}

async function whenTheyAnswer(desk: Phone, verdict: string, sentence: string): Promise<void> {
  await desk.tap(desk.app.getByRole('radio', { name: verdict }));
  if (verdict === '拒绝') await desk.pick('拒绝的理由', '这里没有这样的信息');
  await desk.type('写给本人的话', sentence);
  await desk.press('继续');
  await desk.press('是，发出答复');
}

describe('near relatives of somebody who died', () => {
  it.for(['normal', 'elder'] as const)('in the %s look: I ask, staff see my papers, a second one confirms, and what my mother had decided is handed to me in person', async (look, { journey }) => {
    await deciding.register(await journey.onAnotherPhone('elder'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheLookIs(phone, look);
    await whenTheyAsk(journey, phone, 'elder');
    const desk = await whenStaffSeeThePapers(journey);
    await whenAColleagueConfirms(journey, desk);
    await desk.sees('有可以提供的信息。可以同意。');
    expect(await desk.text()).not.toContain('SX-');
    await whenTheyAnswer(desk, '同意，已经或者就此办理', '请带证件来领取。');
    await desk.arriveAt('请当面交给对方');
    await desk.sees('同意捐献');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('已经交给对方');
    await desk.sees(/的请求已经答复。/);

    await phone.page.reload();
    await phone.sees('请带证件来领取。');
    expect(await phone.text()).not.toContain('同意捐献');
  });

  it('my mother arranged that nobody sees it: staff cannot grant it, and I am told no more than that there is nothing to show', async ({ journey }) => {
    const mother = await journey.onAnotherPhone('elder');
    await deciding.register(mother);
    await mother.run(StateAfterDeathAccessDocument, { input: { setting: 'NOBODY_BEYOND_LAW' } });
    const phone = await givenACitizen(journey, 'young');
    await whenTheyAsk(journey, phone, 'elder');
    const desk = await whenStaffSeeThePapers(journey);
    await whenAColleagueConfirms(journey, desk);
    await desk.sees('本人生前另有安排，不能提供。');
    await whenTheyAnswer(desk, '同意，已经或者就此办理', '请带证件来领取。');
    await desk.sees('没有可以提供的信息，不能同意这件申请。');
    await desk.press('先不办，返回');
    await whenTheyAnswer(desk, '拒绝', '没有可以提供的信息。');
    await desk.sees(/的请求已经答复。/);
    await phone.page.reload();
    await phone.sees('没有可以提供的信息。');
    expect(await phone.text()).not.toContain('另有安排，');
  });
});
