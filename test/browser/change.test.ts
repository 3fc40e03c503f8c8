import { describe, expect } from 'vitest';
import { choicesOf, deciding, ownPage } from '../kit/decisions.ts';
import { it } from '../kit/journey.ts';
import { givenACitizen } from './steps/arriving.ts';
import { whenTheyAnswer, whenTheyDeclare, whenTheyGoHome, whenTheyNameAContact, whenTheyPressChangeBeside, whenTheyRefuse, whenTheyRegister, whenTheyWithdraw } from './steps/deciding.ts';
import { facts, history, listedChoices, thenMyDecisionReadsBack, thenTheReceiptReadsBack, whenTheyLookUp } from './steps/reading.ts';
import { all, heading, inWords } from './steps/words.ts';

describe('changing a decision', () => {
  it('shows what was and what will be before sending, and changes nothing else', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');

    await phone.press(/^更改我的决定/);
    await phone.arriveAt(heading.editCheck);
    await whenTheyPressChangeBeside(phone, '器官');
    await phone.arriveAt(heading.organs);
    await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
    await whenTheyAnswer(phone, 'HEART', 'REFUSE');
    await phone.press('继续');

    await phone.arriveAt(heading.changesCheck);
    expect((await facts(phone))['器官']).toContain('心脏：由“同意”改为“不同意”');
    await whenTheyDeclare(phone, '提交更改');
    await phone.arriveAt(heading.edited);
    await thenTheReceiptReadsBack(phone, all('AGREE', { HEART: 'REFUSE' }));
    await thenMyDecisionReadsBack(phone, all('AGREE', { HEART: 'REFUSE' }));
    expect(await history(phone)).toEqual(['第 2 次：更改了决定', '第 1 次：登记同意捐献']);
  });

  it('changes phone, home and emergency contact, and leaves the choices as they are', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE', { BONE: 'REFUSE' }) });
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^更改我的决定/);
    await phone.arriveAt(heading.editCheck);

    await whenTheyPressChangeBeside(phone, '手机号码');
    await phone.arriveAt(heading.contact);
    await phone.press('换一个号码');
    await phone.type('新的电话号码', '13912345678');
    await phone.pick('市', '宁波市');
    await phone.pick('县（市、区）', '海曙区');
    await phone.press('继续');
    await phone.arriveAt(heading.changesCheck);
    await whenTheyPressChangeBeside(phone, '紧急联系人');
    await whenTheyNameAContact(phone, { name: '演示亲属', relation: '父母', phone: '13700000001' });
    await phone.arriveAt(heading.changesCheck);
    await whenTheyDeclare(phone, '提交更改');
    await phone.arriveAt(heading.edited);

    await thenMyDecisionReadsBack(phone, all('AGREE', { BONE: 'REFUSE' }));
    const { 手机号码: number, 居住地: home, 紧急联系人: kin } = await facts(phone);
    expect([number, home]).toEqual(['139****5678', '浙江省宁波市海曙区']);
    expect(kin).toMatch(/（父母）/);
    expect(kin).not.toContain('演示亲属');
  });

  it('reaffirms what stands, as a decision of its own', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'), { choices: choicesOf('AGREE', { LIVER: 'NOT_STATED' }) });
    const phone = await givenACitizen(journey, 'young');
    await whenTheyLookUp(phone);
    await phone.press('仍然是我的决定');
    await phone.arriveAt(heading.reaffirmCheck);
    await whenTheyDeclare(phone, '再次确认');
    await phone.arriveAt(heading.reaffirmed);
    await thenMyDecisionReadsBack(phone, all('AGREE', { LIVER: 'NOT_STATED' }));
    expect(await history(phone)).toEqual(['第 2 次：再次确认决定', '第 1 次：登记同意捐献']);
  });

  it('refuses everything after explaining that refusing, withdrawing and silence are three things', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^不同意捐献/);
    await phone.arriveAt(heading.refuseExplained);
    expect(await phone.app.locator('.legal-states dt').allInnerTexts()).toEqual(['不同意 （您要办的）', '撤回', '从没有登记']);
    await whenTheyGoHome(phone);

    await whenTheyRefuse(phone);

    await phone.sees('您去世后，任何组织和个人都不得捐献、获取您的器官');
    await thenMyDecisionReadsBack(phone, all('REFUSE'));
  });

  it('leads from a refusal to agreeing only after saying what changes, and leaves untouched items refused', async ({ journey }) => {
    await deciding.refuse(await journey.onAnotherPhone('young'), null);
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^更改我的决定/);
    await phone.arriveAt(heading.fromRefusal);
    await phone.press('继续');
    await phone.arriveAt(heading.organs);
    await whenTheyAnswer(phone, 'KIDNEY', 'AGREE');
    await phone.press('继续');
    await phone.arriveAt(heading.tissues);
    await phone.press('继续');
    await phone.arriveAt(heading.contact);
    await phone.app.getByLabel('市', { exact: true }).waitFor();
    await phone.pick('市', '杭州市');
    await phone.pick('县（市、区）', '西湖区');
    await phone.press('继续');
    await phone.arriveAt(heading.family);
    await phone.press('继续');
    await phone.arriveAt(heading.changesCheck);
    await whenTheyDeclare(phone, '提交更改');
    await phone.arriveAt(heading.edited);
    await thenMyDecisionReadsBack(phone, all('REFUSE', { KIDNEY: 'AGREE' }));
  });
});

describe('withdrawing', () => {
  it('takes no more screens than registering, and asks no reason before it is done', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    phone.startCounting();
    await whenTheyRegister(phone, all('AGREE'));
    const toRegister = { screens: phone.screens.length, taps: phone.taps };
    await whenTheyGoHome(phone);

    phone.startCounting();
    await whenTheyWithdraw(phone);

    expect(phone.screens.length).toBeLessThanOrEqual(toRegister.screens);
    expect(phone.taps).toBeLessThanOrEqual(toRegister.taps);
    await phone.sees('这里不再留有您的意愿');
    const { state, donor } = await ownPage(await journey.onAnotherPhone('young'));
    expect([state, donor?.history.totalCount]).toEqual(['WITHDRAWN', 2]);
  });

  it('takes a reason afterwards from those who want to give one', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyWithdraw(phone);
    await phone.tap(phone.app.getByText('愿意告诉我们撤回的原因吗？（选填）'));
    await phone.press('告诉原因');
    await phone.sees('请选择一个原因。');
    await phone.tap(phone.app.getByRole('radio', { name: '家人不同意' }));
    await phone.press('告诉原因');
    await phone.sees('谢谢您。');
  });

  it('leaves the way open to register again', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('young');
    await deciding.register(elsewhere);
    await deciding.withdraw(elsewhere, 1);
    const phone = await givenACitizen(journey, 'young');

    await whenTheyRegister(phone, all('AGREE', { EYE_TISSUE: 'REFUSE' }));

    await thenMyDecisionReadsBack(phone, all('AGREE', { EYE_TISSUE: 'REFUSE' }));
    expect(await history(phone)).toEqual(['第 3 次：登记同意捐献', '第 2 次：撤回登记', '第 1 次：登记同意捐献']);
    expect(await listedChoices(phone)).toMatchObject(inWords(all('AGREE', { EYE_TISSUE: 'REFUSE' })));
  });
});
