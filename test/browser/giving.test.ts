import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenAVisitor, givenTheContainer } from './steps/arriving.ts';
import { whenTheyLookAtThemselves, whenTheySayOfThemselves } from './steps/asking.ts';
import { thenTheThemeIs } from './steps/reading.ts';
import { heading } from './steps/words.ts';

/** What the last page proposes to mention. */
const points = (phone: Awaited<ReturnType<typeof givenAVisitor>>): Promise<string[]> => phone.app.locator('main ul > li').allInnerTexts();

describe('a look at oneself before registering stem cells', () => {
  it('ends with an invitation to talk and hands over to the nearest office, without signing in', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookAtThemselves(phone);
    await whenTheySayOfThemselves(phone, '18 到 45 岁');
    await phone.arriveAt(heading.selfHealth);
    await whenTheySayOfThemselves(phone, '身体健康');
    await phone.arriveAt(heading.selfJoined);
    await whenTheySayOfThemselves(phone, '没有');
    await phone.arriveAt(heading.selfFamily);
    await whenTheySayOfThemselves(phone, '支持');
    await phone.arriveAt(heading.selfDone);
    expect(await points(phone)).toEqual(['您的年龄，和您想登记的心意。', '您的身体情况，以前生过什么病。', '带上两位亲属的联系方式。']);
    await phone.sees('这个服务没有连接国家的造血干细胞捐献者资料库');
    await phone.tap(phone.app.locator('main').getByRole('link', { name: '查找附近的红十字会' }));
    await phone.arriveAt(heading.offices);
    await phone.sees('丽水市');
  });

  it('gives no verdict to whoever is too old, ill or alone: the same page, with what to mention', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'elder', uiStyle: 'elder' }, '/giving/stem-cells/check');
    await phone.arriveAt(heading.selfAge);
    await thenTheThemeIs(phone, 'elder');
    await whenTheySayOfThemselves(phone, '超过 45 岁');
    await whenTheySayOfThemselves(phone, '有病、在吃药，或者说不准');
    await whenTheySayOfThemselves(phone, '记不清了');
    await whenTheySayOfThemselves(phone, '不支持');
    await phone.arriveAt(heading.selfDone);
    const said = (await points(phone)).join('');
    expect(said).toContain('18 到 45 岁');
    expect(said).not.toMatch(/不能登记|不符合|不合格|不行|可以登记/);
  });

  it('stores nothing and sends nothing, and after a reload begins anew', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookAtThemselves(phone);
    const before = await phone.kept();
    const sent: string[] = [];
    phone.page.on('request', (request) => {
      if (request.method() !== 'GET' || /health|EXPECTING|UNDER/.test(request.url())) sent.push(request.url());
    });
    await whenTheySayOfThemselves(phone, '不到 18 岁');
    await phone.arriveAt(heading.selfHealth);
    await whenTheySayOfThemselves(phone, '现在怀着孩子');
    await phone.arriveAt(heading.selfJoined);
    // The router keeps how far each screen was scrolled, by its address; no address holds an answer.
    const stores = (kept: string) => kept.split('\n').slice(0, 2).map((store) => Object.entries(JSON.parse(store) as object).filter(([name]) => name !== 'vue-router:scroll'));
    expect(stores(await phone.kept())).toEqual(stores(before));
    expect(await phone.kept()).not.toMatch(/EXPECTING|UNDER/);
    expect(sent).toEqual([]);
    await phone.page.reload();
    await phone.arriveAt(heading.selfAge);
  });

  it('goes back question by question, by its own link and by the phone’s', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookAtThemselves(phone);
    await whenTheySayOfThemselves(phone, '18 到 45 岁');
    await whenTheySayOfThemselves(phone, '身体健康');
    await phone.arriveAt(heading.selfJoined);
    await phone.press('返回');
    await phone.arriveAt(heading.selfHealth);
    expect(await phone.app.getByRole('radio', { name: '身体健康' }).isChecked()).toBe(true);
    await phone.press('返回');
    await phone.arriveAt(heading.selfAge);
    await phone.press('返回');
    await phone.arriveAt(heading.stemCells);
  });
});

describe('giving blood', () => {
  it('says what is known, and where to ask for the rest', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await phone.press(/^造血干细胞和献血/);
    await phone.press(/^献血/);
    await phone.arriveAt(heading.blood);
    await phone.sees('《红十字会法》第十一条');
    await phone.sees('这里不能预约献血');
    await phone.sees('请问当地血站、红十字会或者医生');
  });
});
