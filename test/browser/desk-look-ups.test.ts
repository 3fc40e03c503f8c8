import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { choicesOf, deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt, whenTheyFillInALookUp } from './steps/at-the-desk.ts';
import { listedLooks } from './steps/being-looked-up.ts';
import { listedChoices } from './steps/reading.ts';
import { whenRepliesArriveAgain, whenRepliesGetLost } from './steps/trouble.ts';
import { heading } from './steps/words.ts';

describe('looking up at the work desk', () => {
  it('a clinician asks, a second one confirms, the first opens the answer, and the person sees all of it', { timeout: 120_000 }, async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE') });
    const asker = await givenSomebodyAt(journey, '演示医生丁', '查询');
    await whenTheyFillInALookUp(journey, asker, 'young');
    expect(await faultsOfScreen(asker)).toEqual([]);
    await asker.press('提出查询');
    await asker.arriveAt('已提出，等待第二人确认');
    expect(await faultsOfScreen(asker)).toEqual([]);

    const second = await givenSomebodyAt(journey, '演示医生戊', '查询', { width: 375 });
    await second.sees('CASE-2026-7');
    expect(await second.text()).not.toContain(journey.person('young').name);
    await second.press(/^确认/);
    await second.sees('确认演示医生丁提出的查询（病例 CASE-2026-7）吗？');
    expect(await faultsOfScreen(second)).toEqual([]);
    await second.press('是，确认这次查询');
    await second.sees('已确认病例 CASE-2026-7 的查询。');

    await asker.press('返回查询列表');
    await asker.sees('已确认，可以打开');
    expect(await faultsOfScreen(asker)).toEqual([]);
    await asker.press(/^打开结果/);
    await asker.arriveAt('查询结果');
    await asker.sees('本人登记了：同意捐献');
    await asker.sees('本人曾书面表示同意捐献');
    // A clinician learns the state, and no single organ.
    expect(await asker.text()).not.toMatch(/心脏|证据包/);
    expect(await faultsOfScreen(asker)).toEqual([]);

    const phone = await givenACitizen(journey, 'young');
    await phone.press('看看是谁查询的');
    await phone.arriveAt(heading.looks);
    expect(await listedLooks(phone)).toMatchObject([
      { 医院: '演示医院（西湖）', 告诉了对方什么: '您登记了同意捐献', 查询人: '演示医生丁（医院的医务人员）', 第二人确认: '演示医生戊（医院的医务人员）确认' },
    ]);
  });

  it('a coordinator in an emergency is warned, gets the answer at once with every choice, and saves the evidence package once', { timeout: 120_000 }, async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE', { HEART: 'REFUSE' }) });
    const desk = await givenSomebodyAt(journey, '演示协调员乙', '查询', { width: 375 });
    await whenTheyFillInALookUp(journey, desk, 'young', { purpose: /准备伦理委员会审查/ });
    await desk.tap(desk.app.getByLabel('紧急查询：不等第二人确认，立即得到结果', { exact: true }));
    await desk.sees('紧急查询会立即报警');
    await desk.press('立即查询，并报警');
    await desk.sees('请选择为什么不能等确认');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.tap(desk.app.getByRole('radio', { name: '情况紧急，来不及等待确认' }));
    await desk.press('立即查询，并报警');
    await desk.arriveAt('查询结果');
    await desk.sees('本人登记了：同意捐献');
    expect(await listedChoices(desk)).toMatchObject({ 心脏: '不同意', 肝: '同意' });
    expect(await faultsOfScreen(desk)).toEqual([]);

    const download = desk.page.waitForEvent('download');
    await desk.press('出具并下载证据包');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^evidence-[0-9a-f-]{36}\.pdf$/);
    expect((await text(await file.createReadStream())).slice(0, 5)).toBe('%PDF-');
    await desk.sees('证据包已经下载');
    expect(await faultsOfScreen(desk)).toEqual([]);

    const auditor = await givenSomebodyAt(journey, '演示稽核员甲', '查询审阅');
    await auditor.sees('紧急查询');
    await auditor.sees('CASE-2026-7');
    expect(await faultsOfScreen(auditor)).toEqual([]);
    await auditor.tap(auditor.app.getByRole('navigation').getByRole('link', { name: '证据包' }));
    await auditor.sees('看过 1 次查询（共 1 次），其中 1 次可以出证据包。');
    expect(await faultsOfScreen(auditor)).toEqual([]);
  });

  it('a reply that gets lost loses nothing that was typed, and trying again asks only once', async ({ journey }) => {
    const desk = await givenSomebodyAt(journey, '演示医生丁', '查询');
    await whenTheyFillInALookUp(journey, desk, 'young');
    await whenRepliesGetLost(desk, 'LookUpDecision');
    await desk.press('提出查询');
    await desk.sees('网络好像断了');
    await desk.sees('内容没有改动的，不会查询两次');
    expect(await desk.app.getByLabel('姓名', { exact: true }).inputValue()).toBe(journey.person('young').name);
    expect(await desk.kept()).not.toContain(journey.person('young').name);
    await whenRepliesArriveAgain(desk);
    await desk.press('再试一次');
    await desk.arriveAt('已提出，等待第二人确认');
    await desk.press('返回查询列表');
    await desk.sees('CASE-2026-7');
    expect(await desk.app.locator('.desk-card').count()).toBe(1);
    // Nothing of the person waits for whoever asks next.
    await desk.press('新的查询');
    await desk.arriveAt('新的查询');
    expect(await desk.app.getByLabel('姓名', { exact: true }).inputValue()).toBe('');
  });

  it('what is missing or cannot be is told beside its field, by the keyboard alone, and what the register finds wrong, too', async ({ journey }) => {
    const desk = await givenSomebodyAt(journey, '演示医生丁', '查询');
    await whenTheyFillInALookUp(journey, desk, 'young', { caseNumber: '13800138000' });
    const { number } = journey.person('young').document;
    await desk.type('证件号码', `${number.slice(0, -1)}${number.endsWith('1') ? '2' : '1'}`);
    await desk.type('姓名', '');
    await desk.app.getByLabel('姓名', { exact: true }).press('Enter');
    await desk.sees('这个身份证号码不成立');
    await desk.page.keyboard.press('Tab');
    await desk.page.keyboard.press('Enter');
    expect(await desk.app.locator(':focus').getAttribute('id')).toBe('documentNumber');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.type('证件号码', number);
    await desk.type('姓名', journey.person('young').name);
    await desk.press('提出查询');
    await desk.sees('病例编号为 3 至 40 位字母');
    expect(await desk.app.getByLabel('病例编号', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await desk.app.getByLabel('证件号码', { exact: true }).inputValue()).toBe(number);
  });

  it('a second person who declines ends the look-up, and the asker sees nothing', async ({ journey }) => {
    const asker = await givenSomebodyAt(journey, '演示医生丁', '查询');
    await whenTheyFillInALookUp(journey, asker, 'young');
    await asker.press('提出查询');
    await asker.arriveAt('已提出，等待第二人确认');
    const second = await givenSomebodyAt(journey, '演示协调员丙', '查询');
    await second.press(/^不同意/);
    await second.sees('不同意演示医生丁提出的查询');
    // Whoever works by keyboard stands at the question, and back at the card when they leave it.
    expect(await second.app.locator(':focus').innerText()).toContain('不同意演示医生丁提出的查询');
    await second.page.keyboard.press('Escape');
    await expect.poll(() => second.app.locator('.desk-card button:focus').count()).toBe(1);
    await second.press(/^不同意/);
    await second.press('是，不同意这次查询');
    await second.sees('没有同意病例 CASE-2026-7 的查询');
    await asker.press('返回查询列表');
    await asker.sees('现在没有等待确认的或可以打开的查询。');
  });
});
