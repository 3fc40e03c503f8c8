import type { ImportReport } from './import-organisations.ts';
import type { FieldChange, PlannedOrganisation } from './plan-import.ts';

const fieldNames: Record<FieldChange['field'], string> = {
  name: '名称',
  level: '级别',
  divisionCode: '区划代码',
  parentKey: '上级编号',
  address: '地址',
  phone: '电话',
  source: '来源',
  couldWitnessIn2020: '2020年独立见证',
};

/** A file about one county leaves out the rest of the province: the first few names tell that. */
const LISTED = 10;

/** Says in Chinese what an import did, or would do, for the staff who sent the file. Holds no final line break. */
export function reportText(report: ImportReport): string {
  if (report.fault !== null) return `未导入：${visible(report.fault)}`;
  const { added, changed, unchanged, rejected, missing } = report;
  return [
    ...section('新增', added, plannedLines),
    ...section('修改', changed, plannedLines),
    `未变 ${unchanged}`,
    ...section('拒绝', rejected, ({ line, name, reasons }) => [`第 ${line} 行 ${visible(name) || '（没有名称）'}`, ...reasons.map((reason) => `  - ${visible(reason)}`)]),
    ...section('名录中有而文件中没有（保留不动）', missing, (name) => [name], LISTED),
    conclusion(report),
  ].join('\n');
}

function conclusion({ applied, rejected, added, changed }: ImportReport): string {
  if (rejected.length > 0) return `结果：未写入。有 ${rejected.length} 行被拒绝，整个文件都没有导入；改正后请重新导入。`;
  if (!applied) return '结果：试运行，未写入。';
  return added.length + changed.length === 0 ? '结果：名录已是这个样子，没有需要写入的。' : `结果：已写入，新增 ${added.length}，修改 ${changed.length}。`;
}

function section<Entry>(title: string, entries: readonly Entry[], linesOf: (entry: Entry) => readonly string[], most = entries.length): readonly string[] {
  const lines = entries.slice(0, most).flatMap(linesOf);
  const more = entries.length > most ? [`……另有 ${entries.length - most} 个`] : [];
  return [`${title} ${entries.length}`, ...[...lines, ...more].map((line) => `  ${line}`)];
}

function plannedLines({ line, organisation, changes }: PlannedOrganisation): readonly string[] {
  return [`第 ${line} 行 ${organisation.name}`, ...changes.map(({ field, from, to }) => `  ${fieldNames[field]}：${valueText(from)} → ${valueText(to)}`)];
}

function valueText(value: FieldChange['from']): string {
  if (value === null) return '（无）';
  return typeof value === 'boolean' ? (value ? '是' : '否') : value;
}

/** A rejected cell may hold anything, also what would steer a terminal. */
function visible(text: string): string {
  return text.replace(/\p{C}/gu, '\uFFFD');
}
