import type { DonationItem } from '../../../server/src/donors/donation-kinds.ts';
import type { Phone } from '../../kit/phone.ts';
import { choiceName, heading, itemName, ORGANS, TISSUES, type Choices } from './words.ts';

/** A place in Zhejiang, which the first picker shows from the start. */
export type Place = readonly [city: string, county: string];

/** Registers from the home page to the receipt. */
export async function whenTheyRegister(phone: Phone, choices: Choices, home?: Place): Promise<void> {
  await phone.press(/^同意捐献/);
  await whenTheyAnswerEverything(phone, choices, home);
  await whenTheyDeclare(phone, '提交登记');
  await phone.arriveAt(heading.registered);
}

/** Answers every question of a registration, from the organs to the check screen; without a home as sign-in suggests it. */
export async function whenTheyAnswerEverything(phone: Phone, choices: Choices, home?: Place): Promise<void> {
  await whenTheyChooseOrgans(phone, choices);
  await whenTheyChooseTissues(phone, choices);
  await (home ? whenTheySayTheyLiveIn(phone, home) : whenTheyConfirmContact(phone));
  await whenTheySkipFamily(phone);
  await phone.arriveAt(heading.check);
}

/** Answers the question about organs and goes on. */
export async function whenTheyChooseOrgans(phone: Phone, choices: Choices): Promise<void> {
  await phone.arriveAt(heading.organs);
  await choose(phone, ORGANS, choices, '全部器官都同意');
}

/** Answers the question about tissues and goes on. */
export async function whenTheyChooseTissues(phone: Phone, choices: Choices): Promise<void> {
  await phone.arriveAt(heading.tissues);
  await choose(phone, TISSUES, choices, '全部组织都同意');
}

/** Leaves phone and home as they are known. */
export async function whenTheyConfirmContact(phone: Phone): Promise<void> {
  await phone.arriveAt(heading.contact);
  await phone.press('继续');
}

/** Says where they live and goes on. */
export async function whenTheySayTheyLiveIn(phone: Phone, [city, county]: Place): Promise<void> {
  await phone.arriveAt(heading.contact);
  await phone.pick('市', city);
  await phone.pick('县（市、区）', county);
  await phone.press('继续');
}

/** Leaves the optional questions empty. */
export async function whenTheySkipFamily(phone: Phone): Promise<void> {
  await phone.arriveAt(heading.family);
  await phone.press('继续');
}

/** Names an emergency contact and goes on. */
export async function whenTheyNameAContact(phone: Phone, { name, relation, phone: number }: Readonly<Record<'name' | 'relation' | 'phone', string>>): Promise<void> {
  await phone.arriveAt(heading.family);
  await phone.press('填写一位紧急联系人');
  await phone.type('联系人姓名', name);
  await phone.pick('他（她）是您的', relation);
  await phone.type('联系人电话', number);
  await phone.press('继续');
}

/** Reads the words, ticks the box and sends. */
export async function whenTheyDeclare(phone: Phone, button: string): Promise<void> {
  await phone.tap(phone.app.getByRole('checkbox', { name: /^我已阅读并同意以上声明/ }));
  await phone.press(button);
}

/** Makes one statement from the home page's door to the receipt. */
export async function whenTheyRefuse(phone: Phone): Promise<void> {
  await phone.press(/^不同意捐献/);
  await phone.arriveAt(heading.refuseExplained);
  await phone.press('继续');
  await phone.arriveAt(heading.refuseCheck);
  await whenTheyDeclare(phone, '提交：不同意捐献');
  await phone.arriveAt(heading.refused);
}

/** Withdraws from the home page's door to the receipt. */
export async function whenTheyWithdraw(phone: Phone): Promise<void> {
  await phone.press(/^撤回我的决定/);
  await phone.arriveAt(heading.withdrawExplained);
  await phone.press('继续');
  await phone.arriveAt(heading.withdrawCheck);
  await whenTheyDeclare(phone, '提交撤回');
  await phone.arriveAt(heading.withdrawn);
}

/** Chooses one item's answer among those on the screen. */
export async function whenTheyAnswer(phone: Phone, item: DonationItem, choice: keyof typeof choiceName): Promise<void> {
  const question = phone.app.getByRole('group', { name: itemName[item], exact: true });
  await phone.tap(question.getByRole('radio', { name: choiceName[choice], exact: true }));
}

/** On the check screen: the way to change one answer. */
export async function whenTheyPressChangeBeside(phone: Phone, answer: string): Promise<void> {
  await phone.press(new RegExp(`^更改\\s*${answer}$`));
}

/** Back to the home page by its link at the end of a receipt or the top of a page. */
export async function whenTheyGoHome(phone: Phone): Promise<void> {
  await phone.press('返回首页');
  await phone.arriveAt(heading.home);
}

/** Answers a kind with as few taps as the form allows, then goes on. */
async function choose(phone: Phone, items: readonly DonationItem[], choices: Choices, shortcut: string): Promise<void> {
  if (items.every((item) => choices[item] === 'AGREE')) {
    await phone.tap(phone.app.getByRole('radio', { name: shortcut }));
  } else if (items === TISSUES && items.every((item) => choices[item] === 'NOT_STATED')) {
    await phone.tap(phone.app.getByRole('radio', { name: '组织都不表态' }));
  } else {
    await phone.tap(phone.app.getByRole('radio', { name: '我来逐项选择' }));
    const unstated = items.filter((item) => choices[item] === 'NOT_STATED');
    for (const item of items.filter((each) => !unstated.includes(each))) await whenTheyAnswer(phone, item, choices[item]);
    if (unstated.length > 0) await phone.press(`其余 ${unstated.length} 项都选“不表态”`);
  }
  await phone.press('继续');
}
