import { describe, expect } from 'vitest';
import { it } from '../kit/journey.ts';
import { givenAVisitor, givenTheContainer } from './steps/arriving.ts';
import { foundOffices, nearestOffices, thenTheOfficeIs, whenTheyBrowseTo, whenTheyLookForOffices, whenTheySearchFor } from './steps/offices.ts';
import { facts } from './steps/reading.ts';
import { heading } from './steps/words.ts';

/** In 杭州市西湖区, rounded to a hundredth of a degree. */
const XIHU = { latitude: 30.26, longitude: 120.13 };

describe('finding an office', () => {
  it('finds one by a part of its name, and says 待核实 of what nobody has verified', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '瑞安');
    expect(await foundOffices(phone)).toEqual(['瑞安市红十字会']);
    await phone.press('瑞安市红十字会');
    await thenTheOfficeIs(phone, '瑞安市红十字会');
    expect(await facts(phone)).toMatchObject({ 地区: '浙江省温州市瑞安市', 地址: '待核实', 电话: '待核实' });
  });

  it('finds the offices that now serve a district that no longer exists', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '江干');
    expect(await foundOffices(phone)).toEqual(expect.arrayContaining(['杭州市上城区红十字会', '杭州市钱塘区红十字会']));
  });

  it('says when nothing is found, and offers the other ways', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '没有这个地方');
    await phone.sees('没有找到“没有这个地方”。');
    await phone.sees('各市（点开可看县、市、区）');
  });

  it('keeps the directory in the browser, and puts nothing that a person types into an address', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    const addresses: string[] = [];
    phone.page.on('request', (request) => addresses.push(request.url()));
    const naming = (words: string) => addresses.filter((address) => decodeURIComponent(address).includes(words));
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '江干');
    await phone.sees('杭州市上城区红十字会');
    expect(naming('江干')).toEqual([]);
    const [asked = ''] = naming('"level":"CITY"');
    expect(new URL(asked).pathname).toBe('/graphql');
    const again = await phone.page.evaluate(async (address) => {
      await (await fetch(address, { cache: 'force-cache', headers: { accept: 'application/graphql-response+json, application/json', 'accept-language': 'zh-CN' } })).text();
      return (performance.getEntriesByName(new URL(address, location.href).href).at(-1) as PerformanceResourceTiming).transferSize;
    }, asked);
    expect(again).toBe(0);
  });

  it('leads from the province by the city to the county, and back up', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheyBrowseTo(phone, ['丽水市', '景宁畲族自治县']);
    await thenTheOfficeIs(phone, '景宁畲族自治县红十字会');
    await phone.press('丽水市红十字会');
    await thenTheOfficeIs(phone, '丽水市红十字会');
  });

  it('tells how witnessing stands now, with its dates', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheyBrowseTo(phone, ['宁波市']);
    await phone.app.getByRole('heading', { name: '捐献见证' }).waitFor();
    const [now, before] = await phone.app.locator('.periods > li').allInnerTexts();
    expect(now).toMatch(/现在\s*2024年5月1日起[\s\S]*至少 2 名协调员到场见证/);
    expect(before).toMatch(/^2020年[\s\S]*至2024年4月30日[\s\S]*可以独立派人见证/);
  });

  it('lists the nearest first when the person allows the location', async ({ journey }) => {
    const phone = await givenAVisitor(journey, { place: XIHU });
    await whenTheyLookForOffices(phone);
    await phone.press('用我的位置查找');
    const nearest = await nearestOffices(phone);
    expect(nearest[0]).toBe('杭州市西湖区红十字会');
    await phone.sees('按当地中心位置估算');
  });

  it('asks the container for the place inside 浙里办', async ({ journey }) => {
    const phone = await givenTheContainer(journey, { persona: 'young', place: 'jingning', location: 'granted' }, '/offices');
    await phone.arriveAt(heading.offices);
    await phone.press('用我的位置查找');
    expect((await nearestOffices(phone))[0]).toBe('景宁畲族自治县红十字会');
  });

  it('is of full use when the location is refused', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await phone.press('用我的位置查找');
    await phone.sees('没有得到位置许可，没关系');
    await whenTheySearchFor(phone, '萧山');
    expect(await foundOffices(phone)).toEqual(['杭州市萧山区红十字会']);
    await phone.press('换别的方式查找');
    await whenTheyBrowseTo(phone, ['舟山市', '嵊泗县']);
    await thenTheOfficeIs(phone, '嵊泗县红十字会');
  });
});

describe('correcting an office', () => {
  it('takes what somebody knows better, and answers with a receipt', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '桐庐');
    await phone.press('桐庐县红十字会');
    await thenTheOfficeIs(phone, '桐庐县红十字会');
    await phone.press('告诉我们正确的信息');
    await phone.arriveAt(heading.correction);
    await phone.type('正确的地址（选填）', '演示路1号');
    await phone.press('提交');
    await phone.arriveAt(heading.corrected);
    await phone.sees(/受理编号：\S+/);
  });

  it('keeps no ID number on the device, even when somebody types one', async ({ journey }) => {
    const phone = await givenAVisitor(journey);
    await whenTheyLookForOffices(phone);
    await whenTheySearchFor(phone, '桐庐');
    await phone.press('桐庐县红十字会');
    await phone.press('告诉我们正确的信息');
    await phone.arriveAt(heading.correction);
    await phone.type('其他要说明的（选填）', `我的证件 ${journey.person('young').document.number}`);
    expect(await phone.kept()).toContain('我的证件');
    await phone.lookForNumbers();
  });
});
