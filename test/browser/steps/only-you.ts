import { deciding } from '../../kit/decisions.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { arriveWithATicket, givenACitizen, givenAVisitor, givenTheContainer, whenTheContainerChanges, whenTheContainerHolds } from './arriving.ts';
import { whenTheyAnswerEverything, whenTheyDeclare, whenTheyGoHome, whenTheyRegister } from './deciding.ts';
import { whenTheyLookUp } from './reading.ts';
import { whenMinutesPass } from './trouble.ts';
import { all, heading } from './words.ts';

/** The screens by which the register makes sure that it is the person, one after the other. */
export async function walkOfMakingSure(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const stranger = await givenAVisitor(journey);
  await arriveWithATicket(journey, stranger, 'elder');
  await stranger.arriveAt(heading.isThisYou);
  await look(stranger);
  await stranger.press('不是我，退出');
  await stranger.sees('已经退出');
  await look(stranger);

  const late = await givenACitizen(journey, 'young');
  await late.press(/^同意捐献/);
  await whenTheyAnswerEverything(late, all('AGREE'));
  whenMinutesPass(journey, 3);
  await whenTheyDeclare(late, '提交登记');
  await late.sees('请再确认一次是您本人');
  await look(late);

  const switched = await givenTheContainer(journey, { persona: 'hong-kong' }, '/refuse/check');
  await switched.arriveAt(heading.refuseCheck);
  whenMinutesPass(journey, 3);
  await whenTheContainerHolds(switched, 'rare-character');
  await whenTheyDeclare(switched, '提交：不同意捐献');
  await switched.sees('现在登录的是另一个人');
  await look(switched);
}

/** The screens of «this was not me». */
export async function walkOfDisowning(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  const phone = await givenACitizen(journey, 'young');
  await whenTheyRegister(phone, all('AGREE'));
  await phone.press('这不是我办的');
  await phone.sees('已经记下');
  await look(phone);
  await whenTheyGoHome(phone);
  await phone.sees('红十字会正在核实');
  await look(phone);
  await whenTheyLookUp(phone);
  await look(phone);
  await whenTheyGoHome(phone);
  await phone.press(/^更改我的决定/);
  await phone.arriveAt('红十字会正在核实');
  await look(phone);
}

/** The screens of a withdrawal while nobody can sign in. */
export async function walkOfQueuedWithdrawal(journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  await deciding.register(await journey.onAnotherPhone('hong-kong'));
  const cutOff = await givenTheContainer(journey, { persona: 'hong-kong' }, '/withdraw/check');
  await cutOff.arriveAt(heading.withdrawCheck);
  whenMinutesPass(journey, 3);
  await whenTheContainerChanges(cutOff, { fault: 'ROUTE-FORBIDDEN' });
  await whenTheyDeclare(cutOff, '提交撤回');
  await cutOff.sees('登录服务暂时不可用');
  await look(cutOff);
  await cutOff.press('先留下撤回');
  await cutOff.arriveAt(heading.withdrawalQueued);
  await look(cutOff);
  await cutOff.press('查看我的决定');
  await cutOff.sees('您的撤回已经收到，等待正式记录');
  await look(cutOff);
}
