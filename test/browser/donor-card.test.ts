import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { issued } from '../kit/cards.ts';
import { choicesOf, deciding } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { scanned } from '../kit/scan.ts';
import { everyView, faultsOfScreen } from '../kit/screen-checks.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenMinutesPass } from './steps/trouble.ts';
import { heading } from './steps/words.ts';

const HONESTY = '登记意愿凭证，不等于捐献同意书。';

/** Somebody registered who has put the code onto their voucher. */
async function givenACode(journey: Journey): Promise<Phone> {
  await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' }) });
  const phone = await givenACitizen(journey, 'young');
  await phone.go('/#/card');
  await phone.arriveAt(heading.card);
  await phone.press('加上二维码');
  await phone.sees('二维码已加上');
  return phone;
}

/** The picture as it lies in the album afterwards. */
async function savedPicture(phone: Phone): Promise<string> {
  const download = phone.page.waitForEvent('download');
  await phone.press('存成图片');
  return `data:image/png;base64,${(await buffer(await (await download).createReadStream())).toString('base64')}`;
}

/** A card that was made over the API, for what needs no page of the owner. */
async function givenACard(journey: Journey) {
  const citizen = await journey.onAnotherPhone('young');
  await deciding.register(citizen);
  return { citizen, card: await issued(citizen) };
}

/** Somebody scans a code with the camera of their own phone. */
async function whenSomebodyScans(journey: Journey, link: string): Promise<Phone> {
  const phone = await journey.phone({ mayKeep: true });
  await phone.page.goto(link);
  return phone;
}

/** The page has put itself and the lists on the phone. */
const whenItIsReady = (phone: Phone) => phone.sees('这部手机没有网络时，也能核对。');

/** Another card into the same page, as a second scan does. */
const whenTheyScanNext = (phone: Phone, token: string) => phone.page.evaluate((next) => void (location.hash = next), token);

describe('the code on the voucher', () => {
  it('is read from the kept picture, opens the verifier page, and is called revoked after a withdrawal', async ({ journey }) => {
    const owner = await givenACode(journey);
    // When the picture from the album is scanned
    const link = await scanned(owner, await savedPicture(owner));
    expect(link).toMatch(new RegExp(`^${journey.origin}/v#[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    const reader = await whenSomebodyScans(journey, link ?? '');
    // Then it is valid, says what it says, and says what it is not
    await reader.arriveAt('凭证有效');
    const text = await reader.text();
    for (const said of ['*晓舟', '同意捐献', '肺、肝、肾', '不同意捐献的项目\n心脏', '没有表态的项目\n皮肤', HONESTY, '刚刚更新']) expect(text).toContain(said);
    // When the owner withdraws, and the reader checks again
    await deciding.withdraw(await journey.onAnotherPhone('young'), 2);
    await reader.press('再核对一次');
    await reader.arriveAt('凭证已作废');
    // Then nothing of what it once said is left to be taken for true
    expect(await reader.text()).not.toMatch(/晓舟|肝|同意捐献的项目/);
    expect(await reader.text()).toContain(HONESTY);
  });

  it('asks somebody who signed in long ago whether it is them, and then goes on by itself; one press makes one card', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const owner = await givenACitizen(journey, 'young');
    await owner.go('/#/card');
    await owner.arriveAt(heading.card);
    whenMinutesPass(journey, 3);
    await owner.press('加上二维码');
    await owner.sees('请再确认一次是您本人');
    await owner.press(/^去登录/);
    await owner.tap(owner.app.getByRole('button', { name: '林晓舟' }));
    await owner.arriveAt(heading.card);
    await owner.sees('二维码已加上');
    expect(await owner.kept()).not.toMatch(/signed-card|\/v#/);
    const reader = await whenSomebodyScans(journey, (await scanned(owner, await savedPicture(owner))) ?? '');
    await reader.arriveAt('凭证有效');
  });

  it('can be read from the screen of a small phone, in both looks', async ({ journey }) => {
    const owner = await givenACode(journey);
    for (const look of ['normal', 'elder']) {
      await owner.page.setViewportSize({ width: 320, height: 812 });
      await owner.app.evaluate((html, theme) => void ((html as HTMLElement).dataset['theme'] = theme), look);
      const shot = await owner.app.getByRole('img', { name: /不等于捐献同意书/ }).screenshot();
      // A camera sees a screen of three device pixels to one of these; smooth enlarging is what its lens does.
      expect(await scanned(owner, `data:image/png;base64,${shot.toString('base64')}`), look).toContain('/v#');
    }
  });

  it('is replaced and revoked on the same page, and a refusal has one that says so', async ({ journey }) => {
    await deciding.refuse(await journey.onAnotherPhone('young'), null);
    const owner = await givenACitizen(journey, 'young');
    await owner.go('/#/card');
    await owner.sees('您登记了不同意。看不到证件号码和电话。');
    await owner.press('加上二维码');
    await owner.sees('二维码已加上');
    const first = (await scanned(owner, await savedPicture(owner))) ?? '';
    const reader = await whenSomebodyScans(journey, first);
    await reader.arriveAt('凭证有效');
    expect(await reader.text()).toMatch(/不同意捐献[^]*任何组织和个人都不得捐献、获取其器官/);
    await owner.tap(owner.app.getByText('换一个，或者作废'));
    await owner.press('换一个新的二维码');
    await owner.sees('二维码已加上');
    const second = (await scanned(owner, await savedPicture(owner))) ?? '';
    await reader.press('再核对一次');
    await reader.arriveAt('凭证已作废');
    await reader.page.goto(second);
    await reader.arriveAt('凭证有效');
    await owner.press('作废这个二维码');
    await owner.sees('二维码已作废');
    await owner.sees('加上二维码');
    await reader.press('再核对一次');
    await reader.arriveAt('凭证已作废');
  });
});

describe('the verifier page', () => {
  it('tells every kind of bad card apart, in words of its own', async ({ journey }) => {
    const { card } = await givenACard(journey);
    const reader = await whenSomebodyScans(journey, `${journey.origin}/v`);
    await reader.arriveAt('核对一张登记凭证');
    const [header = '', payload = '', signature = ''] = card.token.split('.');
    const otherHeader = Buffer.from(JSON.stringify({ alg: 'ES256', zip: 'DEF', kid: 'a-key-of-somebody-else' })).toString('base64url');
    const said: readonly [token: string, heading: string][] = [
      [card.token.slice(0, -30), '凭证不完整'],
      [card.token, '凭证有效'],
      [`${header}.${payload}.${signature.replace(/^.{6}/, 'AAAAAA')}`, '凭证是假的，或者被改过'],
      [`${otherHeader}.${payload}.${signature}`, '不是登记系统签的'],
    ];
    for (const [token, verdict] of said) {
      await whenTheyScanNext(reader, token);
      await reader.arriveAt(verdict);
    }
    // Where the register cannot be asked, a key that is not known is not called a stranger’s.
    await reader.page.context().setOffline(true);
    await whenTheyScanNext(reader, `${otherHeader}.${payload}.${signature.replace(/^./, 'B')}`);
    await reader.arriveAt('现在认不出是谁签的');
    // A year on
    await reader.page.clock.setSystemTime(Date.now() + 366 * 86_400_000);
    await whenTheyScanNext(reader, card.token);
    await reader.arriveAt('凭证已过期');
    await reader.page.clock.setSystemTime(Date.now() - 86_400_000);
    await whenTheyScanNext(reader, `${card.token}#`);
    await reader.arriveAt('凭证不完整');
    await whenTheyScanNext(reader, card.token);
    await reader.arriveAt('日期对不上');
  });

  it('checks without a network after one visit, says how old its list is, and no longer says valid when that is over a day', async ({ journey }) => {
    const { card } = await givenACard(journey);
    const reader = await whenSomebodyScans(journey, `${journey.origin}/v`);
    await whenItIsReady(reader);
    // When a card is scanned in a place without a network
    await reader.page.context().setOffline(true);
    await reader.page.goto(`${journey.origin}/v#${card.token}`);
    await reader.page.reload();
    await reader.arriveAt('凭证有效');
    await reader.sees(/用的是这部手机上的名单，更新于 .*现在联系不上登记系统/);
    // When two days have gone by
    await reader.page.clock.setSystemTime(Date.now() + 2 * 86_400_000);
    await reader.press('再核对一次');
    await reader.arriveAt('签名没有问题，但名单旧了');
    await reader.sees(/已经超过一天/);
    // When the network is back
    await reader.page.context().setOffline(false);
    await reader.press('再核对一次');
    await reader.arriveAt('凭证有效');
  });

  it('knows a card as revoked without a network when it was when it last asked', async ({ journey }) => {
    const { card, citizen } = await givenACard(journey);
    await deciding.edit(citizen, 2);
    const reader = await whenSomebodyScans(journey, `${journey.origin}/v`);
    await whenItIsReady(reader);
    await reader.page.context().setOffline(true);
    await reader.page.goto(`${journey.origin}/v#${card.token}`);
    await reader.arriveAt('凭证已作废');
  });

  it('sends the card nowhere and keeps it nowhere; what it keeps is public', async ({ journey }) => {
    const { card } = await givenACard(journey);
    const reader = await journey.phone({ mayKeep: true });
    const sent: string[] = [];
    reader.page.context().on('request', (request) => sent.push([request.url().split('#')[0], request.postData() ?? '', JSON.stringify(request.headers())].join(' ')));
    await reader.page.goto(card.link);
    await reader.arriveAt('凭证有效');
    await whenItIsReady(reader);
    const [, payload = '', signature = ''] = card.token.split('.');
    expect(sent.length).toBeGreaterThan(4);
    for (const secret of [payload, signature, card.cardNumber]) {
      expect(sent.filter((each) => each.includes(secret))).toEqual([]);
      expect(journey.logged.filter((line) => line.includes(secret))).toEqual([]);
    }
    const kept = await reader.page.evaluate(async () => {
      const names = await caches.keys();
      const texts = await Promise.all(names.map(async (name) => Promise.all((await (await caches.open(name)).keys()).map(async (request) => [new URL(request.url).pathname, await (await (await caches.open(name)).match(request))?.text()] as const))));
      return { files: texts.flat(), storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]), databases: (await indexedDB.databases()).length };
    });
    expect(kept.files.map(([path]) => path).filter((path) => !/^\/v(?:$|\/assets\/|\/kept-lists\.json$)/.test(path))).toEqual([]);
    expect(kept.databases).toBe(0);
    for (const secret of [payload, signature, card.cardNumber, '晓舟']) expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('has no fault in any look, colour, width or language, whatever it says', { timeout: 240_000 }, async ({ journey }) => {
    const { card, citizen } = await givenACard(journey);
    const reader = await journey.phone();
    const faults: string[] = [];
    const look = async (state: string, views = everyView) => faults.push(...(await faultsOfScreen(reader, views)).map((fault) => `${state} ${fault}`));
    await reader.go(`/v#${card.token}`);
    await reader.arriveAt('凭证有效');
    await look('valid');
    const some = everyView.filter(({ width, scheme }) => width === 320 && scheme === 'light');
    for (const [language, words] of [['English', 'The card is valid'], ['易读', '这张卡有效']] as const) {
      await reader.app.getByRole('combobox').selectOption({ label: language });
      await reader.arriveAt(words);
      await look(language, some);
    }
    await reader.app.getByRole('combobox').selectOption({ label: '中文' });
    await deciding.withdraw(citizen, 2);
    await reader.press('再核对一次');
    await reader.arriveAt('凭证已作废');
    await look('revoked', everyView.filter(({ width }) => width === 375));
    await whenTheyScanNext(reader, '');
    await reader.arriveAt('核对一张登记凭证');
    await look('none', some);
    expect([...new Set(faults)]).toEqual([]);
  });
});
