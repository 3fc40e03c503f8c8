import { describe, expect } from 'vitest';
import { aboutBody, ownVisits } from '../kit/body.ts';
import { ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt } from './steps/at-the-desk.ts';
import { bodyHeading, storedBody, whenTheyAnswerAboutTheBody, whenTheyBeginAboutTheBody, whenTheyChooseTheLook, whenTheyDeclareAboutTheBody } from './steps/body.ts';
import { thenFocusIsOn, thenTheyAreTold } from './steps/mending.ts';
import { thenTheyWeighTheSame } from './steps/reading.ts';
import { whenMinutesPass, whenRepliesGetLost } from './steps/trouble.ts';

const daughter = { name: '演示女儿', phone: '13900002468' };

describe.each(['normal', 'elder'] as const)('a wish about the body, in the %s look', (look) => {
  it('given somebody who never decided anything, when they answer and declare, then the Red Cross has it and nothing is said about organs', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLook(phone, look);
    await whenTheyBeginAboutTheBody(phone);
    await whenTheyAnswerAboutTheBody(phone, daughter);
    await phone.sees('这是意向登记');
    await phone.sees('由红十字会安排');
    await phone.sees('浙江省杭州市西湖区');
    await whenTheyDeclareAboutTheBody(phone, '提交意向登记');
    await phone.sees('已经收到您的意向');
    await phone.sees('已收到，等待联系');
    await phone.sees(/^最后更新：/);
    await phone.sees('您表示执行人已经同意，红十字会还没有核实');
    expect(await storedBody(journey, 'young')).toMatchObject({ wish: 'AGREE', declaration: { use: 'TEACHING', ashes: 'TO_FAMILY', keepConfidential: true, informFamily: true } });
    expect((await ownPage(await journey.onAnotherPhone('young'))).state).toBe('SILENT');
    // Nothing of it stays on the phone once it is sent.
    expect(await phone.kept()).not.toContain(daughter.phone);
  });

  it('given a wish that stands, when they withdraw, then it takes one screen and no reason, and it is gone', async ({ journey }) => {
    await aboutBody.declare(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLook(phone, look);
    await phone.press(/^遗体捐献/);
    await phone.sees('愿意捐献遗体');
    await phone.press('撤回登记');
    await phone.arriveAt(bodyHeading.withdraw);
    await whenTheyDeclareAboutTheBody(phone, '撤回登记');
    await phone.sees('已经撤回');
    expect(await storedBody(journey, 'young')).toMatchObject({ wish: 'NOT_STATED', status: 'WITHDRAWN' });
  });
});

describe('which way somebody goes', () => {
  it('looks alike on the page, and what is left unticked is asked for in the words of that way', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^遗体捐献/);
    await thenTheyWeighTheSame(phone, ['开始填写', '登记不同意捐献遗体']);
    await phone.press('登记不同意捐献遗体');
    await phone.arriveAt(bodyHeading.refuse);
    await phone.press('提交：不同意捐献遗体');
    await thenTheyAreTold(phone, ['请先阅读声明，再勾选“我已阅读以上声明，登记不同意捐献遗体”']);
  });
});

describe('what the Red Cross does with it', () => {
  it('given a wish, when a registrar takes it and completes the paper, then the person reads how far it is and what was written', async ({ journey }) => {
    await aboutBody.declare(await journey.onAnotherPhone('young'));
    const desk = await givenSomebodyAt(journey, '演示登记员丙', '遗体捐献', { width: 375 });
    await desk.arriveAt('遗体捐献意向');
    await desk.sees('还没有人办');
    expect(await desk.text()).not.toMatch(/林晓舟|演示执行/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press(/^接下来办/);
    await desk.sees('打开以后能看到本人的姓名和电话。');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('是，接下并打开');
    await desk.sees('林晓舟');
    await desk.sees('演示执行（子女）');
    await desk.press('保存，让本人看到');
    await desk.sees('请选择办到哪一步了');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.tap(desk.app.getByRole('radio', { name: '纸面手续已办好' }));
    await desk.type('写给本人的话', '手续已经办好，谢谢您。');
    await desk.press('保存，让本人看到');
    await desk.sees('办完以前，要听执行人本人说同意。');
    await desk.tap(desk.app.getByRole('checkbox', { name: '执行人本人已经向我们表示同意' }));
    await desk.press('保存，让本人看到');
    await desk.sees(/已经更新，本人看得到。$/);
    await desk.sees('现在没有等待办理的意向。');

    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^遗体捐献/);
    await phone.sees('纸面手续已办好');
    await phone.sees('手续已经办好，谢谢您。');
    await phone.sees('红十字会已向执行人本人核实');
  });
});

describe('trouble on the way', () => {
  it('given a reply that gets lost, when they send it again, then it is declared once', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyBeginAboutTheBody(phone);
    await whenTheyAnswerAboutTheBody(phone, null);
    await whenRepliesGetLost(phone, 'DeclareBodyDonation');
    await whenTheyDeclareAboutTheBody(phone, '提交意向登记');
    await phone.sees('网络好像断了');
    await phone.page.unrouteAll();
    await phone.press('再试一次');
    await phone.sees('已经收到您的意向');
    expect((await storedBody(journey, 'young'))?.declaration.sequence).toBe(1);
  });

  it('given a sign-in of three minutes ago, when they send it, then one more sign-in comes first and it goes on by itself', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyBeginAboutTheBody(phone);
    await whenTheyAnswerAboutTheBody(phone, daughter);
    whenMinutesPass(journey, 3);
    await whenTheyDeclareAboutTheBody(phone, '提交意向登记');
    await phone.sees('请再确认一次是您本人');
    expect(await storedBody(journey, 'young')).toBeNull();
    await phone.press('去登录，接着提交');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await phone.sees('已经收到您的意向');
    expect(await storedBody(journey, 'young')).toMatchObject({ wish: 'AGREE' });
  });
});

describe.each(['normal', 'elder'] as const)('a visit at home, in the %s look', (look) => {
  it('given somebody who cannot travel, when they ask and a day is agreed, then both sides see it, and it can be cancelled', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyChooseTheLook(phone, look);
    await phone.press(/^请红十字会上门/);
    await phone.arriveAt(bodyHeading.visits);
    await phone.press('预约上门');
    await phone.arriveAt(bodyHeading.purpose);
    await phone.tap(phone.app.getByRole('radio', { name: '登记器官和组织捐献意愿' }));
    await phone.press('继续');
    await phone.arriveAt(bodyHeading.place);
    await phone.type('详细地址', '演示路 1 号 2 单元');
    await phone.press('继续');
    await phone.arriveAt(bodyHeading.visitContact);
    await phone.type('在家帮忙的人的姓名（选填）', '演示女儿');
    await phone.press('提交预约');
    await phone.sees('已经收到您的预约');
    await phone.sees('已收到，等待约时间');

    const desk = await givenSomebodyAt(journey, '演示登记员丙', '上门预约', { width: 375 });
    await desk.press(/^接下来办/);
    await desk.press('是，接下并打开');
    await desk.sees('演示路 1 号 2 单元');
    await desk.tap(desk.app.getByRole('radio', { name: '已和本人约好日期' }));
    const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await desk.type('上门日期', day);
    await desk.type('写给本人的话', '上午九点半来。');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('保存，让本人看到');
    await desk.sees(/已经更新，本人看得到。$/);

    await phone.press('返回首页');
    await phone.press(/^请红十字会上门/);
    await phone.sees('已约好时间');
    await phone.sees(day);
    await phone.sees('上午九点半来。');
    await phone.press('取消预约');
    await thenFocusIsOn(phone, '要取消这次上门预约吗？');
    await phone.press('不，保留预约');
    await thenFocusIsOn(phone, '取消预约');
    await phone.press('取消预约');
    await phone.press('是，取消预约');
    await thenFocusIsOn(phone, /^已经取消预约。/);
    await phone.tap(phone.app.getByText('以前的预约'));
    await phone.sees('您已取消');
    expect((await ownVisits(await journey.onAnotherPhone('young')))[0]?.status).toBe('WITHDRAWN');
  });
});
