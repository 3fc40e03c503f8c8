import { describe, expect, it } from 'vitest';
import type { OrganisationRow } from './organisation-csv.ts';
import { planImport, type KnownOrganisation } from './plan-import.ts';

const on = '2026-11-23';

const province: KnownOrganisation = {
  key: 'rcs-330000', name: '浙江省红十字会', level: 'PROVINCE', divisionCode: '330000', parentKey: null,
  address: null, phone: null, source: '来函', couldWitnessIn2020: null,
};
const city: KnownOrganisation = { ...province, key: 'rcs-330100', name: '杭州市红十字会', level: 'CITY', divisionCode: '330100', parentKey: 'rcs-330000', couldWitnessIn2020: false };
const county: KnownOrganisation = {
  ...city, key: 'rcs-330106', name: '杭州市西湖区红十字会', level: 'COUNTY', divisionCode: '330106', parentKey: 'rcs-330100', address: '旧地址', phone: '0571-10000000',
};
const needsKey = '无法按名称认出是哪个机构：须在“编号”列写明（新机构给它一个固定编号）';
const directory = [province, city, county];

let line = 1;
const row = (changes: Partial<OrganisationRow> = {}): OrganisationRow => ({
  line: ++line, key: undefined, name: '杭州市西湖区红十字会', level: 'COUNTY', divisionCode: '330106', parentName: '杭州市红十字会',
  address: undefined, phone: undefined, source: '来函', couldWitnessIn2020: undefined, ...changes,
});
const plan = (...rows: OrganisationRow[]) => planImport(rows, directory, on);
const reasons = (...rows: OrganisationRow[]) => plan(...rows).rejected.flatMap((rejected) => rejected.reasons);

describe('an import', () => {
  it('of what is known already changes nothing and names what the file leaves out', () => {
    expect(plan(row())).toEqual({ added: [], changed: [], unchanged: 1, rejected: [], missing: ['浙江省红十字会', '杭州市红十字会'] });
  });

  it('changes only what a cell states: blank keeps, a hyphen erases', () => {
    expect(plan(row({ address: '新地址' })).changed[0]?.changes).toEqual([{ field: 'address', from: '旧地址', to: '新地址' }]);
    expect(plan(row({ phone: null })).changed[0]?.changes).toEqual([{ field: 'phone', from: '0571-10000000', to: null }]);
    expect(plan(row()).unchanged).toBe(1);
  });

  it('knows a body by its key through a change of name and of place', () => {
    expect(plan(row({ key: 'rcs-330106', name: '杭州市西湖红十字会', divisionCode: '330108' })).changed[0]?.changes).toEqual([
      { field: 'name', from: '杭州市西湖区红十字会', to: '杭州市西湖红十字会' },
      { field: 'divisionCode', from: '330106', to: '330108' },
    ]);
  });

  it('knows a society without a key by its division, so that a corrected name is a change and no second society', () => {
    expect(plan(row({ name: '西湖区红十字会' })).changed[0]).toMatchObject({ organisation: { key: 'rcs-330106' }, changes: [{ field: 'name' }] });
  });

  it('adds a society of a division that has none', () => {
    expect(plan(row({ name: '杭州市滨江区红十字会', divisionCode: '330108' })).added[0]?.organisation).toMatchObject({ key: 'rcs-330108', parentKey: 'rcs-330100', phone: null });
  });

  it('takes a new parent from the same file, wherever it stands', () => {
    const child = row({ name: '宁波市海曙区红十字会', divisionCode: '330203', parentName: '宁波市红十字会' });
    const parent = row({ name: '宁波市红十字会', level: 'CITY', divisionCode: '330200', parentName: '浙江省红十字会' });
    expect(plan(child, parent)).toMatchObject({ rejected: [], added: [{ organisation: { parentKey: 'rcs-330200' } }, { organisation: { key: 'rcs-330200' } }] });
  });

  it('keeps the parent when the cell is blank, and needs one for a new body below the province', () => {
    expect(plan(row({ parentName: undefined })).unchanged).toBe(1);
    expect(reasons(row({ name: '杭州市滨江区红十字会', divisionCode: '330108', parentName: undefined }))).toEqual(['上级不能为空']);
  });

  it('drops what it says about 2020 for a district that began in 2021', () => {
    const young = row({ name: '杭州市临平区红十字会', divisionCode: '330113', couldWitnessIn2020: false });
    expect(plan(young).added[0]?.organisation.couldWitnessIn2020).toBeNull();
    expect(plan(row({ couldWitnessIn2020: true })).changed[0]?.changes).toEqual([{ field: 'couldWitnessIn2020', from: false, to: true }]);
  });
});

describe('a row is rejected', () => {
  it('when its division is unknown', () => expect(reasons(row({ key: 'rcs-330106', divisionCode: '330199' })).join()).toContain('区划代码 330199：没有这个行政区划'));

  it('when its division ended, naming those of today', () => {
    expect(reasons(row({ name: '杭州市江干区红十字会', divisionCode: '330104' })).join()).toContain('已撤销，请改选现在的区划：浙江省杭州市上城区、浙江省杭州市钱塘区');
  });

  it('when its level is not that of its division', () => {
    expect(reasons(row({ level: 'CITY', parentName: '浙江省红十字会' }))).toEqual(['级别与区划不符：浙江省杭州市西湖区是县级，表中写的是市级']);
  });

  it('when nobody knows its parent', () => expect(reasons(row({ parentName: '西湖市红十字会' }))).toEqual(['找不到上级机构“西湖市红十字会”']));

  it('when its parent is itself, a body of another division or a lower one', () => {
    expect(reasons(row({ parentName: '杭州市西湖区红十字会' }))).toEqual(['找不到上级机构“杭州市西湖区红十字会”']);
    expect(reasons(row({ name: '宁波市海曙区红十字会', divisionCode: '330203' })).join()).toContain('不能是它的上级');
    expect(reasons(row({ key: 'rcs-330100', name: '杭州市红十字会', level: 'CITY', divisionCode: '330100', parentName: '杭州市西湖区红十字会' })).join()).toContain('不能是它的上级');
  });

  it('when only a province may stand below the national society', () => {
    expect(reasons(row({ parentName: '中国红十字会总会' }))).toEqual(['只有省级机构的上级可以是中国红十字会总会']);
  });

  it('when the file names it twice, by name or by key', () => {
    const first = row();
    expect(reasons(first, row())).toEqual([`与第 ${first.line} 行是同一区划的同名机构`]);
    const named = row({ key: 'rcs-330106' });
    expect(reasons(named, row({ key: 'rcs-330106', name: '别的红十字会' }))).toEqual([`与第 ${named.line} 行是同一机构（编号 rcs-330106）`]);
  });

  it('when another body of the directory has its name and place', () => {
    expect(reasons(row({ key: 'other-body' }))).toEqual(['名录中已有同一区划的同名机构，编号是 rcs-330106']);
  });

  it('when it is no society and has no key', () => {
    const station = row({ name: '西湖区器官捐献服务站', parentName: '杭州市西湖区红十字会' });
    expect(reasons(station)).toEqual([needsKey]);
    expect(plan({ ...station, key: 'station-xihu' })).toMatchObject({ rejected: [], added: [{ organisation: { key: 'station-xihu', parentKey: 'rcs-330106' } }] });
  });

  it('when the key of its division belongs to a society that moved away', () => {
    const moved = [province, city, { ...county, divisionCode: '330108', name: '杭州市滨江区红十字会' }];
    expect(planImport([row()], moved, on).rejected.map((rejected) => rejected.reasons)).toEqual([[needsKey]]);
  });

  it('and is then neither added nor changed in the report', () => {
    expect(plan(row({ name: '杭州市江干区红十字会', divisionCode: '330104' }))).toMatchObject({ added: [], changed: [], unchanged: 0, rejected: [{ name: '杭州市江干区红十字会' }] });
  });

  it('while the others are still judged, so that one run shows every fault', () => {
    expect(plan(row({ parentName: '甲' }), row({ name: '杭州市滨江区红十字会', divisionCode: '330108', parentName: '乙' })).rejected).toHaveLength(2);
  });
});
