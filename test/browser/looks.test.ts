import { describe, expect } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen } from './steps/arriving.ts';
import { listedLooks, whenALookUpIsDeclined, whenTheGlassIsBroken, whenTheyAreLookedUp } from './steps/being-looked-up.ts';
import { whenTheyGoHome } from './steps/deciding.ts';
import { whenTheyLookUp } from './steps/reading.ts';
import { heading } from './steps/words.ts';

describe('who looked my decision up', () => {
  it('is told to me when I open the app, with who asked, who confirmed and what they were told, until I say that I have seen it', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    await whenTheyAreLookedUp(journey, 'young');
    const phone = await givenACitizen(journey, 'young');
    await phone.sees('有人查询了您的登记');
    await phone.press('看看是谁查询的');
    await phone.arriveAt(heading.looks);
    await phone.sees('一共 1 次查询，其中 1 次您还没有看过。');
    expect(await listedLooks(phone)).toMatchObject([
      {
        医院: '演示医院（demo-hospital）',
        告诉了对方什么: '您登记了同意捐献',
        查询人: '演示医生甲（医院的医务人员）',
        第二人确认: '演示医生乙（医院的医务人员）确认',
        查询的情形和目的: '医院说明：预计不久死亡\n目的：在与家属沟通前了解本人意愿',
      },
    ]);
    await phone.sees('这不该发生？');
    await phone.press('我看过了，不再提醒');
    await phone.sees('一共 1 次查询。');
    await whenTheyGoHome(phone);
    await phone.sees('您好，');
    expect(await phone.text()).not.toContain('有人查询了您的登记');
  });

  it('reminds me on the page of my decision, too, and again after each new one', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'elder');
    await whenTheyLookUp(phone);
    expect(await phone.text()).not.toContain('有人查询了您的登记');
    await whenTheGlassIsBroken(journey, 'elder');
    await whenTheyGoHome(phone);
    await whenTheyLookUp(phone);
    await phone.sees('有人查询了您的登记');
    await phone.press('看看是谁查询的');
    await phone.arriveAt(heading.looks);
    await phone.sees('紧急查询');
    expect(await listedLooks(phone)).toMatchObject([{ 查询人: '演示协调员（红十字会协调员）', 第二人确认: '情况紧急，没有经过第二人确认；这样的查询都会被复查', 告诉了对方什么: '没有查到您的登记' }]);
  });

  it('is there for me although I never registered, and although the look-up was declined', async ({ journey }) => {
    await whenALookUpIsDeclined(journey, 'young');
    const phone = await givenACitizen(journey, 'young');
    await phone.sees('有人查询了您的登记');
    await phone.press('看看是谁查询的');
    await phone.arriveAt(heading.looks);
    await phone.sees('一共 1 次查询');
    expect(await listedLooks(phone)).toMatchObject([{ 告诉了对方什么: '什么都没有告诉（第二人没有同意）', 第二人确认: '演示医生乙（医院的医务人员）没有同意' }]);
    await phone.press('联系红十字会');
    await phone.arriveAt(heading.offices);
  });

  it('says plainly when it was nobody, and is found from my decision', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.press('谁查询过我的登记');
    await phone.arriveAt(heading.looks);
    await phone.sees('还没有人查询过您的登记。');
  });
});
