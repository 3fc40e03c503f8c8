import { describe, expect } from 'vitest';
import { choicesOf, deciding, ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen, givenAVisitor, givenTheContainer, whenTheySayItIsThem, whenTheySignIn } from './steps/arriving.ts';
import { whenTheyAnswer, whenTheyAnswerEverything, whenTheyDeclare, whenTheyPressChangeBeside } from './steps/deciding.ts';
import { comparedChoices, facts, thenMyDecisionReadsBack } from './steps/reading.ts';
import { whenTheyCancelStepUp, whenTheyStepUp } from './steps/stepping-up.ts';
import { all, heading } from './steps/words.ts';

describe('somebody under eighteen', () => {
  it('is told the age and a way to talk about it, and is asked nothing', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'minor');
    await phone.press(/^同意捐献/);
    await phone.arriveAt('还不到登记的年龄');
    await phone.sees('年满18周岁以后才能登记');
    await phone.press('去附近的红十字会当面咨询');
    await phone.arriveAt(heading.offices);
  });

  it('is told the same at the door to refusing', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'minor');
    await phone.press(/^不同意捐献/);
    await phone.arriveAt('还不到登记的年龄');
  });
});

describe('somebody whose sign-in is too weak', () => {
  it('is led to step up, comes back to the question they wanted, and registers', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '吴建平');
    await phone.arriveAt(heading.stepUp);
    await phone.sees('您的账号现在是“初级实名”。');

    await whenTheyStepUp(phone);
    // The platform's page for this knows no way back with our mark, so they are asked who they are.
    await whenTheySayItIsThem(phone);

    await whenTheyAnswerEverything(phone, all('AGREE'));
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
    await thenMyDecisionReadsBack(phone, all('AGREE'));
  });

  it('is led to step up inside 浙里办, too', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'low-assurance' }, '/register');
    await phone.arriveAt(heading.stepUp);
    await whenTheyStepUp(phone);
    await phone.arriveAt(heading.organs);
  });

  it('may leave it: the page says what is missing and where else to go', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '吴建平');
    await phone.arriveAt(heading.stepUp);
    await whenTheyCancelStepUp(phone);
    await whenTheySayItIsThem(phone);
    await phone.arriveAt(heading.stepUp);
    await phone.press('不方便认证？可以到附近的红十字会当面办理');
    await phone.arriveAt(heading.offices);
  });

  it('with an account without a real name registers once it has one', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^同意捐献/);
    await whenTheySignIn(phone, '郑小满');
    await phone.sees('您的“浙里办”账号还没有实名认证，请先完成实名认证，再回到这里。');
    await whenTheyStepUp(phone);
    await whenTheySayItIsThem(phone);
    await phone.arriveAt(heading.organs);
  });
});

describe('a company', () => {
  it('is told inside 浙里办 that the service is for individuals, and leaves by one button', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'legal-person' });
    await phone.arriveAt(heading.legalPerson);
    await phone.press('退出本服务');
    await phone.page.getByText('小程序已关闭').waitFor();
  });

  it('is told so even when the container calls it a person', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'legal-person', userType: '1' }, '/register');
    await phone.sees('本服务只面向个人，请切换到个人账号后再进入。');
    await phone.press('退出本服务');
    await phone.page.getByText('小程序已关闭').waitFor();
  });
});

describe('two phones that change one decision', () => {
  it('never overwrite each other: the second sees what stands, beside its own answers', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^更改我的决定/);
    await phone.arriveAt(heading.editCheck);
    await whenTheyPressChangeBeside(phone, '器官');
    await phone.arriveAt(heading.organs);
    await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
    await whenTheyAnswer(phone, 'HEART', 'REFUSE');
    await phone.press('继续');
    await phone.arriveAt(heading.changesCheck);

    await deciding.edit(elsewhere, 1, choicesOf('AGREE', { SKIN: 'REFUSE' }));
    await whenTheyDeclare(phone, '提交更改');

    await phone.arriveAt(heading.changedMeanwhile);
    expect(await comparedChoices(phone)).toMatchObject({ 皮肤: ['不同意', '同意'], 心脏: ['同意', '不同意'] });
    expect((await ownPage(elsewhere)).donor?.history.totalCount).toBe(2);

    await phone.press(/用我刚才填写的内容/);
    await phone.arriveAt(heading.changesCheck);
    await whenTheyDeclare(phone, '提交更改');
    await phone.arriveAt(heading.edited);
    await thenMyDecisionReadsBack(phone, all('AGREE', { HEART: 'REFUSE' }));
  });

  it('tell the second registration that the first one stands', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyAnswerEverything(phone, all('AGREE'));
    await deciding.refuse(await journey.onAnotherPhone('young'), null);

    await whenTheyDeclare(phone, '提交登记');

    await phone.arriveAt(heading.changedMeanwhile);
    await phone.press('查看现在的登记');
    await phone.arriveAt(heading.decision);
    await phone.sees('不同意捐献');
  });

  it('withdraw only what the person has seen', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^撤回我的决定/);
    await phone.arriveAt(heading.withdrawExplained);
    await phone.press('继续');
    await phone.arriveAt(heading.withdrawCheck);

    await deciding.refuse(elsewhere, 1);
    await whenTheyDeclare(phone, '提交撤回');

    await phone.arriveAt(heading.changedMeanwhile);
    await phone.sees('不同意捐献');
    expect((await ownPage(elsewhere)).state).toBe('REFUSED');
  });
});

describe('a door that does not lead on', () => {
  it('says that a decision stands, and leads to it', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await phone.sees('您已登记同意');
    await phone.press(/^同意捐献/);
    await phone.arriveAt('您已经登记过');
    await phone.press('查看我的决定');
    await phone.arriveAt(heading.decision);
  });

  it('says that there is nothing to withdraw', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^撤回我的决定/);
    await phone.arriveAt('您现在没有登记');
  });
});

describe('every kind of document', () => {
  it.for([
    ['foreigner', '外国人永久居留身份证'],
    ['taiwan', '台湾居民来往大陆通行证'],
    ['hong-kong', '港澳居民来往内地通行证'],
    ['minority', '居民身份证'],
  ] as const)('lets its holder register: %s', async ([persona, document], { journey }) => {
    const phone = await givenACitizen(journey, persona);
    await phone.press(/^同意捐献/);
    await whenTheyAnswerEverything(phone, all('AGREE'), ['杭州市', '西湖区']);
    expect((await facts(phone))[document]).toMatch(/\*/);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
  });
});
