import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { AnswerDataRequestDocument, FileDataRequestDocument, TakeDataRequestDocument } from '../../../schema/generated/graphql.ts';
import { deciding } from '../../kit/decisions.ts';
import { givenACitizen } from './arriving.ts';
import { whenTheyGoHome } from './deciding.ts';
import { whenMinutesPass } from './trouble.ts';

/** The headings of the pages about one's own data. */
export const dataHeading = {
  myData: '我的个人信息',
  purposes: '我的信息用在哪里',
  copy: '拿一份我的全部信息',
  request: '提出申请',
  requests: '我的申请',
  afterDeath: '去世以后，谁可以看',
  nearKin: '近亲属去世了，想知道生前的决定',
  restriction: '限制使用我的登记',
} as const;

/** They go to one of the pages from the home page. */
export async function whenTheyGoTo(phone: Phone, page: Exclude<keyof typeof dataHeading, 'myData' | 'restriction' | 'nearKin'>): Promise<void> {
  await phone.press(/^我的个人信息/);
  await phone.arriveAt(dataHeading.myData);
  await phone.press(new RegExp(`^${dataHeading[page]}`));
  await phone.arriveAt(dataHeading[page]);
}

/** From one of the pages back to the home page. */
async function whenTheyLeave(phone: Phone): Promise<void> {
  await phone.press('返回我的个人信息');
  await phone.arriveAt(dataHeading.myData);
  await whenTheyGoHome(phone);
}

/** A person's request of this kind is granted by the staff of their area. */
export async function whenStaffGrant(journey: Journey, persona: string, kind: 'RESTRICTION' | 'ERASURE'): Promise<void> {
  const { fileDataRequest: filed } = await (await journey.onAnotherPhone(persona)).run(FileDataRequestDocument, { input: { kind, text: null } });
  if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
  const staff = await journey.staff({ role: 'REGISTRAR' });
  const requestId = filed.request.id;
  await staff.run(TakeDataRequestDocument, { input: { requestId } });
  const { answerDataRequest: answered } = await staff.run(AnswerDataRequestDocument, { input: { requestId, refusalReason: null, sentence: '已经办好。' } });
  if (answered.__typename !== 'AnswerDataRequestSuccess') throw new Error(answered.__typename);
}

/** The pages about one's own data, one after the other. */
export async function walkOfMyData(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  await deciding.register(await journey.onAnotherPhone('young'));
  const phone = await givenACitizen(journey, 'young');
  await whenTheyGoTo(phone, 'purposes');
  await phone.press('我同意这一项：打电话联系我，核实登记的事');
  await phone.sees('已经记下：您同意这一项。');
  await look(phone);
  await whenTheyLeave(phone);

  await whenTheyGoTo(phone, 'copy');
  await look(phone);
  await phone.press('现在拿一份');
  await phone.sees('您的信息在下面');
  await look(phone);
  await whenTheyLeave(phone);

  await whenTheyGoTo(phone, 'request');
  await phone.tap(phone.app.getByText('删除', { exact: true }));
  await phone.sees('请先撤回决定');
  await look(phone);
  await phone.tap(phone.app.getByText('投诉', { exact: true }));
  await phone.press('提交申请');
  await phone.sees('有内容需要修改');
  await look(phone);
  await phone.type('请写下您想说的', '我想知道为什么打电话给我。');
  await phone.press('提交申请');
  await phone.arriveAt(dataHeading.requests);
  await phone.sees('已经收到您的申请');
  await look(phone);
  await phone.press('返回我的个人信息');
  await phone.arriveAt(dataHeading.myData);
  await look(phone);

  await phone.press(/^我的信息给谁看过/);
  await phone.sees('您自己拿了一份');
  await look(phone);
  await phone.press('返回我的个人信息');
  await phone.press(/^去世以后，谁可以看/);
  await phone.arriveAt(dataHeading.afterDeath);
  await phone.tap(phone.app.getByText('近亲属可以看', { exact: true }));
  await phone.press('保存');
  await phone.sees('已经记下。');
  await look(phone);
  await phone.press('近亲属去世了，想知道生前的决定');
  await phone.arriveAt(dataHeading.nearKin);
  await phone.press('提交申请');
  await phone.sees('请填写身份证号码');
  await look(phone);
  await whenTheyLeave(phone);

  await whenStaffGrant(journey, 'young', 'RESTRICTION');
  await phone.press(/^我的决定/);
  await phone.sees('您的登记只保存、不使用');
  await look(phone);
  await phone.press('去解除限制');
  await phone.arriveAt(dataHeading.restriction);
  whenMinutesPass(journey, 3);
  await look(phone);
  await phone.press('解除限制');
  await phone.sees('请再确认一次是您本人');
  await look(phone);
}
