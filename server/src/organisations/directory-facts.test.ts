import { describe, expect, it } from 'vitest';
import { findDivision } from '../divisions/division.queries.ts';
import { servicesOf, witnessFactsOf, type FactSubject } from './directory-facts.ts';

function subject(name: string, level: FactSubject['level'], code: string): FactSubject {
  const division = findDivision(code);
  if (!division) throw new Error(`no division ${code}`);
  return { name, level, division };
}

const province = subject('浙江省红十字会', 'PROVINCE', '330000');
const centre = subject('浙江省人体器官捐献管理中心', 'PROVINCE', '330000');
const city = subject('温州市红十字会', 'CITY', '330300');
const county = subject('诸暨市红十字会', 'COUNTY', '330681');
const young = subject('杭州市临平区红十字会', 'COUNTY', '330113');
const services = (of: FactSubject) => servicesOf(of).map(({ service }) => service);

describe('services', () => {
  it('of every society are advice, registration and home visits; of cities and counties also the steps before collection', () => {
    expect(services(province)).toEqual(['POLICY_CONSULTATION', 'REGISTRATION', 'HOME_VISIT']);
    expect(services(county)).toHaveLength(9);
    expect(services(county)).toContain('STEM_CELL_PHYSICAL_EXAMINATION');
    expect(services(county)).not.toContain('STEM_CELL_COLLECTION');
  });

  it('include collection in 温州 and 宁波 only, not in their counties', () => {
    expect(services(city)).toContain('STEM_CELL_COLLECTION');
    expect(services(subject('宁波市红十字会', 'CITY', '330200'))).toContain('STEM_CELL_COLLECTION');
    expect(services(subject('杭州市红十字会', 'CITY', '330100'))).not.toContain('STEM_CELL_COLLECTION');
    expect(services(subject('乐清市红十字会', 'COUNTY', '330382'))).not.toContain('STEM_CELL_COLLECTION');
  });

  it('of a body that is no society are unknown', () => expect(services(centre)).toEqual([]));

  it('of a district younger than the account say that they are not verified', () => {
    for (const { source } of servicesOf(young)) expect(source).toMatch(/2021 年设立.*待核实$/);
    for (const { source } of servicesOf(county)) expect(source).not.toContain('待核实');
  });
});

describe('witnessing', () => {
  it('is what the account says until the day before the law, then assigned by the province, without a gap or an overlap', () => {
    expect(witnessFactsOf(county, true)).toMatchObject([
      { canWitnessIndependently: true, minimumWitnesses: null, assignedByProvince: false, validFrom: '2020-07-01', validTo: '2024-04-30' },
      { canWitnessIndependently: false, minimumWitnesses: 2, assignedByProvince: true, validFrom: '2024-05-01', validTo: null },
    ]);
  });

  it('has no entry of 2020 where the account is silent', () => {
    expect(witnessFactsOf(county, null)).toHaveLength(1);
    expect(witnessFactsOf(young, false)).toHaveLength(1);
  });

  it('has no entry at all for the bodies of the province', () => {
    expect(witnessFactsOf(province, null)).toEqual([]);
    expect(witnessFactsOf(centre, true)).toEqual([]);
  });
});
