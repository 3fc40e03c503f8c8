import { aboutBody, ownBody } from '../../kit/body.ts';
import type { Journey } from '../../kit/journey.ts';
import type { Phone } from '../../kit/phone.ts';
import { givenACitizen, whenTheySignIn } from './arriving.ts';

/** The headings of the pages about the body, visits at home and helping. */
export const bodyHeading = {
  body: '遗体捐献',
  use: '您希望遗体用在哪里？',
  ashes: '以后的骨灰怎么安排？',
  executor: '谁来替您办这件事？',
  privacy: '谁可以知道？',
  contact: '红十字会怎么联系您？',
  check: '请核对您填写的内容',
  refuse: '登记不同意捐献遗体',
  withdraw: '撤回关于遗体的登记',
  visits: '请红十字会上门',
  purpose: '想办什么事？',
  place: '到哪里来？',
  visitContact: '怎么和您约时间？',
  helper: '帮家人办',
  handOver: '请交给本人',
  helped: '请您自己看一看',
} as const;

/** They choose how the app looks: everything below is done in that look. */
export async function whenTheyChooseTheLook(phone: Phone, look: 'normal' | 'elder'): Promise<void> {
  if (look === 'elder') await phone.tap(phone.app.getByRole('button', { name: '长辈版', exact: true }));
  await phone.app.evaluate((root, wanted) => {
    if ((root.getAttribute('data-theme') === 'elder') !== (wanted === 'elder')) throw new Error(`The look is ${root.getAttribute('data-theme') ?? 'none'}`);
  }, look);
}

const answer = (phone: Phone, group: string, name: string) => phone.tap(phone.app.getByRole('group', { name: group }).getByRole('radio', { name, exact: true }));

/** From the home page to the form about the body. */
export async function whenTheyBeginAboutTheBody(phone: Phone): Promise<void> {
  await phone.press(/^遗体捐献/);
  await phone.arriveAt(bodyHeading.body);
  await phone.press('开始填写');
}

/** They answer every question, one screen after the other, up to the check. */
export async function whenTheyAnswerAboutTheBody(phone: Phone, executor: { name: string; phone: string } | null): Promise<void> {
  await phone.arriveAt(bodyHeading.use);
  await answer(phone, bodyHeading.use, '医学教学');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.ashes);
  await answer(phone, bodyHeading.ashes, '交还家人');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.executor);
  await answer(phone, '您有执行人了吗？', executor ? '有，他（她）已经同意' : '还没有，想和红十字会商量');
  if (executor) {
    await phone.type('执行人的姓名或者单位名称', executor.name);
    await phone.pick('和您的关系', '子女');
    await phone.type('执行人的电话', executor.phone);
    await phone.tap(phone.app.getByRole('checkbox', { name: /他（她）已经同意做执行人/ }));
  }
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.privacy);
  await answer(phone, '要对外保密吗？', '要，请不要公开');
  await answer(phone, '红十字会可以向您的家人说明吗？', '可以');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.contact);
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.check);
}

/** They tick that they have read it, and send it. */
export async function whenTheyDeclareAboutTheBody(phone: Phone, button: string): Promise<void> {
  await phone.tap(phone.app.getByRole('checkbox', { name: /我已阅读/ }));
  await phone.press(button);
}

/** What the register holds about a demo person's body. */
export async function storedBody(journey: Journey, persona: string) {
  return ownBody(await journey.onAnotherPhone(persona));
}

/** The pages about the body, one after the other. */
async function walkOfTheBody(phone: Phone, journey: Journey, look: (phone: Phone) => Promise<void>): Promise<void> {
  await phone.press(/^遗体捐献/);
  await phone.arriveAt(bodyHeading.body);
  await look(phone);
  await phone.press('开始填写');
  await phone.arriveAt(bodyHeading.use);
  await phone.press('继续');
  await phone.sees('请选择用途');
  await look(phone);
  await answer(phone, bodyHeading.use, '都可以');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.ashes);
  await look(phone);
  await answer(phone, bodyHeading.ashes, '都可以');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.executor);
  await answer(phone, '您有执行人了吗？', '有，他（她）已经同意');
  await phone.press('继续');
  await phone.sees('请填写执行人的姓名');
  await look(phone);
  await answer(phone, '您有执行人了吗？', '还没有，想和红十字会商量');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.privacy);
  await look(phone);
  await answer(phone, '要对外保密吗？', '不用保密');
  await answer(phone, '红十字会可以向您的家人说明吗？', '先不要');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.contact);
  await look(phone);
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.check);
  await phone.press('提交意向登记');
  await phone.sees('有内容需要修改');
  await look(phone);
  await whenTheyDeclareAboutTheBody(phone, '提交意向登记');
  await phone.sees('已经收到您的意向');
  await look(phone);
  const staff = await journey.staff({ role: 'REGISTRAR' });
  const id = (await storedBody(journey, 'young'))?.id ?? '';
  await aboutBody.take(staff, id);
  await aboutBody.update(staff, id, { note: '请在周三上午带身份证来。' });
  await phone.press('撤回登记');
  await phone.arriveAt(bodyHeading.withdraw);
  await look(phone);
  await whenTheyDeclareAboutTheBody(phone, '撤回登记');
  await phone.sees('已经撤回');
  await phone.press('登记不同意捐献遗体');
  await phone.arriveAt(bodyHeading.refuse);
  await look(phone);
}

/** The pages of a visit at home, one after the other. */
async function walkOfVisits(phone: Phone, look: (phone: Phone) => Promise<void>): Promise<void> {
  await phone.press(/^请红十字会上门/);
  await phone.arriveAt(bodyHeading.visits);
  await look(phone);
  await phone.press('预约上门');
  await phone.arriveAt(bodyHeading.purpose);
  await phone.press('继续');
  await phone.sees('请选择想办的事');
  await look(phone);
  await answer(phone, bodyHeading.purpose, '别的事，电话里说');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.place);
  await phone.press('继续');
  await phone.sees('请填写详细地址');
  await look(phone);
  await phone.type('详细地址', '演示路 1 号');
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.visitContact);
  await look(phone);
  await phone.press('提交预约');
  await phone.sees('已经收到您的预约');
  await look(phone);
  await phone.press('取消预约');
  await phone.sees('要取消这次上门预约吗？');
  await look(phone);
}

/** The pages of helping, one after the other, up to the check of the person themself. */
async function walkOfHelping(phone: Phone, look: (phone: Phone) => Promise<void>): Promise<void> {
  await phone.press(/^帮家人办/);
  await phone.arriveAt(bodyHeading.helper);
  await look(phone);
  await phone.press('现在准备');
  await phone.arriveAt('他（她）愿意捐献哪些器官？');
  await phone.tap(phone.app.getByRole('radio', { name: '全部器官都同意' }));
  await look(phone);
  await phone.press('继续');
  await phone.arriveAt('他（她）愿意捐献哪些组织？');
  await phone.tap(phone.app.getByRole('radio', { name: '全部组织都同意' }));
  await look(phone);
  await phone.press('继续');
  await phone.arriveAt(bodyHeading.handOver);
  await look(phone);
  await phone.press('现在把手机交给本人');
  await phone.arriveAt(bodyHeading.helped);
  await look(phone);
  await phone.press('是我的意思，接着办');
  // Handing the phone over has signed the helper out: whoever holds it now signs in themselves.
  await whenTheySignIn(phone, '林晓舟');
  await phone.arriveAt('您愿意捐献哪些器官？');
  await phone.press('继续');
  await phone.press('继续');
  await phone.arriveAt('怎么联系您，您住在哪里？');
  await phone.press('继续');
  await phone.arriveAt('家人知道您的想法吗？');
  await phone.press('继续');
  await phone.sees('请您本人核对、本人确认');
  await look(phone);
}

/** Every walk of these journeys, with the pages that it must see. */
export const walksOfTheBody = {
  'of the body': {
    routes: ['/body', '/body/use', '/body/ashes', '/body/executor', '/body/privacy', '/body/contact', '/body/check', '/body/withdraw', '/body/refuse'],
    walk: async (journey: Journey, look: (phone: Phone) => Promise<void>) => walkOfTheBody(await givenACitizen(journey, 'young'), journey, look),
  },
  'of visits at home': {
    routes: ['/visits', '/visits/purpose', '/visits/place', '/visits/contact'],
    walk: async (journey: Journey, look: (phone: Phone) => Promise<void>) => walkOfVisits(await givenACitizen(journey, 'young'), look),
  },
  'of helping': {
    routes: ['/helper', '/helper/organs', '/helper/tissues', '/helper/hand-over', '/helper/open', '/register/check'],
    walk: async (journey: Journey, look: (phone: Phone) => Promise<void>) => walkOfHelping(await givenACitizen(journey, 'young'), look),
  },
};
