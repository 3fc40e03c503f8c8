import { expect, it } from 'vitest';
import type { ImportReport } from './import-organisations.ts';
import { reportText } from './import-report.ts';

const nothing: ImportReport = { fault: null, applied: true, added: [], changed: [], unchanged: 0, rejected: [], missing: [] };

const organisation = {
  key: 'rcs-330106', name: '杭州市西湖区红十字会', level: 'COUNTY', divisionCode: '330106', parentKey: 'rcs-330100',
  address: '和平路1号', phone: null, source: '来函', couldWitnessIn2020: null,
} as const;

it('a report shows each change field by field with its line', () => {
  const changes = [
    { field: 'address', from: null, to: '和平路1号' },
    { field: 'phone', from: '0571-10000000', to: null },
    { field: 'couldWitnessIn2020', from: false, to: true },
  ] as const;
  const report = { ...nothing, changed: [{ line: 4, organisation, changes }], added: [{ line: 5, organisation, changes: [] }], unchanged: 101, missing: ['浙江省红十字会'] };
  expect(reportText(report)).toBe(`新增 1
  第 5 行 杭州市西湖区红十字会
修改 1
  第 4 行 杭州市西湖区红十字会
    地址：（无） → 和平路1号
    电话：0571-10000000 → （无）
    2020年独立见证：否 → 是
未变 101
拒绝 0
名录中有而文件中没有（保留不动） 1
  浙江省红十字会
结果：已写入，新增 1，修改 1。`);
});

it('a report of a rejected file says that nothing was written and why', () => {
  const report = { ...nothing, applied: false, rejected: [{ line: 3, name: '', reasons: ['名称不能为空', '来源不能为空'] }] };
  expect(reportText(report)).toContain(`拒绝 1
  第 3 行 （没有名称）
    - 名称不能为空
    - 来源不能为空`);
  expect(reportText(report)).toContain('结果：未写入。有 1 行被拒绝，整个文件都没有导入');
});

it('a report tells a trial from an import, and one that had nothing to do', () => {
  expect(reportText({ ...nothing, applied: false })).toContain('结果：试运行，未写入。');
  expect(reportText(nothing)).toContain('没有需要写入的');
  expect(reportText({ ...nothing, applied: false, fault: '文件是空的。' })).toBe('未导入：文件是空的。');
});

it('a report names at most ten bodies that the file leaves out', () => {
  const missing = Array.from({ length: 12 }, (_, at) => `第${at}县红十字会`);
  expect(reportText({ ...nothing, missing })).toContain('  第9县红十字会\n  ……另有 2 个\n');
});

it('a report cannot steer the terminal of its reader', () => {
  const report = { ...nothing, applied: false, rejected: [{ line: 2, name: '\u001B[2J甲', reasons: ['名称含有不可见字符'] }] };
  expect(reportText(report)).toContain('第 2 行 \uFFFD[2J甲');
});
