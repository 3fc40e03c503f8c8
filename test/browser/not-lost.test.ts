import { describe, expect } from 'vitest';
import { ownPage } from '../kit/decisions.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenACitizen, givenTheContainer, whenTheContainerChanges, whenTheySignIn } from './steps/arriving.ts';
import { whenTheyChooseOrgans, whenTheyChooseTissues, whenTheyConfirmContact, whenTheyDeclare, whenTheyNameAContact, whenTheySayTheyLiveIn } from './steps/deciding.ts';
import { facts, thenTheReceiptReadsBack } from './steps/reading.ts';
import {
  thenNothingIsLeftOf,
  thenTheOutcomeIsUnknown,
  thenTheyMustSignInAgain,
  whenRepliesArriveAgain,
  whenRepliesGetLost,
  whenTheNetworkGoes,
  whenTheNetworkIsBack,
  whenThePageReloads,
  whenTheSessionEnds,
  whenTheSignInIsFoundTooWeak,
} from './steps/trouble.ts';
import { all, heading } from './steps/words.ts';

const choices = all('AGREE', { LUNG: 'REFUSE', SKIN: 'NOT_STATED' });
const kin = { name: '演示亲属', relation: '父母', phone: '13700000001' };

/** Somebody has answered every question, optional ones too, and has not sent it. */
async function givenAnUnsentRegistration(journey: Journey): Promise<Phone> {
  const phone = await givenACitizen(journey, 'young');
  await phone.press(/^同意捐献/);
  await whenTheyChooseOrgans(phone, choices);
  await whenTheyChooseTissues(phone, choices);
  await whenTheyConfirmContact(phone);
  await whenTheyNameAContact(phone, kin);
  await phone.arriveAt(heading.check);
  return phone;
}

/** All answers are on the check screen. */
async function thenEveryAnswerIsThere(phone: Phone): Promise<void> {
  await phone.arriveAt(heading.check);
  await expect.poll(async () => (await facts(phone))['居住地']).toBe('浙江省杭州市西湖区');
  expect(await facts(phone)).toMatchObject({
    器官: '同意：心脏、肝、肾、胰、小肠\n不同意：肺',
    组织: '同意：眼组织（角膜）、骨、心脏瓣膜、脑组织、硬脑膜\n不表态：皮肤',
    紧急联系人: expect.stringContaining('演示亲属（父母）') as string,
  });
}

/** The register holds one decision of this person. */
async function thenTheyRegisteredOnce(journey: Journey, persona: string): Promise<string> {
  const { state, donor } = await ownPage(await journey.onAnotherPhone(persona));
  expect([state, donor?.history.totalCount]).toEqual(['AGREED', 1]);
  return donor?.registrationNumber ?? '';
}

describe('answers', () => {
  it('survive a reload in the middle', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await whenThePageReloads(phone);
    await thenEveryAnswerIsThere(phone);
  });

  it('survive a reload inside 浙里办, and so does the session', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'hong-kong' }, '/register');
    await whenTheyChooseOrgans(phone, choices);
    await whenTheyChooseTissues(phone, choices);
    await phone.arriveAt(heading.contact);
    await whenThePageReloads(phone);
    await whenTheySayTheyLiveIn(phone, ['杭州市', '西湖区']);
    await whenTheyNameAContact(phone, kin);
    await thenEveryAnswerIsThere(phone);
  });

  it('wait on the home page for whoever was interrupted', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await phone.press('捐献意愿登记');
    await phone.arriveAt(heading.home);
    await phone.sees('您有一件没办完的事');
    await phone.press('接着办');
    await thenEveryAnswerIsThere(phone);
  });

  it('survive a session that ends before they are sent: signing in again leads back to the same screen', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    whenTheSessionEnds(journey);
    await whenTheyDeclare(phone, '提交登记');

    await thenTheyMustSignInAgain(phone);
    await whenTheySignIn(phone, '林晓舟');

    await thenEveryAnswerIsThere(phone);
    await thenTheOutcomeIsUnknown(phone);
    await phone.press('再查一次');
    await phone.arriveAt(heading.registered);
    await thenTheReceiptReadsBack(phone, choices);
    await thenTheyRegisteredOnce(journey, 'young');
  });

  it('are gone when another person signs in after them', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    whenTheSessionEnds(journey);
    await whenTheyDeclare(phone, '提交登记');
    await thenTheyMustSignInAgain(phone);

    await whenTheySignIn(phone, '陈桂香');

    await phone.sees('刚才在这里填写的内容属于前一个人：没有提交，已经清除。');
    await phone.press('继续');
    await phone.arriveAt(heading.organs);
    await thenNothingIsLeftOf(phone, ['晓舟', '0001', '演示亲属', '13700000001', 'REFUSE', '西湖']);
  });

  it('are gone when the container comes back with another person', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'hong-kong' }, '/register');
    await whenTheyChooseOrgans(phone, choices);
    await phone.arriveAt(heading.tissues);

    await whenTheContainerChanges(phone, { persona: 'rare-character' });
    await phone.arriveAt(heading.home);
    expect(await phone.text()).not.toContain('您有一件没办完的事');
    await phone.press(/^同意捐献/);

    await phone.arriveAt(heading.organs);
    await thenNothingIsLeftOf(phone, ['嘉慧', 'REFUSE']);
  });

  it('are gone after signing out', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await phone.press('捐献意愿登记');
    await phone.press('退出登录');
    await phone.app.getByText('您好，').waitFor({ state: 'detached' });
    await thenNothingIsLeftOf(phone, ['晓舟', '演示亲属', '13700000001', 'REFUSE', '您有一件没办完的事']);
  });

  it('never rest on the device with an ID number in them, even when somebody types one', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await phone.press(/^更改\s*紧急联系人$/);
    await phone.arriveAt(heading.family);
    await phone.type('联系人姓名', journey.person('young').document.number);
    await phone.lookForNumbers();
  });
});

describe('a decision', () => {
  it('is registered once when the network fails at the moment of sending', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await whenTheNetworkGoes(phone);
    await whenTheyDeclare(phone, '提交登记');
    await thenTheOutcomeIsUnknown(phone);

    await whenTheNetworkIsBack(phone);
    await phone.press('再查一次');

    await phone.arriveAt(heading.registered);
    await thenTheReceiptReadsBack(phone, choices);
    await thenTheyRegisteredOnce(journey, 'young');
  });

  it('is registered once when only the reply gets lost, and asking again shows the first result', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await whenRepliesGetLost(phone, 'RegisterDonor');
    await whenTheyDeclare(phone, '提交登记');
    await thenTheOutcomeIsUnknown(phone);
    const number = await thenTheyRegisteredOnce(journey, 'young');

    await whenRepliesArriveAgain(phone);
    await phone.press('再查一次');

    await phone.arriveAt(heading.registered);
    await phone.sees(number);
    await thenTheyRegisteredOnce(journey, 'young');
  });

  it('is not forgotten when the page reloads before the lost reply is cleared up', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await whenRepliesGetLost(phone, 'RegisterDonor');
    await whenTheyDeclare(phone, '提交登记');
    await thenTheOutcomeIsUnknown(phone);
    await whenRepliesArriveAgain(phone);

    await whenThePageReloads(phone);

    await thenTheOutcomeIsUnknown(phone);
    await phone.press('再查一次');
    await phone.arriveAt(heading.registered);
    await thenTheyRegisteredOnce(journey, 'young');
  });

  it('keeps its answers when the sign-in is found too weak only at the end', async ({ journey }) => {
    const phone = await givenAnUnsentRegistration(journey);
    await whenTheSignInIsFoundTooWeak(phone, 'RegisterDonor');
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.stepUp);

    await whenRepliesArriveAgain(phone);
    await phone.press('继续');

    await thenEveryAnswerIsThere(phone);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    await thenTheyRegisteredOnce(journey, 'young');
  });

  it('goes on at the same question when the network fails between two screens', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyChooseOrgans(phone, choices);
    await phone.arriveAt(heading.tissues);
    await whenTheNetworkGoes(phone);
    await whenTheyChooseTissues(phone, choices);
    await phone.sees('网络好像断了');

    await whenTheNetworkIsBack(phone);
    await phone.press('再试一次');

    await whenTheyConfirmContact(phone);
    await whenTheyNameAContact(phone, kin);
    await thenEveryAnswerIsThere(phone);
  });
});

describe('an ended session', () => {
  it('hides the person’s page at once and leads back to it after signing in', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    whenTheSessionEnds(journey);
    await phone.press(/^我的决定/);
    await thenTheyMustSignInAgain(phone);
    await whenTheySignIn(phone, '林晓舟');
    await phone.arriveAt(heading.decision);
    await phone.sees('没有登记');
  });
});
