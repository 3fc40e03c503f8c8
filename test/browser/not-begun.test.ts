import { describe, expect } from 'vitest';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { faultsOfScreen } from '../kit/screen-checks.ts';
import { bodyHeading } from './steps/body.ts';
import { thenTheThemeIs } from './steps/reading.ts';
import { heading } from './steps/words.ts';

const scripts = '**/assets/*.js';
const SAID = '页面没有全部打开，现在还不能办理。';

/** Somebody opens the app, and our scripts do not arrive: they are lost at once, or never answered. */
async function givenNoScripts(journey: Journey, how: 'lost' | 'never', path = '/'): Promise<Phone> {
  const phone = await journey.phone();
  await phone.page.route(scripts, (route) => (how === 'lost' ? route.abort() : undefined));
  await phone.page.clock.install();
  await phone.page.goto(new URL(path, journey.origin).href, { waitUntil: 'commit' });
  await phone.app.locator('.opening').waitFor({ state: 'attached' });
  return phone;
}
const alert = (phone: Phone) => phone.app.getByRole('alert');

describe('the first screen before the app has begun', () => {
  it('says at once that it is not open when our script is lost, in words that a screen reader hears, and opens on another try', async ({ journey }) => {
    const phone = await givenNoScripts(journey, 'lost');
    await phone.sees(SAID);
    expect(await alert(phone).innerText()).toMatch(/前往当地红十字会当面办理。服务电话：/);
    expect(await faultsOfScreen(phone)).toEqual([]);

    await phone.page.route('**/icon.svg?*', (route) => route.abort());
    await phone.press('再试一次');
    await phone.sees('还是没有连上。请检查网络，过一会儿再试。');

    await phone.page.unrouteAll({ behavior: 'wait' });
    await phone.press('再试一次');
    await expect.poll(() => phone.app.locator('.opening').count()).toBe(0);
    await phone.arriveAt(heading.home);
    expect(await alert(phone).count()).toBe(0);
    await phone.press(/^我的决定/);
    await phone.arriveAt(heading.signIn);
  });

  it('says so after ten seconds when nothing comes, not before, also on the way to another page', async ({ journey }) => {
    const phone = await givenNoScripts(journey, 'never', '/#/offices');
    await phone.page.clock.runFor(9_000);
    expect(await alert(phone).count()).toBe(0);
    await phone.sees('正在打开…');
    await phone.page.clock.runFor(1_500);
    await phone.sees(SAID);
    expect(await faultsOfScreen(phone)).toEqual([]);
  });

  it('switches to 长辈版 and back without the app, keeps the choice, and says of a door that it is opening', async ({ journey }) => {
    const phone = await givenNoScripts(journey, 'never');
    await phone.press('长辈版');
    await thenTheThemeIs(phone, 'elder');
    await phone.press('标准版');
    await thenTheThemeIs(phone, 'normal');
    await phone.press('长辈版');
    await phone.press(/^我的决定/);
    await phone.sees('正在打开…');
    expect(await phone.app.locator('.first-screen').isVisible()).toBe(false);
    await phone.app.evaluate(() => window.history.back());
    await phone.app.locator('.first-screen').waitFor();

    await phone.page.unrouteAll({ behavior: 'ignoreErrors' });
    await phone.page.reload();
    await expect.poll(() => phone.app.locator('.opening').count()).toBe(0);
    await thenTheThemeIs(phone, 'elder');
    await phone.app.getByRole('button', { name: '标准版' }).waitFor();
  });

  it('takes what a helper prepared out of the address before any other script runs', async ({ journey }) => {
    const phone = await givenNoScripts(journey, 'lost', '/#/helper/open?a=1.aaaaaannnnnn');
    expect(await phone.kept()).not.toContain('1.aaaaaannnnnn');
    expect(await phone.path()).toBe('/helper/open');
    const whole = await journey.phone();
    await whole.go('/#/helper/open?a=1.aaaaaannnnnn');
    await whole.arriveAt(bodyHeading.helped);
    await whole.sees('心脏');
    expect(await whole.app.evaluate(() => window.location.href)).toMatch(/#\/helper\/open$/);
  });
});
