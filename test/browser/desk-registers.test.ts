import { describe, expect } from 'vitest';
import { deciding, ownPage } from '../kit/decisions.ts';
import { aboutCards } from '../kit/health-cards.ts';
import { it, type Journey } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt } from './steps/at-the-desk.ts';
import { whenTheyLookUp } from './steps/reading.ts';

/** A demo person of 西湖区 who agreed, while the national register holds a later refusal. */
async function givenTwoRegistersDiffer(journey: Journey): Promise<string> {
  const citizen = await journey.onAnotherPhone('young');
  await deciding.register(citizen);
  const number = (await ownPage(citizen)).donor?.registrationNumber ?? '';
  await journey.nationalRegisterDiffers(number);
  return number;
}

describe('where two registers differ', () => {
  it('the person reads why nobody relies on their agreement, says again what they want, and it counts', { timeout: 120_000 }, async ({ journey }) => {
    await givenTwoRegistersDiffer(journey);
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('两个登记系统里的记录不一致');
    await phone.sees('同意捐献（两边不一致，先不依据）');
    await phone.sees('内容不一致');
    await phone.sees('那边的记录比这里的晚');
    expect(await faultsOfScreen(phone)).toEqual([]);
    const again = await journey.onAnotherPhone('young');
    await deciding.reaffirm(again, (await ownPage(again)).donor?.version ?? 0);
    await phone.press('重新读取');
    await phone.sees('您已书面表示');
    expect(await phone.text()).not.toContain('两边不一致');
  });

  it('a registrar of the area sees the case, never what was decided, and sends it again after a question', { timeout: 120_000 }, async ({ journey }) => {
    const number = await givenTwoRegistersDiffer(journey);
    const desk = await givenSomebodyAt(journey, '演示登记员丙', '国家系统');
    await desk.arriveAt('国家登记系统没有确认的');
    await desk.sees(number);
    await desk.sees('那边另有一份更晚的记录');
    await desk.sees('先不得按“同意捐献”处理');
    expect(await desk.text()).not.toMatch(/心脏|不同意捐献。$/);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press(/^再送一次/);
    await desk.sees(`把登记编号 ${number} 的决定再送一次吗？`);
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.press('是，再送一次');
    await desk.sees(`登记编号 ${number} 会在下一轮再送。`);
    await desk.sees('现在没有等待处理的。');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });
});

describe('what a manager sees of other systems', () => {
  it('how often what a partner sent was what people then decided, with a sample to compare', { timeout: 120_000 }, async ({ journey }) => {
    await journey.sendFor('young');
    await journey.sendFor('elder');
    const desk = await givenSomebodyAt(journey, '演示负责人丙', '代收核对');
    await desk.arriveAt('合作单位送来的登记');
    await desk.sees('演示代办单位 · 纸质表');
    await desk.tap(desk.app.getByText(/^随机抽出的 2 份/));
    await desk.sees('请那家单位拿出这些回执编号的原件');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.type('从哪一天', '2020-01-01');
    await desk.type('到哪一天（含）', '2019-12-31');
    await desk.press('查看');
    await desk.sees('请填写两个日期，先后不能颠倒');
    expect(await faultsOfScreen(desk)).toEqual([]);
    await desk.type('到哪一天（含）', '2020-01-31');
    await desk.press('查看');
    await desk.sees('这段时间没有合作单位送来登记。');
  });

  it('what our marks on health cards and the platform’s came to', { timeout: 120_000 }, async ({ journey }) => {
    const citizen = await journey.onAnotherPhone('young');
    await deciding.register(citizen);
    await aboutCards.bind(citizen);
    await aboutCards.agree(citizen, 'told');
    await journey.tellCards();
    await journey.reconcileCards();
    const desk = await givenSomebodyAt(journey, '演示负责人丙', '健康卡对账');
    await desk.sees('市电子健康医保卡');
    expect(await faultsOfScreen(desk)).toEqual([]);
  });
});
