import { describe, expect } from 'vitest';
import { deciding } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen, givenTheContainer } from './steps/arriving.ts';
import { whenTheyDeclare, whenTheyGoHome } from './steps/deciding.ts';
import { thenTheThemeIs, whenTheyLookUp } from './steps/reading.ts';
import { heading } from './steps/words.ts';

const A_YEAR = 366 * 24 * 3600 * 1000;
const QUESTION = '还是这样想吗？';

describe('a decision that is a year old', () => {
  it('is asked about on “my decision” only, and one statement answers it', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    journey.wait(A_YEAR);
    const phone = await givenACitizen(journey, 'young');
    expect(await phone.text()).not.toContain(QUESTION);
    await whenTheyLookUp(phone);
    await phone.sees(QUESTION);
    await phone.press('仍然如此');
    await phone.arriveAt(heading.reaffirmCheck);
    expect(await phone.text()).not.toContain(QUESTION);
    await whenTheyDeclare(phone, '再次确认');
    await phone.arriveAt(heading.reaffirmed);
    await phone.press('查看我的决定');
    await phone.sees('第 2 次：再次确认决定');
    expect(await phone.text()).not.toContain(QUESTION);
  });

  it('is not asked about for another year once somebody said “later”, in 长辈版 inside 浙里办', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('elder'));
    journey.wait(A_YEAR);
    const phone = await givenTheContainer(journey, { persona: 'elder', container: 'app', uiStyle: 'elder' });
    await thenTheThemeIs(phone, 'elder');
    await whenTheyLookUp(phone);
    await phone.press('以后再说');
    await phone.sees('好的，一年之内不再问。');
    await whenTheyGoHome(phone);
    await whenTheyLookUp(phone);
    expect(await phone.text()).not.toContain(QUESTION);
  });

  it('while a younger one is left alone', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    journey.wait(A_YEAR / 2);
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.sees('同意捐献');
    expect(await phone.text()).not.toContain(QUESTION);
  });
});
