import { getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../server/src/graphql/context.ts';
import { documentLimits } from '../../server/src/graphql/gate/document-limits.ts';
import { memoryLimits } from '../../server/src/graphql/limits.ts';
import { familyCopyOf, familyCopyPages } from '../../server/src/rights/family-copy-pdf.ts';
import type { PersonalDataCopy } from '../../server/src/rights/personal-data-document.ts';
import { copiedDecision, everyValue, sampleCopy, textOfPages } from '../kit/family-copy.ts';

const sha256 = 'ab'.repeat(32);
const pagesOf = (copy: PersonalDataCopy, isDemonstration = false) => familyCopyPages({ copy, sha256, isDemonstration });
const textOf = async (special: Partial<PersonalDataCopy> = {}, isDemonstration = false) => textOfPages(await pagesOf(sampleCopy(special), isDemonstration));
const at = (sequence: number, special: Partial<PersonalDataCopy['decisions'][number]> = {}) => ({ ...copiedDecision, id: `decision-${sequence}`, sequence, ...special });

describe('the pages that a family can read', () => {
  let text = '';
  beforeAll(async () => {
    text = await textOf();
  });

  it('say first what they are and are not, when they were taken, and of which file they tell', () => {
    for (const line of ['个人信息副本（给家人看）', '它是登记意愿的记录，不等于捐献同意书', '取出时间2026年11月24日00:30（北京时间', sha256]) expect(text).toContain(line);
    expect(text.indexOf('不等于捐献同意书')).toBeLessThan(text.indexOf('一、这是谁'));
  });

  it('say who, what stands with its effect in law, and each choice as it is stored', () => {
    for (const line of ['姓名演示人', '出生日期1980年5月17日', '性别女', '同意捐献本人已书面表示：愿意捐献写明“同意”的项目。', '心脏同意', '肺不同意', '皮肤不表态']) expect(text).toContain(line);
    expect(text).not.toContain('小肠');
  });

  it('hide the middle of the document number on every page, and leave the whole to the file', () => {
    expect(text).toContain('居民身份证3****************X');
    expect(text).not.toContain('33010619800517002X');
  });

  it('say whom to call, what was consented to and arranged, who looked and why, who received what, and what was asked', () => {
    for (const line of [
      '登记的电话13900001111',
      '居住地浙江省杭州市西湖区',
      '紧急联系人演示家属（子女），13900005678',
      '关于遗体愿意捐献遗体（红十字会正在和本人联系）',
      '执行人演示执行人（旁系亲属），13900007777',
      '约好的日子2026年12月1日',
      '地址和联系演示人，13900001111，演示路1号；方便的时间：上午',
      '同意：打电话联系本人',
      '近亲属可以看',
      '演示医院（浙江省杭州市西湖区），病例编号DEMO-1',
      '情况紧急，来不及等待确认',
      '本人登记了同意捐献，包括每一项器官、组织的选择',
      '演示红十字会为演示医院的伦理委员会出具',
      '本人自己拿了一份',
      '解释说明，受理编号SQ-1234-5678',
      '本人写的请说明。',
      '答复已经说明。',
    ]) expect(text).toContain(line);
  });

  it('never show a code: not one value of any kind, and no number of a division', async () => {
    const decisions = [at(1), at(2, { action: 'WITHDRAWN', state: 'WITHDRAWN', choices: {}, withdrawalReason: { reason: 'FAMILY_OBJECTS', statedAt: '2026-11-23T09:00:00.000Z' } })];
    const all = `${text}${await textOf({ decisions })}`;
    for (const { values } of Object.values(everyValue)) for (const value of values) expect(all).not.toContain(value);
    expect(all).not.toContain('330106');
    expect(all).not.toMatch(/undefined|null|\[object|您/);
  });

  it.each<[string, Partial<PersonalDataCopy>, string[], string[]]>([
    ['a refusal', { decisions: [at(1, { action: 'REFUSED', state: 'REFUSED', choices: { HEART: 'REFUSE' } })] }, ['不同意捐献本人已表示不同意捐献', '（《人体器官捐献和移植条例》第九条）'], ['愿意捐献写明']],
    ['that nothing is registered', { record: null, decisions: [] }, ['没有登记本人没有在这里登记过意愿', '没有登记过。'], ['愿意捐献写明']],
    ['that everything was withdrawn', { decisions: [at(1), at(2, { action: 'WITHDRAWN', state: 'WITHDRAWN', choices: {} })] }, ['已撤回本人已撤回登记', '第2次', '第1次'], ['愿意捐献写明']],
    [
      'that a decision is contested, and do not promise what it would mean',
      { decisions: [at(1)], disavowals: [{ id: 'd', decisionId: 'decision-1', areaCode: '330106', disavowedAt: '2026-11-23T09:00:00.000Z', resolution: null }] },
      ['同意捐献（核实中）', '核实以前，医院不会把它当作本人的同意。', '正在核实'],
      ['愿意捐献写明'],
    ],
    [
      'that a withdrawal waits, and do not promise what the decision would mean',
      { queuedWithdrawals: [{ id: 'q', receiptNumber: 'CH-1', channel: 'OPEN_WEB', assuranceLevel: 'ADVANCED_REAL_NAME', words: { version: '1', hash: '1' }, queuedAt: '2026-11-23T09:00:00.000Z', decisionId: null, settledAt: null }] },
      ['同意捐献（已提交撤回）', '医院查询时不会再按“同意捐献”对待', '正式记录还没有'],
      ['愿意捐献写明'],
    ],
    ['that the record is restricted', { restrictions: [{ id: 'r', restricted: true, statedAt: '2026-11-23T09:00:00.000Z' }] }, ['本人要求限制使用这份登记'], []],
    ['no restriction that was lifted', { restrictions: [{ id: 'r', restricted: true, statedAt: '2026-11-23T09:00:00.000Z' }, { id: 's', restricted: false, statedAt: '2026-11-23T10:00:00.000Z' }] }, ['解除限制'], ['本人要求限制使用这份登记']],
    ['a character that the font lacks by its number', { identity: { ...sampleCopy().identity, fullName: '王𠮷祥' } }, ['姓名王〔U+20BB7〕祥', '登记时的姓名演示人'], []],
  ])('tell %s', async (_, special, expected, absent) => {
    const told = await textOf(special);
    for (const line of expected) expect(told).toContain(line);
    for (const line of absent) expect(told).not.toContain(line);
  });

  it('say on every page that they are a demonstration, where they are', async () => {
    const demo = await textOf({}, true);
    expect(demo.split('演示数据·*示人').length).toBeGreaterThan(2);
    expect(text).not.toContain('演示数据');
  });

  it('hold a long life of forty decisions, newest first', async () => {
    const long = await textOf({ decisions: Array.from({ length: 40 }, (_, index) => at(index + 1)) });
    for (let sequence = 1; sequence <= 40; sequence++) expect(long).toContain(`第${sequence}次2026年11月23日16:00`);
    expect(long.indexOf('第40次2026')).toBeLessThan(long.indexOf('第39次2026'));
  });

  it('are the same bytes for the same copy, and others for another', async () => {
    const once = await pagesOf(sampleCopy());
    expect((await pagesOf(sampleCopy())).equals(once)).toBe(true);
    expect((await pagesOf(sampleCopy({ decisions: [] }))).equals(once)).toBe(false);
  });

  it('are left out when the answer could not hold them beside the document, and when nobody is signed in', async () => {
    const document = JSON.stringify(sampleCopy());
    const asked = (actor: object) => ({ config: { simulator: null }, limits: memoryLimits(), actor }) as unknown as Context;
    const citizen = asked({ kind: 'CITIZEN', personIndex: Buffer.alloc(32) });
    expect(await familyCopyOf(citizen, { document, sha256 })).toMatch(/^JVBERi0/);
    expect(await familyCopyOf(citizen, { document: document + ' '.repeat(documentLimits.answerBytes - 100_000), sha256 })).toBeNull();
    expect(await familyCopyOf(asked({ kind: 'ANONYMOUS' }), { document, sha256 })).toBeNull();
  });

  it('can be read aloud: in Chinese, with headings and in the order of reading; their title names nobody', async () => {
    const document = await getDocumentProxy(new Uint8Array(await pagesOf(sampleCopy())));
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Language: 'zh-CN', Title: '个人信息副本（给家人看）' });
    expect((await document.getMarkInfo())?.Marked).toBe(true);
    const roles: string[] = [];
    for (let page = 1; page <= document.numPages; page++) collect(await (await document.getPage(page)).getStructTree(), roles);
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
    expect(roles.filter((role) => role === 'H2')).toHaveLength(10);
  });
});

function collect(node: unknown, roles: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  if ('role' in node) roles.push(String(node.role));
  if ('children' in node && Array.isArray(node.children)) for (const child of node.children) collect(child, roles);
}
