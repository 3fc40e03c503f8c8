import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { DisavowDecisionDocument, FileDataRequestDocument, MyDataDocument, MyDecisionDocument } from '../../schema/generated/graphql.ts';
import { deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { listedLooks } from './steps/being-looked-up.ts';
import { fillInQuestion, givenAtTheDesk } from './steps/desk.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { heading } from './steps/words.ts';

describe('a look-up at the work desk', () => {
  it('is asked by one clinician, confirmed by another, opened by the first, and seen by the person', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const asker = await givenAtTheDesk(journey, '演示医生丁', '查询意愿');
    await fillInQuestion(asker, journey, 'young');
    expect(await faultsOfScreen(asker)).toEqual([]);
    await asker.press('提交查询');
    await asker.arriveAt('查询已提交');
    await asker.sees('现在还什么都没有告诉您');
    expect(await faultsOfScreen(asker)).toEqual([]);

    const second = await givenAtTheDesk(journey, '演示医生戊', '查询意愿', 375);
    await second.sees('病例 CASE-2026-001');
    expect(await second.text()).not.toContain(journey.person('young').name);
    expect(await faultsOfScreen(second)).toEqual([]);
    await second.press('病例属实，确认');
    await second.sees('没有等您确认的查询');

    await asker.press('返回查询列表');
    await asker.press('打开结果');
    await asker.sees('本人登记了同意捐献');
    await asker.sees('登记不代替医学评估');
    // A hospital learns the decision, the choices are the coordinator's.
    expect(await asker.text()).not.toContain('心脏');
    expect(await faultsOfScreen(asker)).toEqual([]);
    expect(await asker.kept()).not.toContain(journey.person('young').document.number);

    const phone = await givenACitizen(journey, 'young');
    await phone.press('看看是谁查询的');
    await phone.arriveAt(heading.looks);
    expect(await listedLooks(phone)).toMatchObject([{ 查询人: '演示医生丁（医院的医务人员）', 第二人确认: '演示医生戊（医院的医务人员）确认' }]);
  });

  it('says what is missing, keeps what was typed when the line is gone, and asks once when it is sent again', async ({ journey }) => {
    const asker = await givenAtTheDesk(journey, '演示医生丁', '查询意愿', 375);
    await asker.press('新的查询');
    await asker.arriveAt('新的查询');
    await asker.press('提交查询');
    await asker.sees('请填写病例编号');
    await asker.sees('请选择查询目的');
    expect(await faultsOfScreen(asker)).toEqual([]);
    await asker.press('返回查询列表');
    await fillInQuestion(asker, journey, 'elder');
    await asker.page.context().setOffline(true);
    await asker.press('提交查询');
    await asker.sees('再试一次');
    await asker.page.context().setOffline(false);
    asker.faults.length = 0;
    await asker.press('再试一次');
    await asker.arriveAt('查询已提交');
    await asker.press('返回查询列表');
    await asker.arriveAt('为病例查询意愿');
    expect(await asker.page.locator('.look-up-facts').count()).toBe(1);
  });

  it('over broken glass tells a coordinator at once with the choices, and warns; an auditor finds it, and a package can be taken for the committee', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const coordinator = await givenAtTheDesk(journey, '演示协调员丙', '查询意愿');
    await fillInQuestion(coordinator, journey, 'young', '准备伦理委员会审查');
    await coordinator.page.getByLabel('情况紧急，不等第二人确认').check();
    await coordinator.page.getByLabel('几分钟都不能等').check();
    expect(await faultsOfScreen(coordinator)).toEqual([]);
    await coordinator.press('不等确认，立即查询');
    await coordinator.arriveAt('紧急查询的结果');
    await coordinator.sees('会被复查');
    await coordinator.sees('心脏');
    expect(await faultsOfScreen(coordinator)).toEqual([]);

    await journey.seal();
    await coordinator.press('返回查询列表');
    const download = coordinator.page.waitForEvent('download');
    await coordinator.press('取证据包（PDF）');
    const file = await buffer(await (await download).createReadStream());
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    await coordinator.sees('证据包已经保存在这台电脑上');

    const auditor = await givenAtTheDesk(journey, '演示稽核员甲', '查询复查');
    await auditor.sees('紧急查询，没有第二人确认：几分钟都不能等');
    expect(await auditor.text()).not.toContain(journey.person('young').name);
    expect(await faultsOfScreen(auditor)).toEqual([]);
  });
});

describe('the queues of the work desk', () => {
  it('hold what a person says was not theirs, until a manager states what was found out; the person sees it', async ({ journey }) => {
    const citizen = await journey.onAnotherPhone('young');
    await deciding.register(citizen);
    const decisionId = (await citizen.run(MyDecisionDocument, {})).viewer?.donor?.decision.id ?? '';
    await citizen.run(DisavowDecisionDocument, { input: { decisionId, idempotencyKey: 'disavow-0000-0001' } });
    const manager = await givenAtTheDesk(journey, '演示负责人丙', '非本人办理');
    await manager.sees('一共 1 件待核实');
    await manager.press('写下核实结论');
    await manager.press('记录结论');
    await manager.sees('请选择核实的结论');
    expect(await faultsOfScreen(manager)).toEqual([]);
    await manager.page.getByLabel('账号被他人使用').check();
    await manager.press('记录结论');
    await manager.sees('这次办理作废');
    await manager.sees('没有待核实的');

    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('账号被他人使用');
  });

  it('hold what people ask about their data, until it is taken, read and answered', async ({ journey }) => {
    const citizen = await journey.onAnotherPhone('elder');
    await deciding.register(citizen);
    await citizen.run(FileDataRequestDocument, { input: { kind: 'EXPLANATION', text: '请说明谁看过我的信息。' } });
    const registrar = await givenAtTheDesk(journey, '演示登记员丙', '个人信息请求', 375);
    await registrar.sees('解释说明');
    expect(await registrar.text()).not.toContain('请说明谁看过我的信息');
    await registrar.press('办理并查看内容');
    await registrar.sees('请说明谁看过我的信息。');
    await registrar.press('答复');
    await registrar.sees('请选择办理结果');
    expect(await faultsOfScreen(registrar)).toEqual([]);
    await registrar.page.getByLabel('已经说明').check();
    await registrar.type('给本人的答复', '只有您自己看过。');
    await registrar.press('答复');
    await registrar.sees('已经答复。');
    await registrar.sees('没有待办的请求');
    expect((await citizen.run(MyDataDocument, {})).viewer?.personalData?.requests.nodes).toMatchObject([{ status: 'DONE', answer: '只有您自己看过。' }]);
  });
});
