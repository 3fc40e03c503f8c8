import { describe, expect } from 'vitest';
import { ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenACitizen, givenAVisitor, whenTheySignIn } from './steps/arriving.ts';
import { bodyHeading, whenTheyChooseTheLook } from './steps/body.ts';
import { whenTheyConfirmContact, whenTheyDeclare, whenTheySkipFamily } from './steps/deciding.ts';
import { heading } from './steps/words.ts';

/** Somebody who helps chooses all organs and says nothing about tissues, as they were told, and comes to the hand-over. */
async function whenSomebodyPrepares(phone: Phone): Promise<void> {
  await phone.press(/^帮家人办/);
  await phone.arriveAt(bodyHeading.helper);
  await phone.sees('只有本人能确认');
  await phone.press('现在准备');
  await phone.arriveAt('他（她）愿意捐献哪些器官？');
  await phone.tap(phone.app.getByRole('radio', { name: /^全部器官都同意/ }));
  await phone.press('继续');
  await phone.arriveAt('他（她）愿意捐献哪些组织？');
  await phone.tap(phone.app.getByRole('radio', { name: /组织.*不表态|不表态/ }));
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.handOver);
}

describe.each(['normal', 'elder'] as const)('helping somebody, in the %s look', (look) => {
  it('given a helper who signs in to nothing, when the person opens the link, then only they sign in, check and confirm', async ({ journey }) => {
    const helper = await givenAVisitor(journey);
    await whenTheyChooseTheLook(helper, look);
    await whenSomebodyPrepares(helper);
    const link = await helper.app.locator('.link').innerText();
    // Twelve letters behind the fragment, which no server is sent, and nothing else.
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\/helper\/open\?a=1\.[arn]{12}$/);

    const theirs = await journey.phone();
    await theirs.go(new URL(link).pathname + new URL(link).hash);
    await theirs.arriveAt(bodyHeading.helped);
    await whenTheyChooseTheLook(theirs, look);
    await theirs.sees('还没有提交，也没有登记。');
    await theirs.sees('心脏');
    await theirs.press('是我的意思，接着办');
    await whenTheySignIn(theirs, '林晓舟');
    await theirs.arriveAt(heading.organs);
    await theirs.press('继续');
    await theirs.arriveAt(heading.tissues);
    await theirs.press('继续');
    await whenTheyConfirmContact(theirs);
    await whenTheySkipFamily(theirs);
    await theirs.arriveAt(heading.check);
    await theirs.sees('请您本人核对、本人确认');
    // Prepared is not registered: nothing stands until they have ticked and sent it themselves.
    expect((await ownPage(await journey.onAnotherPhone('young'))).state).toBe('SILENT');
    await theirs.press('提交登记');
    await theirs.sees('请先阅读声明，再勾选“我已阅读并同意”');
    await whenTheyDeclare(theirs, '提交登记');
    await theirs.arriveAt(heading.registered);
    const { donor } = await ownPage(await journey.onAnotherPhone('young'));
    expect(donor?.decision.choices.filter(({ choice }) => choice === 'AGREE').map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'ORGAN'));
  });
});

describe('what a link cannot do', () => {
  it('given answers of one’s own, when somebody’s link is opened, then one’s own stay', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await phone.arriveAt(heading.organs);
    await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
    await phone.app.evaluate(() => {
      window.location.hash = '#/helper/open?a=1.rrrrrrrrrrrr&go=1';
    });
    // The link presses for nobody; they do.
    await phone.arriveAt(bodyHeading.helped);
    await phone.press('是我的意思，接着办');
    await phone.sees('您愿意捐献哪些器官？');
    await expect.poll(() => phone.path()).toBe('/register/organs');
    expect(await phone.app.getByRole('radio', { name: '不同意', exact: true }).first().isChecked()).toBe(false);
  });

  it('given a link that is not whole, when it is opened, then it says so and leads to one’s own form', async ({ journey }) => {
    const phone = await journey.phone();
    await phone.go('/#/helper/open?a=1.xyz');
    await phone.arriveAt(bodyHeading.helped);
    await phone.sees('这个链接不完整，打不开。您可以自己从头填。');
  });
});
