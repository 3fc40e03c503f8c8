import { describe, expect } from 'vitest';
import { FileDataRequestDocument, type DataRequestKind } from '../../schema/generated/graphql.ts';
import { testIdentityNumber } from '../../server/src/nonprod/test-identity-number.ts';
import { deciding, disavow, latestOf, ownPage, XIHU } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import { lookingUp, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt } from './steps/at-the-desk.ts';
import { whenTheyLookUp } from './steps/reading.ts';

/** A demo person of 西湖区 who agreed, and then says that it was not they. */
async function givenADispute(journey: Journey): Promise<string> {
  const citizen = await journey.onAnotherPhone('young');
  await deciding.register(citizen);
  await disavow(citizen, (await latestOf(citizen)).id);
  return (await ownPage(citizen)).donor?.registrationNumber ?? '';
}

/** A demo person of 西湖区 who asks something about their data. */
async function givenARequest(journey: Journey, kind: DataRequestKind): Promise<void> {
  const citizen = await journey.onAnotherPhone('young');
  await deciding.register(citizen);
  await citizen.run(FileDataRequestDocument, { input: { kind, text: '我的手机号码换了，请更正。' } });
}

describe('what the staff of the Red Cross do at the work desk', () => {
  it('a manager finds out that a decision was not its owner’s, and the owner reads what was found', async ({ journey }) => {
    const number = await givenADispute(journey);
    const desk = await givenSomebodyAt(journey, '演示负责人丙', '异议');
    await desk.arriveAt('“这不是我办理的”');
    await desk.sees(number);
    await desk.sees('等待核实');
    expect(await desk.text()).not.toMatch(/同意捐献的声明|心脏/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press(/^写核实结果/);
    await desk.press('继续');
    await desk.sees('有内容需要修改');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.tap(desk.app.getByRole('radio', { name: '账号被他人使用' }));
    await desk.press('继续');
    await desk.sees(`登记编号 ${number} 的核实结果是“账号被他人使用”吗？`);
    await desk.sees('恢复本人在它以前最后一次表示的意愿');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('是，写下这个结果');
    await desk.sees(`登记编号 ${number} 的核实结果已经写下。`);
    await desk.sees('现在没有等待核实的异议。');

    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('账号被他人使用');
  });

  it('an auditor reads the disputes and is offered nothing to resolve', async ({ journey }) => {
    const number = await givenADispute(journey);
    const desk = await givenSomebodyAt(journey, '演示稽核员甲', '异议', { width: 375 });
    await desk.sees(number);
    await desk.sees('稽核员只能查看');
    expect(await desk.text()).not.toContain('写核实结果');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });

  it('a registrar takes a request, reads its words and refuses it with a reason and a sentence', async ({ journey }) => {
    await givenARequest(journey, 'CORRECTION');
    const desk = await givenSomebodyAt(journey, '演示登记员丙', '数据请求', { width: 375 });
    await desk.arriveAt('个人信息请求');
    await desk.sees('更正');
    expect(await desk.text()).not.toContain('手机号码换了');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press(/^接下来办/);
    await desk.sees('每打开一次都会记下，本人看得到。');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('是，接下并打开');
    await desk.sees('我的手机号码换了，请更正。');
    await desk.press('继续');
    await desk.sees('请选择怎么答复');
    await desk.tap(desk.app.getByRole('radio', { name: '拒绝' }));
    await desk.pick('拒绝的理由', '别的理由，写在下面的话里');
    await desk.type('写给本人的话', '请在“我的决定”里自己更改手机号码。');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('继续');
    await desk.sees(/^拒绝回执编号 .+ 的请求吗？/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('是，发出答复');
    await desk.sees(/的请求已经答复。/);
    await desk.sees('现在没有要办的请求。');
  });

  it('a request that is late is marked, and one that another has taken is a manager’s to take over', async ({ journey }) => {
    const fortyDays = 40 * 24 * 60 * 60_000;
    journey.wait(-fortyDays);
    await givenARequest(journey, 'EXPLANATION');
    journey.wait(fortyDays);
    const registrar = await givenSomebodyAt(journey, '演示登记员丙', '数据请求');
    await registrar.press(/^接下来办/);
    await registrar.press('是，接下并打开');
    await registrar.sees('我的手机号码换了，请更正。');
    const manager = await givenSomebodyAt(journey, '演示负责人丙', '数据请求');
    await manager.sees('已超过期限');
    await manager.sees('别人在办');
    expect(await faultsOfScreen(manager)).toEqual([]);
    await manager.press(/^从别人手里接过来/);
    await manager.press('是，接过来并打开');
    await manager.tap(manager.app.getByRole('radio', { name: '同意，已经或者就此办理' }));
    await manager.type('写给本人的话', '已经说明。');
    await manager.press('继续');
    await manager.press('是，发出答复');
    await manager.sees(/的请求已经答复。/);
  });

  it('an account that tried number after number is blocked, and a manager lets it look up again after a question', async ({ journey }) => {
    const [clinician] = await twoClinicians(journey);
    for (let order = 1; order <= 4; order += 1) {
      const documentNumber = testIdentityNumber({ divisionCode: XIHU, birthday: '1980-05-17', order });
      await lookingUp.ask(clinician, questionAbout({ documentType: 'RESIDENT_ID_CARD', documentNumber, fullName: '演示人', birthday: '1980-05-17' }));
    }
    const desk = await givenSomebodyAt(journey, '演示负责人丙', '查询审阅', { width: 375 });
    await desk.press('English');
    await desk.sees('as if it tried number after number');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press(/^Lift the block/);
    await desk.sees('Lift the block of 演示医生甲?');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('Yes, lift it');
    await desk.sees('No account is blocked.');
    await desk.tap(desk.app.getByRole('radio', { name: 'All', exact: true }));
    await desk.sees('Showing 3 of 3.');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });
});
