import { describe, expect, it } from 'vitest';
import {
  allDivisions, currentSuccessors, divisionFault, divisionsBelow, divisionsNamedLike, divisionsWithin, findDivision,
  isCurrentDivision, isFinestDivision, liesWithin, residenceFault, type ListedDivision,
} from './division.queries.ts';

const today = '2026-11-23';
const lastDayBefore = '2021-04-08';
const firstDayAfter = '2021-04-09';

const listed = (code: string): ListedDivision => {
  const division = findDivision(code);
  if (!division) throw new Error(`no division ${code}`);
  return division;
};

describe('the list of divisions', () => {
  it('gives Zhejiang 11 cities and 90 counties: 37 districts, 20 county-level cities, 33 counties', () => {
    const cities = divisionsBelow('330000', today);
    const counties = cities.flatMap(({ code }) => divisionsBelow(code, today));
    const ending = (end: string) => counties.filter(({ name }) => name.endsWith(end)).length;
    expect(cities).toHaveLength(11);
    expect(counties).toHaveLength(90);
    expect({ 区: ending('区'), 市: ending('市'), 县: ending('县') }).toEqual({ 区: 37, 市: 20, 县: 33 });
  });

  it('gives Hangzhou 13 counties before the change of 2021 and 13 after it, not the same ones', () => {
    const named = (on: string) => divisionsBelow('330100', on).map(({ name }) => name);
    expect(named(lastDayBefore)).toHaveLength(13);
    expect(named(firstDayAfter)).toHaveLength(13);
    expect(named(lastDayBefore)).toEqual(expect.arrayContaining(['下城区', '江干区']));
    expect(named(firstDayAfter)).toEqual(expect.arrayContaining(['临平区', '钱塘区']));
    expect(named(firstDayAfter)).not.toContain('江干区');
  });

  it('lists former divisions only when asked, and none that has not begun', () => {
    expect(divisionsBelow('330100', today, true)).toHaveLength(15);
    expect(divisionsBelow('330100', lastDayBefore, true)).toHaveLength(13);
  });

  it('has 34 provinces at the top, and every division below one of them', () => {
    expect(divisionsBelow(null, today)).toHaveLength(34);
    for (const division of allDivisions()) {
      const expectedParent = division.level === 'PROVINCE' ? null : division.level === 'CITY' ? `${division.code.slice(0, 2)}0000` : `${division.code.slice(0, 4)}00`;
      expect([division.code, division.parent?.code ?? null]).toEqual([division.code, expectedParent]);
    }
  });

  it('states a source for every row and successors for every ended one', () => {
    for (const division of allDivisions()) {
      expect(division.source).not.toBe('');
      expect(division.successors.length > 0).toBe(division.validTo !== null);
    }
  });

  it('holds no development zones, no towns in place of counties, and nothing below 台湾, 香港 and 澳门', () => {
    for (const code of ['320571', '370190', '441901', '620201', '710100', '810100', '820100', '320112']) expect(findDivision(code)).toBeNull();
  });
});

describe('names', () => {
  it.each([
    ['330106', '浙江省杭州市西湖区'],
    ['331127', '浙江省丽水市景宁畲族自治县'],
    ['110101', '北京市东城区'],
    ['500229', '重庆市城口县'],
    ['419001', '河南省济源市'],
    ['441900', '广东省东莞市'],
    ['659001', '新疆维吾尔自治区石河子市'],
    ['330103', '浙江省杭州市下城区'],
  ])('%s is written %s', (code, fullName) => expect(listed(code).fullName).toBe(fullName));

  it('are found by what people say, former ones leading to those that took over', () => {
    const found = (text: string) => divisionsNamedLike(text, today).map(({ name }) => name);
    expect(found('江干')).toEqual(['上城区', '钱塘区']);
    expect(found('下城')).toEqual(['拱墅区']);
    expect(found('杭州西湖')).toEqual(['西湖区']);
    expect(found('杭州')).toHaveLength(14);
    expect(found('没有这个地方')).toEqual([]);
  });

  it('on a day before the change lead to the division itself', () => {
    expect(divisionsNamedLike('江干', lastDayBefore).map(({ code }) => code)).toEqual(['330104']);
  });
});

describe('a code as a place of today', () => {
  it('is accepted while its division exists', () => {
    expect(divisionFault('330106', today)).toBeNull();
    expect(isCurrentDivision('330106', today)).toBe(true);
  });

  it('is refused after its division ended, naming those that took over', () => {
    expect(divisionFault('330104', today)).toEqual({
      code: 'DIVISION_ENDED',
      sentence: {
        'zh-CN': '浙江省杭州市江干区已撤销，请改选现在的区划：浙江省杭州市上城区、浙江省杭州市钱塘区。',
        en: '浙江省杭州市江干区 no longer exists. Please choose what it is today: 浙江省杭州市上城区, 浙江省杭州市钱塘区.',
      },
    });
    expect(isCurrentDivision('330104', today)).toBe(false);
  });

  it('is still accepted on the last day, and the new ones from the next day on', () => {
    expect(divisionFault('330103', lastDayBefore)).toBeNull();
    expect(divisionFault('330103', firstDayAfter)?.code).toBe('DIVISION_ENDED');
    expect(divisionFault('330113', lastDayBefore)?.code).toBe('DIVISION_UNKNOWN');
    expect(divisionFault('330113', firstDayAfter)).toBeNull();
  });

  it.each(['330199', '', '33010', '3301020', '０３３０１０', '__proto__'])('is unknown when nobody ever had it: %j', (code) => {
    expect(divisionFault(code, today)?.code).toBe('DIVISION_UNKNOWN');
    expect(isCurrentDivision(code, today)).toBe(false);
  });

  it('is no residence while it has parts, and is one when it has none', () => {
    expect(residenceFault('330100', today)?.sentence['zh-CN']).toBe('请选到区、县或县级市。');
    expect(residenceFault('419000', today)?.code).toBe('DIVISION_UNKNOWN');
    expect(residenceFault('330104', today)?.code).toBe('DIVISION_ENDED');
    expect(residenceFault('330106', today)).toBeNull();
    expect(residenceFault('441900', today)).toBeNull();
  });

  it('is the finest when nothing lies below it, as in cities without counties', () => {
    expect(isFinestDivision('330106', today)).toBe(true);
    expect(isFinestDivision('441900', today)).toBe(true);
    expect(isFinestDivision('330100', today)).toBe(false);
    expect(isFinestDivision('419000', today)).toBe(false);
  });
});

describe('the tree', () => {
  it('knows what lies within what', () => {
    expect(liesWithin(listed('330106'), listed('330000'))).toBe(true);
    expect(liesWithin(listed('330106'), listed('330200'))).toBe(false);
    expect(divisionsWithin(listed('330000'))).toHaveLength(1 + 11 + 90 + 2);
  });

  it('follows an ended division to those that took over, and leaves a valid one alone', () => {
    expect(currentSuccessors(listed('330104'), today).map(({ code }) => code)).toEqual(['330102', '330114']);
    expect(currentSuccessors(listed('330106'), today).map(({ code }) => code)).toEqual(['330106']);
  });
});
