import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { AnswerDataRequestDocument, DataRequestsDocument, TakeDataRequestDocument } from '../../schema/generated/graphql.ts';
import { deciding } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenTheyGoHome } from './steps/deciding.ts';
import { givenTheirData, whenTheyAskFor } from './steps/my-data.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { heading } from './steps/words.ts';

/** Staff of the person's area take the one request and grant it. */
async function whenStaffGrantIt(journey: Journey, sentence = '已经办好。'): Promise<void> {
  const staff = await journey.staff({ role: 'REGISTRAR' });
  const [task] = (await staff.run(DataRequestsDocument, { first: 1 })).dataRequests.nodes;
  await staff.run(TakeDataRequestDocument, { input: { requestId: task?.id ?? '' } });
  await staff.run(AnswerDataRequestDocument, { input: { requestId: task?.id ?? '', sentence } });
}

describe('my personal data', () => {
  it('show for what they are used; what I may do without I agree to and take back, each for itself', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'elder');
    await phone.sees('按法律规定');
    expect(await phone.text()).not.toContain('您同意了');
    const give = phone.app.getByRole('button', { name: /^同意：/ }).first();
    const title = ((await give.textContent()) ?? '').trim().slice('同意：'.length);
    await give.click();
    await phone.sees('您同意了');
    await phone.press(`收回同意：${title}`);
    await phone.app.getByRole('button', { name: `同意：${title}`, exact: true }).waitFor();
    expect(await phone.text()).not.toContain('您同意了');
  });

  it('can be taken along as a file whose checksum is told, and that it was taken is on the list', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'young');
    await phone.press('去取副本');
    await phone.arriveAt(heading.copy);
    await phone.press('取副本');
    await phone.sees('副本准备好了');
    const download = phone.page.waitForEvent('download');
    await phone.press('保存到这台设备');
    const copy = (await buffer(await (await download).createReadStream())).toString();
    expect(JSON.parse(copy)).toMatchObject({ form: 'sanxian-personal-data', identity: { fullName: journey.person('young').name } });
    await phone.press('返回');
    await phone.sees('您自己取了一份副本');
    expect(await phone.text()).not.toContain(journey.person('young').document.number);
  });

  it('are asked about with a receipt; the answer stands beside it', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'elder');
    await whenTheyAskFor(phone, '解释说明', '请说明谁看过我的信息。');
    await phone.arriveAt(heading.requested);
    await phone.sees('受理编号');
    await phone.press('我的个人信息');
    await phone.sees('最晚答复时间');
    await whenStaffGrantIt(journey, '只有您自己看过。');
    await phone.page.reload();
    await phone.sees('已办好');
    await phone.sees('只有您自己看过。');
    await phone.sees('工作人员查看了您的请求');
  });

  it('are not erased while a decision stands; once I have withdrawn they are, and nobody knows me any more', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'young');
    await whenTheyAskFor(phone, '删除');
    await phone.sees('撤回');
    expect(await phone.path()).toBe('/my-data/request');
    await deciding.withdraw(await journey.onAnotherPhone('young'), 1);
    await phone.press('提交请求');
    await phone.arriveAt(heading.requested);
    await whenStaffGrantIt(journey);
    const later = await givenACitizen(journey, 'young');
    await whenTheyLookUp(later);
    await later.sees('没有登记');
  });

  it('say who may see them after my death, as I arrange it', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'elder');
    await phone.sees('现在的安排：不作安排');
    await phone.app.getByLabel('除法律规定以外，谁都不可以', { exact: true }).check();
    await phone.press('保存安排');
    await phone.sees('现在的安排：除法律规定以外，谁都不可以');
  });

  it('are kept and not used when I ask for that: nothing is offered but withdrawing, until I end it', async ({ journey }) => {
    const phone = await givenTheirData(journey, 'elder');
    await whenTheyAskFor(phone, '限制处理');
    await phone.arriveAt(heading.requested);
    await whenStaffGrantIt(journey);
    await phone.press('我的个人信息');
    await phone.sees('您的登记已经限制处理');
    await whenTheyGoHome(phone);
    await phone.sees('您的登记已限制处理');
    await phone.press(/^更改我的决定/);
    await phone.arriveAt('您的登记已经限制处理');
    await phone.press('去取消限制');
    await phone.press('取消限制');
    await phone.app.getByText('您的登记已经限制处理').waitFor({ state: 'detached' });
    await whenTheyGoHome(phone);
    await whenTheyLookUp(phone);
    await phone.sees('更改选择或联系方式');
  });
});
