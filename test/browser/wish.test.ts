import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { ownWish } from '../kit/wishes.ts';
import { thenFocusIsOn } from './steps/mending.ts';
import { whenTheLookIs } from './steps/reading.ts';
import { whenSheTypes, whenTheDaughterOpens, whenTheyTellTheirDaughter } from './steps/telling.ts';
import { whenMinutesPass } from './steps/trouble.ts';
import { givenADonorAtTheirWish, whenTheyWish } from './steps/wishing.ts';
import { heading } from './steps/words.ts';

const TEXT = '请让我的家人陪着我。\n请为我诵经。';

describe.concurrent('what I hope medical staff and my family respect', () => {
  it.for(['normal', 'elder'] as const)('in the %s look: I write it, agree to it, see it beside my decision, and remove it again', async (look, { journey }) => {
    const phone = await givenADonorAtTheirWish(journey, 'young');
    await whenTheLookIs(phone, look);
    await whenTheyWish(phone, TEXT);
    await phone.sees('已经记下您的希望');
    expect(await ownWish(await journey.onAnotherPhone('young'))).toMatchObject({ text: TEXT, given: true });
    await phone.press('返回我的决定');
    await phone.sees('请为我诵经。');
    await phone.press('修改或者删除我的希望');
    await phone.arriveAt(heading.wish);
    await phone.press('删除我的希望');
    await phone.sees('删除以后，我们不再保存这段话，也找不回来。');
    expect((await ownWish(await journey.onAnotherPhone('young'))).text).toBe(TEXT);
    await phone.press('是，删除');
    await thenFocusIsOn(phone, /^已经删除。/);
    await phone.sees('已经删除。');
    expect(await ownWish(await journey.onAnotherPhone('young'))).toMatchObject({ text: null, given: false });
    await phone.press('返回我的决定');
    await phone.sees('还没有写下希望医护人员和家人尊重的事。');
  });

  it('is not kept without my tick, and asks me to sign in once more when minutes have passed', async ({ journey }) => {
    const phone = await givenADonorAtTheirWish(journey, 'young');
    await phone.type('我的希望（选填）', '请安静。');
    await phone.press('保存');
    await phone.sees('要保存这段话，需要您单独同意');
    expect((await ownWish(await journey.onAnotherPhone('young'))).text).toBeNull();
    whenMinutesPass(journey, 3);
    await phone.tap(phone.app.getByRole('checkbox', { name: /^我同意保存这段话/ }));
    await phone.press('保存');
    await phone.sees('请再确认一次是您本人');
    await phone.press('去登录，接着提交');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await phone.sees('已经记下您的希望');
    expect((await ownWish(await journey.onAnotherPhone('young'))).text).toBe('请安静。');
  });

  it('is read by my daughter with my whole decision', async ({ journey }) => {
    const phone = await givenADonorAtTheirWish(journey, 'young');
    await whenTheyWish(phone, TEXT);
    await phone.sees('已经记下您的希望');
    await phone.press('返回我的决定');
    await phone.press('告诉家人');
    await phone.arriveAt(heading.tellFamily);
    const sent = await whenTheyTellTheirDaughter(phone, '我的整个决定');
    const daughter = await whenTheDaughterOpens(journey, sent);
    await whenSheTypes(daughter, sent.code);
    await daughter.sees('希望大家尊重的');
    await daughter.sees('请为我诵经。');
  });
});
