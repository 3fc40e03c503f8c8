import { describe, expect } from 'vitest';
import { choicesOf, deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenTheyGoHome, whenTheyRegister } from './steps/deciding.ts';
import { facts, history, listedChoices, thenMyDecisionReadsBack, whenTheyLookUp } from './steps/reading.ts';
import { all, inWords } from './steps/words.ts';

describe('looking up my decision', () => {
  it('tells the legal effect, every choice, the channel, the history and that the national register does not know yet', async ({ journey }) => {
    const refusesHeart = { HEART: 'REFUSE', BONE: 'NOT_STATED' } as const;
    await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE', refusesHeart) });
    const phone = await givenACitizen(journey, 'young');

    await whenTheyLookUp(phone);

    await phone.sees('您已书面表示：愿意捐献写明“同意”的项目。');
    expect(await listedChoices(phone)).toEqual(inWords(all('AGREE', refusesHeart)));
    expect(await facts(phone)).toMatchObject({ 办理途径: '支付宝里的浙里办', 居住地: '浙江省杭州市西湖区', 家人是否知道: '没有填写' });
    expect(await history(phone)).toEqual(['第 1 次：登记同意捐献']);
    await phone.sees('国家登记系统');
    await phone.sees('待同步');
  });

  it('shows what the register holds, not what was once typed here', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyRegister(phone, all('AGREE'));
    await thenMyDecisionReadsBack(phone, all('AGREE'));

    await deciding.edit(await journey.onAnotherPhone('young'), 1, choicesOf('AGREE', { SKIN: 'REFUSE', LUNG: 'NOT_STATED' }));
    await whenTheyGoHome(phone);
    await whenTheyLookUp(phone);

    expect(await listedChoices(phone)).toEqual(inWords(all('AGREE', { SKIN: 'REFUSE', LUNG: 'NOT_STATED' })));
    expect(await history(phone)).toEqual(['第 2 次：更改了决定', '第 1 次：登记同意捐献']);
  });

  it('reads again on demand, without leaving the page', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('您已书面表示：愿意捐献写明“同意”的项目。');

    await deciding.withdraw(elsewhere, 1);
    await phone.press('重新读取');

    await phone.sees('您已撤回登记，这里不再留有您的意愿。');
    expect(await history(phone)).toEqual(['第 2 次：撤回登记', '第 1 次：登记同意捐献']);
  });

  it('says of somebody who never registered that nothing is recorded, and what that means', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'rare-character');
    await whenTheyLookUp(phone);
    await phone.sees('没有登记');
    await phone.sees('您没有在这里登记过意愿。');
    expect(await listedChoices(phone)).toEqual({});
  });

  it('tells a long history page by page, down to the first decision', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('elder');
    await deciding.register(elsewhere);
    for (let version = 1; version <= 6; version += 1) await deciding.reaffirm(elsewhere, version);
    const phone = await givenACitizen(journey, 'elder');

    await whenTheyLookUp(phone);
    expect((await history(phone)).length).toBe(5);
    await phone.press('再看更早的');

    await phone.sees('第 1 次：登记同意捐献');
    expect((await history(phone)).length).toBe(7);
  });
});
