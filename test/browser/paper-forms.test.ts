import { describe, expect } from 'vitest';
import { allItems } from '../../server/src/donors/donation-kinds.ts';
import { itemWords } from '../../server/src/evidence/evidence-words.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt } from './steps/at-the-desk.ts';
import { whenTheyLookUp } from './steps/reading.ts';

const SIGNED = '2026-11-20';

/** Chooses what stands on the paper for every item. */
async function whenTheyChooseEach(desk: Phone, choice = '同意', except: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const item of allItems) await desk.pick(itemWords[item], except[item] ?? choice);
}

/** A registrar types in the signed paper of a demo person, with a picture of a page as its scan. */
async function whenTheyEnterThePaperOf(journey: Journey, desk: Phone, persona: string): Promise<void> {
  const { name, document, birthday } = journey.person(persona);
  await desk.press('录入一张纸质表');
  await desk.arriveAt('录入一张纸质表');
  await desk.tap(desk.app.getByRole('radio', { name: '我现在照着纸录入' }));
  const buffer = await desk.page.screenshot();
  await desk.page.getByLabel('扫描件', { exact: true }).setInputFiles({ name: '演示纸质表.png', mimeType: 'image/png', buffer });
  await desk.sees('扫描件已经上传');
  await desk.pick('证件种类', '居民身份证');
  await desk.type('证件号码', document.number);
  await desk.type('姓名', name);
  await desk.type('出生日期', birthday);
  await whenTheyChooseEach(desk, '同意', { SKIN: '不同意' });
  await desk.type('签名日期', SIGNED);
  await desk.tap(desk.app.getByRole('checkbox', { name: /纸上印的是“同意捐献”声明/ }));
}

describe('a signed paper at the work desk', () => {
  it('is typed by one person, entered again by another beside its scan, and stands when the citizen signs in', async ({ journey }) => {
    const maker = await givenSomebodyAt(journey, '演示登记员丙', '纸质表');
    await maker.arriveAt('纸质表');
    await maker.sees('现在没有等待核对的纸质表。');
    expect(await faultsOfScreen(maker)).toEqual([]);
    await whenTheyEnterThePaperOf(journey, maker, 'young');
    expect(await faultsOfScreen(maker)).toEqual([]);
    await maker.press('提交，等待核对');
    await maker.sees('等另一个人核对以后才生效');
    await maker.sees('这是您录入的，要由别人核对。');
    expect(await faultsOfScreen(maker)).toEqual([]);

    const checker = await givenSomebodyAt(journey, '演示负责人丙', '纸质表');
    await checker.press(/^核对/);
    await checker.arriveAt(/^核对 DJ-/);
    await checker.app.getByRole('img', { name: /的扫描件/ }).waitFor();
    expect(await checker.text()).not.toContain(journey.person('young').name);
    expect(await faultsOfScreen(checker)).toEqual([]);
    await checker.type('证件号码', journey.person('young').document.number);
    await checker.type('签名日期', SIGNED);
    await whenTheyChooseEach(checker);
    await checker.press('比较');
    await checker.sees('两次填写不一致');
    await checker.sees('还可以填写一次');
    expect(await checker.text()).not.toContain('核对通过');
    expect(await faultsOfScreen(checker)).toEqual([]);
    await checker.pick(itemWords.SKIN, '不同意');
    await checker.press('比较');
    await checker.sees('两次填写完全一致');
    await checker.sees(journey.person('young').name);
    expect(await faultsOfScreen(checker)).toEqual([]);
    await checker.press('核对通过');
    await checker.sees('确定核对通过吗？');
    await checker.press('确定，登记');
    await checker.sees('已经成为本人的登记');

    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('这次登记来自您签名的纸质表');
    await phone.sees('演示登记员丙');
    await phone.sees('演示负责人丙');
    expect(await faultsOfScreen(phone)).toEqual([]);
  });

  it('is asked for item by item and never filled in, and can be sent back with a reason', async ({ journey }) => {
    const maker = await givenSomebodyAt(journey, '演示登记员丙', '纸质表', { width: 375 });
    await maker.press('录入一张纸质表');
    await maker.press('提交，等待核对');
    await maker.sees('请选择这张表是谁录入的');
    await maker.tap(maker.app.getByRole('radio', { name: '我现在照着纸录入' }));
    await maker.press('提交，等待核对');
    await maker.sees('请附上扫描件');
    for (const item of allItems) await maker.sees(`请选择：${itemWords[item]}`);
    expect(await faultsOfScreen(maker)).toEqual([]);
    await maker.page.getByLabel('扫描件', { exact: true }).setInputFiles({ name: '网页.html', mimeType: 'image/png', buffer: Buffer.from('<html>') });
    await maker.sees('只收 JPEG、PNG 图片和 PDF 文件');
    await maker.press('返回列表');
    await whenTheyEnterThePaperOf(journey, maker, 'young');
    await maker.press('提交，等待核对');
    await maker.sees('等另一个人核对以后才生效');

    const checker = await givenSomebodyAt(journey, '演示负责人丙', '纸质表', { width: 375 });
    await checker.press(/^核对/);
    await checker.press('退回或者不予通过');
    await checker.press('确定');
    await checker.sees('请选择怎样处理');
    await checker.tap(checker.app.getByRole('radio', { name: '退回，重新录入' }));
    await checker.tap(checker.app.getByRole('radio', { name: '扫描件看不清' }));
    expect(await faultsOfScreen(checker)).toEqual([]);
    await checker.press('确定');
    await checker.sees('已经退回，录入的人看得到原因');
    await maker.tap(maker.app.getByRole('button', { name: '重新读取' }).nth(1));
    await maker.sees('退回重新录入');
    await maker.sees('扫描件看不清');
    await maker.press(/^重新录入/);
    await maker.sees('沿用原来的扫描件。');
    expect(await faultsOfScreen(maker)).toEqual([]);
  });
});
