import { describe, expect } from 'vitest';
import { choicesOf, deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { givenSomebodyAt, whenTheyFillInALookUp } from './steps/at-the-desk.ts';
import { listedLooks } from './steps/being-looked-up.ts';
import { heading } from './steps/words.ts';

describe('looking up at the work desk', () => {
  it('a clinician asks, a second one confirms, the first opens the answer, and the person sees all of it', async ({ journey }) => {
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
});
