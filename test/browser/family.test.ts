import { describe, expect } from 'vitest';
import { choicesOf, deciding, ownPage } from '../kit/decisions.ts';
import { otherCode } from '../kit/family.ts';
import { it } from '../kit/journey.ts';
import { arriveWithATicket, givenTheContainer, whenTheySayItIsThem } from './steps/arriving.ts';
import { callsOf, thenTheContainerWasAsked } from './steps/in-the-container.ts';
import { thenFocusIsOn } from './steps/mending.ts';
import { listedChoices, thenTheThemeIs, thenTheyWeighTheSame, whenTheLookIs } from './steps/reading.ts';
import { givenADonorAtFamily, whenSheTypes, whenTheDaughterOpens, whenTheyTellTheirDaughter } from './steps/telling.ts';
import { whenMinutesPass } from './steps/trouble.ts';
import { heading, inWords, all } from './steps/words.ts';

const WHOLE = '我的整个决定';
const ONLY = '只说我已经做了决定';

describe.concurrent('telling my family', () => {
  it.for(['normal', 'elder'] as const)('in the %s look: I send a link, say the code on the telephone, my daughter reads my whole decision and says that she knows, and I see it', async (look, { journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    await whenTheLookIs(phone, look);
    const sent = await whenTheyTellTheirDaughter(phone, WHOLE);
    expect(sent.code).toMatch(/^\d{6}$/);

    const daughter = await whenTheDaughterOpens(journey, sent);
    await whenTheLookIs(daughter, look);
    for (const secret of ['晓舟', '女儿', '同意', '器官']) expect(await daughter.app.locator('main').innerText()).not.toContain(secret);
    await whenSheTypes(daughter, sent.code);
    await daughter.arriveAt('*晓舟给您的留言');
    await daughter.sees('我登记了：同意捐献');
    expect(await listedChoices(daughter)).toEqual(inWords(all('AGREE')));
    await daughter.sees('没有法律效力');
    await thenTheyWeighTheSame(daughter, ['我知道了', '我不想参与，或者不便表态']);
    await daughter.press('我知道了');
    await thenFocusIsOn(daughter, '已经告诉对方：您知道了。');

    await phone.press('好了，看我发过的留言');
    await phone.arriveAt(heading.tellFamily);
    await phone.sees('“我知道了”');
    await phone.press('返回我的决定');
    await phone.sees('女儿：“我知道了”');
  });

  it('my daughter may say that she would rather not take part; nothing of my decision changes by it', async ({ journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    const elsewhere = await journey.onAnotherPhone('young');
    const before = (await ownPage(elsewhere)).donor?.decision;
    const sent = await whenTheyTellTheirDaughter(phone, ONLY);
    const daughter = await whenTheDaughterOpens(journey, sent);
    await whenSheTypes(daughter, sent.code);
    await daughter.sees('我已经做了决定，登记在册');
    for (const secret of ['同意捐献', '心脏']) expect(await daughter.app.locator('.finding').innerText()).not.toContain(secret);
    await daughter.press('我不想参与，或者不便表态');
    await daughter.sees('这没有关系');
    expect((await ownPage(elsewhere)).donor?.decision).toEqual(before);
    await daughter.press('改成“我知道了”');
    await thenFocusIsOn(daughter, '已经告诉对方：您知道了。');
  });

  it('whoever has the link and not the code reads nothing, and after five tries nobody does; I am told', async ({ journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    const sent = await whenTheyTellTheirDaughter(phone, WHOLE);
    const stranger = await whenTheDaughterOpens(journey, sent);
    expect(await stranger.kept()).not.toContain(sent.link.split('k=')[1]);
    for (let by = 1; by <= 5; by++) {
      const answered = stranger.page.waitForResponse((response) => response.url().endsWith('/graphql'));
      await whenSheTypes(stranger, otherCode(sent.code, by));
      await answered;
      await stranger.sees('打不开。请核对六位口令');
    }
    await whenSheTypes(stranger, sent.code);
    await stranger.sees('打不开。请核对六位口令');
    await phone.press('好了，看我发过的留言');
    await phone.sees('已锁住');
    await phone.sees('有人连续输错口令');
  });

  it('what she reads is what stands then: I change my decision, and take the message back', async ({ journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    const sent = await whenTheyTellTheirDaughter(phone, WHOLE);
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.edit(elsewhere, 1, choicesOf('AGREE', { HEART: 'REFUSE' }));
    const daughter = await whenTheDaughterOpens(journey, sent);
    await whenSheTypes(daughter, sent.code);
    await daughter.sees('留言做好以后，决定有过变化');
    expect(await listedChoices(daughter)).toMatchObject({ 心脏: '不同意' });

    await phone.press('好了，看我发过的留言');
    await phone.press(/^收回这条留言/);
    await thenFocusIsOn(phone, '要收回给女儿的留言吗？');
    await phone.press('是，收回');
    await thenFocusIsOn(phone, /^已经收回给女儿的留言/);
    await phone.sees('已收回');
    const again = await whenTheDaughterOpens(journey, sent);
    await whenSheTypes(again, sent.code);
    await again.sees('打不开。请核对六位口令');
  });

  it('asks me to sign in once more when some minutes have passed, and then goes on by itself', async ({ journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    await phone.press('告诉一位家人');
    await phone.arriveAt(heading.familyWho);
    await phone.tap(phone.app.getByRole('radio', { name: '女儿' }));
    await phone.press('继续');
    await phone.arriveAt(heading.familyWhat);
    await phone.tap(phone.app.getByRole('radio', { name: ONLY }));
    whenMinutesPass(journey, 3);
    await phone.press('做好留言');
    await phone.sees('请再确认一次是您本人');
    await phone.press('去登录，接着提交');
    await phone.tap(phone.app.getByRole('button', { name: '林晓舟' }));
    await phone.arriveAt(heading.familyMade);
    await phone.page.reload();
    await phone.arriveAt(heading.tellFamily);
    await phone.sees('给女儿的留言');
  });

  it('is read also where somebody else is signed in, without them noticing or being noted', async ({ journey }) => {
    const phone = await givenADonorAtFamily(journey, 'young');
    const sent = await whenTheyTellTheirDaughter(phone, ONLY);
    const other = await journey.phone();
    await arriveWithATicket(journey, other, 'elder');
    await whenTheySayItIsThem(other);
    await other.arriveAt(heading.home);
    const asked: (string | undefined)[] = [];
    other.page.on('request', (request) => {
      if (request.postData()?.includes('OpenFamilyMessage')) asked.push(request.headers()['authorization']);
    });
    await other.go(sent.link);
    await other.arriveAt(heading.familyCode);
    await whenSheTypes(other, sent.code);
    await other.sees('我已经做了决定，登记在册');
    expect(asked).toEqual([undefined]);
  });
});

describe.concurrent('sending the link inside 浙里办', () => {
  it.for([
    ['-1', '没有发送。您可以再点一次。'],
    ['1002', '链接已经复制好了。'],
    ['missing', '链接已经复制好了。'],
  ] as const)('when the container’s sharing answers %s, the page says what happened and the message is still mine to send', async ([failWith, told], { journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenTheContainer(journey, { persona: 'young', failMethod: 'share', failWith }, '/family');
    await phone.arriveAt(heading.tellFamily);
    const sent = await whenTheyTellTheirDaughter(phone, ONLY);
    await phone.press('发送链接');
    await phone.sees(told);
    expect(sent.link).toMatch(/#\/family\/open\?k=[\w-]{43}$/);
  });

  it('goes by the container’s own sharing when it works', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenTheContainer(journey, { persona: 'young', uiStyle: 'elder' }, '/family');
    await phone.arriveAt(heading.tellFamily);
    await thenTheThemeIs(phone, 'elder');
    const { code } = await whenTheyTellTheirDaughter(phone, ONLY);
    await phone.press('发送链接');
    await thenTheContainerWasAsked(phone, 'share', /./);
    await phone.sees('已经交给您选的应用去发送。');
    for (const call of await callsOf(phone, 'share')) expect(call).not.toContain(code);
  });
});
