import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenACitizen, givenAVisitor } from './steps/arriving.ts';
import { whenTheyAnswer, whenTheyAnswerEverything, whenTheyChooseOrgans, whenTheyChooseTissues, whenTheyConfirmContact, whenTheyDeclare } from './steps/deciding.ts';
import { thenFocusIsOn, thenNothingIsWrong, thenTheyAreTold } from './steps/mending.ts';
import { whenTheyLookForOffices } from './steps/offices.ts';
import { all, heading } from './steps/words.ts';

describe('a question left unanswered', () => {
  it('about organs is told above, beside the question and in the title, and leads to its first answer', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await phone.arriveAt(heading.organs);
    await phone.press('继续');
    await thenTheyAreTold(phone, ['请选择：全部器官都同意，或者逐项选择']);
    await phone.press('请选择：全部器官都同意，或者逐项选择');
    await thenFocusIsOn(phone, /^全部器官都同意/);

    await whenTheyChooseOrgans(phone, all('AGREE'));
    await phone.arriveAt(heading.tissues);
    await thenNothingIsWrong(phone);
    await phone.press('继续');
    await thenTheyAreTold(phone, ['请选择：全部同意、逐项选择，或者都不表态']);
  });

  it('about single items is told for each of them', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await phone.arriveAt(heading.organs);
    await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
    await whenTheyAnswer(phone, 'HEART', 'AGREE');
    await whenTheyAnswer(phone, 'LIVER', 'REFUSE');
    await phone.press('继续');
    await thenTheyAreTold(phone, [/“肺”/, /“肾”/, /“胰”/, /“小肠”/]);
    await phone.press(/“肾”/);
    await thenFocusIsOn(phone, '同意');
    await expect.poll(() => phone.app.evaluate(() => document.activeElement?.closest('fieldset')?.id)).toBe('item-KIDNEY');
  });

  it('that agrees to nothing is told, with the door to refusing', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyChooseOrgans(phone, all('REFUSE'));
    await whenTheyChooseTissues(phone, all('NOT_STATED'));
    await thenTheyAreTold(phone, ['您没有同意任何一项，不能登记为同意捐献']);
    await phone.press('登记不同意捐献');
    await phone.arriveAt(heading.refuseExplained);
  });

  it('about the home is told, and leads to the first picker', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'taiwan');
    await phone.press(/^同意捐献/);
    await whenTheyChooseOrgans(phone, all('AGREE'));
    await whenTheyChooseTissues(phone, all('AGREE'));
    await whenTheyConfirmContact(phone);
    await thenTheyAreTold(phone, [/^请选择您居住的省、市、县/]);
    await phone.press(/^请选择您居住的省、市、县/);
    await thenFocusIsOn(phone, '省（自治区、直辖市）');
  });

  it('about phone and emergency contact is told for each field', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyChooseOrgans(phone, all('AGREE'));
    await whenTheyChooseTissues(phone, all('AGREE'));
    await phone.arriveAt(heading.contact);
    await phone.press('换一个号码');
    await phone.press('继续');
    await thenTheyAreTold(phone, [/^请填写电话号码/]);
    await phone.type('新的电话号码', '12');
    await phone.press('继续');
    await thenTheyAreTold(phone, [/^电话号码不对/]);
    await phone.press(/^还是用 138/);
    await whenTheyConfirmContact(phone);
    await phone.arriveAt(heading.family);
    await phone.press('填写一位紧急联系人');
    await phone.press('继续');
    await thenTheyAreTold(phone, ['请填写联系人姓名', '请选择联系人和您的关系', '请填写联系人电话']);
    await phone.press('请选择联系人和您的关系');
    await thenFocusIsOn(phone, '他（她）是您的');
  });

  it('about the declaration is told, and nothing is sent', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^同意捐献/);
    await whenTheyAnswerEverything(phone, all('AGREE'));
    await phone.press('提交登记');
    await thenTheyAreTold(phone, [/^请先阅读声明/]);
    await phone.press(/^请先阅读声明/);
    await thenFocusIsOn(phone, /^我已阅读并同意以上声明/);
    await whenTheyDeclare(phone, '提交登记');
    await phone.arriveAt(heading.registered);
  });

  it('is told where a statement is made, too', async ({ journey }) => {
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^不同意捐献/);
    await phone.arriveAt(heading.refuseExplained);
    await phone.press('继续');
    await phone.arriveAt(heading.refuseCheck);
    await phone.press('提交：不同意捐献');
    await thenTheyAreTold(phone, [/^请先阅读声明/]);
  });

  it('is told of an empty correction', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await phone.press('舟山市');
    await phone.press('告诉我们正确的信息');
    await phone.arriveAt(heading.correction);
    await phone.press('提交');
    await thenTheyAreTold(phone, ['请至少填写一项']);
    await phone.press('请至少填写一项');
    await thenFocusIsOn(phone, '正确的地址（选填）');
  });
});
