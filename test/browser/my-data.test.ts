import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { MyDataDocument } from '../../schema/generated/graphql.ts';
import { choiceWords, itemWords } from '../../server/src/evidence/evidence-words.ts';
import { choicesOf, deciding, ownPage, registration } from '../kit/decisions.ts';
import { textOfPages } from '../kit/family-copy.ts';
import { it, type Journey } from '../kit/journey.ts';
import type { Phone } from '../kit/phone.ts';
import { givenACitizen, givenTheContainer } from './steps/arriving.ts';
import { whenTheyGoHome } from './steps/deciding.ts';
import { thenFocusIsOn } from './steps/mending.ts';
import { dataHeading, whenStaffGrant, whenTheyGoTo } from './steps/my-data.ts';
import { whenMinutesPass } from './steps/trouble.ts';
import { heading } from './steps/words.ts';

/** What the register holds of a person's own words about their data. */
async function stored(journey: Journey, persona: string) {
  const data = (await (await journey.onAnotherPhone(persona)).run(MyDataDocument, {})).viewer?.personalData;
  if (!data) throw new Error('Nothing is told');
  return data;
}

const signInAgain = async (phone: Phone, name: string): Promise<void> => {
  await phone.sees('请再确认一次是您本人');
  await phone.press('去登录，接着提交');
  await phone.tap(phone.app.getByRole('button', { name }));
};

describe('a consent', () => {
  it('is off until I give it, and gone with the telephone number when I take it back', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'), { contact: { ...registration().contact, phone: '13900001111' } });
    const phone = await givenACitizen(journey, 'young');
    await whenTheyGoTo(phone, 'purposes');
    expect(await phone.text()).not.toContain('您已同意');
    const isGiven = async () => (await stored(journey, 'young')).purposes.find(({ purpose }) => purpose === 'CONTACT_ME')?.given;

    await phone.press('我同意这一项：打电话联系我，核实登记的事');
    await phone.sees('已经记下：您同意这一项。随时可以收回。');
    expect(await isGiven()).toBe(true);

    await phone.press('收回同意：打电话联系我，核实登记的事');
    await phone.sees('已经收回。只为这一项保存的信息已经删除。');
    expect(await isGiven()).toBe(false);
    expect((await ownPage(await journey.onAnotherPhone('young'))).donor?.contact.maskedPhone).toBeNull();
  });
});

describe('a request', () => {
  it('for erasure asks me to withdraw first; then it is filed with a number and a status, and can be taken back', async ({ journey }) => {
    const elsewhere = await journey.onAnotherPhone('elder');
    await deciding.register(elsewhere);
    const phone = await givenACitizen(journey, 'elder');
    await whenTheyGoTo(phone, 'request');
    await phone.tap(phone.app.getByText('删除', { exact: true }));
    await phone.sees('请先撤回决定');
    expect(await phone.app.getByRole('button', { name: '提交申请' }).count()).toBe(0);
    await phone.press('先去撤回决定');
    await phone.arriveAt(heading.withdrawExplained);
    await deciding.withdraw(elsewhere, 1);

    await phone.go('/');
    await phone.arriveAt(heading.home);
    await whenTheyGoTo(phone, 'request');
    await phone.tap(phone.app.getByText('删除', { exact: true }));
    await phone.sees('删除以后找不回来');
    await phone.press('提交申请');
    await phone.arriveAt(dataHeading.requests);
    await phone.sees(/^受理编号：SQ-\d{4}-\d{4}。/);
    await phone.sees('已收到，等待办理');
    expect((await stored(journey, 'elder')).requests.nodes).toMatchObject([{ kind: 'ERASURE', status: 'FILED' }]);

    await phone.press('撤回这件申请');
    await thenFocusIsOn(phone, '要撤回这件申请吗？');
    await phone.press('是，撤回申请');
    await thenFocusIsOn(phone, /^已经撤回这件申请。/);
    await phone.sees('您已撤回申请');
    expect((await stored(journey, 'elder')).requests.nodes).toMatchObject([{ status: 'WITHDRAWN' }]);
  });
});

describe('the copy of everything', () => {
  it('comes after one more sign-in by itself, as a page with a covered number and as a file whose check code is shown', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenACitizen(journey, 'young');
    await whenTheyGoTo(phone, 'copy');
    whenMinutesPass(journey, 3);
    await phone.press('现在拿一份');
    await signInAgain(phone, '林晓舟');
    await phone.sees('您的信息在下面');
    await phone.sees('每一次决定');
    await phone.sees('心脏：同意');
    await phone.lookForNumbers();

    const downloading = phone.page.waitForEvent('download');
    await phone.press('存成文件（JSON）');
    const file = await buffer(await (await downloading).createReadStream());
    expect(JSON.parse(file.toString())).toMatchObject({ form: 'sanxian-personal-data', identity: { documentNumber: journey.person('young').document.number } });
    const shown = (await phone.app.locator('.digest').innerText()).replaceAll(' ', '');
    expect(shown).toBe(createHash('sha256').update(file).digest('hex'));
    expect(await phone.kept()).not.toContain('sanxian-personal-data');
  });
});

describe('the copy that my family can read', () => {
  it('is the first thing offered, and holds every choice as I made it and as the register has it', async ({ journey }) => {
    const choices = choicesOf('AGREE', { HEART: 'REFUSE', SKIN: 'NOT_STATED' });
    await deciding.register(await journey.onAnotherPhone('elder'), { choices });
    const phone = await givenACitizen(journey, 'elder');
    await whenTheyGoTo(phone, 'copy');
    await phone.press('现在拿一份');
    await phone.sees('您的信息在下面');
    await expect.poll(() => phone.app.locator('.ways a, .ways button').allInnerTexts()).toEqual(['存成 PDF（给家人看）', '存成文件（JSON）', '打印']);

    const downloading = phone.page.waitForEvent('download');
    await phone.press('存成 PDF（给家人看）');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('sanxian-my-data.pdf');
    const text = await textOfPages(await buffer(await download.createReadStream()));
    for (const { item, choice } of choices) expect(text).toContain(`${itemWords[item]}${choiceWords[choice]}`);
    const { name, document } = journey.person('elder');
    expect(text).toContain(`姓名${name}`);
    expect(text).not.toContain(document.number);
    expect(text).toContain((await phone.app.locator('.digest').innerText()).replaceAll(/\s/g, ''));
    expect(text).toContain('不等于捐献同意书');
    expect(await phone.kept()).not.toContain('JVBERi0');
  });

  it('is not offered where the container cannot keep files: the page says so, shows everything and asks for no pages', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    const phone = await givenTheContainer(journey, { persona: 'young' }, '/my-data/copy');
    const asked: string[] = [];
    phone.page.on('request', (request) => asked.push(request.postData() ?? ''));
    await phone.press('现在拿一份');
    await phone.sees('这里不能存文件');
    await phone.sees('心脏：同意');
    expect(await phone.app.locator('a[download]').count()).toBe(0);
    expect(asked.filter((body) => body.includes('ExportMyData') && body.includes('"withPages":false'))).toHaveLength(1);
  });
});

describe('who may see my data after my death', () => {
  it('is what I say, and what I say later', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('elder'));
    const phone = await givenACitizen(journey, 'elder');
    await whenTheyGoTo(phone, 'afterDeath');
    await phone.sees('您现在的安排：不作安排');
    for (const [name, setting] of [['除了法律规定的，谁都不能看', 'NOBODY_BEYOND_LAW'], ['近亲属可以看', 'NEAR_KIN_MAY']] as const) {
      await phone.tap(phone.app.locator('label').filter({ hasText: name }));
      await phone.press('保存');
      await phone.sees(`您现在的安排：${name}`);
      expect((await stored(journey, 'elder')).afterDeath).toBe(setting);
    }
    await phone.sees('我以前的安排');
  });
});

describe('a restricted record', () => {
  it('is told on each page, offers nothing but withdrawing, and is lifted after one more sign-in', async ({ journey }) => {
    await deciding.register(await journey.onAnotherPhone('young'));
    await whenStaffGrant(journey, 'young', 'RESTRICTION');
    const phone = await givenACitizen(journey, 'young');
    await phone.press(/^我的决定/);
    await phone.arriveAt(heading.decision);
    await phone.sees('您的登记只保存、不使用');
    await expect.poll(() => phone.app.locator('.decision-actions .ways a').allInnerTexts()).toEqual(['撤回登记']);
    await whenTheyGoHome(phone);
    await phone.press(/^更改我的决定/);
    await phone.arriveAt('您的登记只保存、不使用');
    await phone.press('去解除限制');
    await phone.arriveAt(dataHeading.restriction);
    whenMinutesPass(journey, 3);
    await phone.press('解除限制');
    await signInAgain(phone, '林晓舟');
    await phone.sees('已经解除限制');
    expect((await stored(journey, 'young')).isRestricted).toBe(false);
  });
});
