import type { RegisterBar } from './take-former-batch.ts';
import type { FaultyRow, RowFault } from './check-former-row.ts';
import { columnNames } from './former-file.ts';

/*
 * What a report says of a row that was not taken in. Each sentence is fixed, so that no value of a person can stand in it.
 */

/** A line of the report. */
export interface ReportLine {
  readonly line: number;
  readonly reference: string;
  readonly code: string;
  readonly message: string;
}

const barWords: Readonly<Record<RegisterBar, string>> = {
  REFERENCE_DIFFERS: '这个原系统编号已经导入过，但内容不一样；没有改动，请核对',
  DECIDED_HERE: '本人已在本系统作出决定，日期不早于这一行；没有改动',
  LATER_THAN_DECIDED_HERE: '本人已在本系统作出决定，这一行的日期更晚，或者是同一天的不同意；导入不改动本人在本系统的决定，请按纸质表办理',
  OVERTAKEN: '已有这个人日期更晚或者同日的登记；没有改动',
  NAME_DIFFERS: '证件号码已有登记，但姓名不一样；没有改动，请核对',
  RESTRICTED: '本人要求限制处理；没有改动',
  FROZEN: '这个人的登记正在核实，或者等待本人确认；没有改动',
  CHANGES_NOTHING: '已经登记不同意捐献；没有改动',
};

const codeWords: Readonly<Record<string, string>> = {
  REQUIRED: '没有填写',
  TOO_LONG: '太长',
  MALFORMED: '没有填写或者写法不对',
  UNKNOWN_VALUE: '不认识这个写法',
  MISSING_ITEM: '没有填写',
  NOTHING_AGREED: '没有同意任何一项，也不是每一项都不同意',
  DIVISION_ENDED: '区划已撤销，请改为现在的区划',
  DIVISION_UNKNOWN: '没有这个区划，或者没有写到县级',
  FORBIDDEN_CHARACTER: '有不能保存的字符',
  PERSONAL_NUMBER: '像证件号码或者电话号码，不能用作编号',
};

const ownWords: Readonly<Record<string, string>> = {
  'documentNumber.MALFORMED': '号码不对（位数、出生日期或者校验码）',
  'birthday.UNKNOWN_VALUE': '和证件号码对不上',
  'birthday.OUT_OF_RANGE': '登记那天未满十八周岁',
  'decidedOn.OUT_OF_RANGE': '在今天以后',
  'row.MALFORMED': '格数和表头不一样（内容里有逗号时要加双引号）',
};

const BODY_CODE = 'body.NOT_TAKEN';

/** A row with faults of its own. */
export function faultyLine({ line, reference, faults }: FaultyRow): ReportLine {
  return { line, reference, code: faults.map(({ field, code }) => `${field}.${code}`).join(';'), message: faults.map(sentenceOf).join('；') };
}

/** A row that the register does not let in. */
export function barredLine({ line, reference }: { readonly line: number; readonly reference: string }, bar: RegisterBar): ReportLine {
  return { line, reference, code: bar, message: barWords[bar] };
}

/** A row that is on the register, of which the wish about the body was left behind. */
export function bodyLine({ line, reference }: { readonly line: number; readonly reference: string }): ReportLine {
  return { line, reference, code: BODY_CODE, message: '器官和组织的登记已在本系统；遗体捐献意愿没有导入，须由本人另行登记' };
}

function sentenceOf({ field, code }: RowFault): string {
  const title = field === 'row' ? '这一行' : field === 'choices' ? '各项选择' : columnNames[field][1];
  return `${title}：${ownWords[`${field}.${code}`] ?? codeWords[code] ?? code}`;
}

/** The first line of a report, with the byte order mark by which spreadsheets know UTF-8. */
export const REPORT_HEADER = '\uFEFF行号,原系统编号,代码,说明\r\n';

/** A line as it is written; no field needs quotation marks, because every one has a form of ours. */
export function reportText({ line, reference, code, message }: ReportLine): string {
  return `${[line, reference, code, message].join(',')}\r\n`;
}
