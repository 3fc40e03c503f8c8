import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildApiSchema } from '../../server/src/graphql/schema.ts';
import { paper, tableBelow } from '../kit/papers.ts';

const schema = buildApiSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
/** Every name that the contract has: of types, fields, arguments and values. */
const names = types.flatMap((type) => [
  type.name,
  ...('getFields' in type ? Object.values(type.getFields()).flatMap((field) => [field.name, ...('args' in field ? (field.args as readonly { name: string }[]).map(({ name }) => name) : [])]) : []),
  ...('getValues' in type ? type.getValues().map(({ name }) => name) : []),
]);
const localeFolder = resolve(import.meta.dirname, '../../client/src/locales');
const words = readdirSync(localeFolder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(json|ts)$/.test(name) && !name.endsWith('.test.ts')).map((name) => readFileSync(resolve(localeFolder, name), 'utf8')).join('\n');

describe('what law forbids', () => {
  it('no reward, price, score or rank has a name in the contract or a word on a screen (条例 art. 6)', () => {
    const forbidden = /reward|price|payment|bonus|coupon|discount|score|rank|leaderboard|badge/i;
    expect(names.filter((name) => forbidden.test(name))).toEqual([]);
    expect(words.length).toBeGreaterThan(10_000);
    expect(words.match(/奖励|奖金|积分|报酬|优惠|抽奖|排名|排行|礼品|补贴/g) ?? []).toEqual([]);
  });

  it('religion, education, occupation, ethnic group and marriage are never asked (个人信息保护法 art. 6, 28)', () => {
    const forbidden = /religio|faith|educat|occupation|profession|ethnic|nationality|marital|marriage|income/i;
    // One of the reasons for withdrawing that a person may name afterwards, unasked by any rule: see docs/privacy-impact.md. The other
    // is a paper by which staff saw that somebody is a dead person's kin (art. 49); the person themself is never asked for it.
    expect(names.filter((name) => forbidden.test(name))).toEqual(['FAITH_OR_CUSTOM', 'MARRIAGE_CERTIFICATE']);
  });

  it('nobody can list or search donors: no question takes a person, and no list holds people or their decisions but one’s own (条例 art. 16, 41)', () => {
    const questions = Object.values(schema.getQueryType()?.getFields() ?? {});
    const naming = questions.flatMap(({ name, args }) => args.filter((argument) => /donor|person|citizen|document|idNumber|name|phone|birth/i.test(argument.name)).map((argument) => `${name}(${argument.name})`));
    expect(naming).toEqual([]);
    const people = new Set(['Donor', 'Citizen', 'Viewer', 'DonorContact']);
    const lists = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).filter((field) => String(field.type).includes('[') && people.has(getNamedType(field.type).name)).map((field) => `${type.name}.${field.name}`) : []));
    expect(lists).toEqual([]);
    // The history of one's own decisions is reached by the donor only, and the donor by the viewer only.
    const owners = (name: string) => types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).filter((field) => getNamedType(field.type).name === name).map((field) => `${type.name}.${field.name}`) : []));
    expect(owners('DecisionConnection')).toEqual(['Donor.history']);
  });

  it('no input chooses anything by default (条例 art. 8)', () => {
    const defaults = types.flatMap((type) => (isInputObjectType(type) ? Object.values(type.getFields()).filter(({ defaultValue }) => defaultValue !== undefined).map((field) => `${type.name}.${field.name}`) : []));
    // To keep a stored emergency contact is not a choice about donating.
    expect(defaults).toEqual(['ContactInput.keepEmergencyContact']);
  });
});

describe('docs/traceability.md', () => {
  const text = paper('docs/traceability.md');
  const traced = ['Shown by a test', 'Not built yet', 'Outside the software'].flatMap((heading) => sectionsBelow(heading)).map((row) => row['item'] ?? '');

  it.each([
    ...['2', '6', '7', '8', '9(1)', '9(2)', '13', '14', '16(3)', '16(4)', '18', '19', '20(2)', '33', '37', '41', '45', '47'].map((article) => `条例 ${article}`),
    ...['17', '18', '1006'].map((article) => `民法典 ${article}`),
    ...['6', '13', '14', '15', '16', '17', '23', '24', '28', '29', '30', '36', '38', '40', '44', '45', '46', '47', '48', '49', '50', '51', '54', '55', '56', '57'].map((article) => `PIPL ${article}`),
    ...['数据条例 12', '网络安全法 21', '密码法 27', '基本医疗卫生法 92', '红十字会法 11(3)', '宁波条例', '重庆条例', '上海条例', '登记管理办法', 'GB/T 39725'],
    ...['4', '5', '6', '13', '14'].map((article) => `电子签名法 ${article}`),
    ...[...'abcdefgh'].map((letter) => `GB/T 39786 8.4 ${letter})`),
    ...['02', '04', '08', '10', '12', '13', '14', '15', '20', '21', '26', '28', '29', '30', '31', '34', '35'].map((number) => `GB/T 22239 8.1.4 -${number}`),
  ])('says what became of %s', (item) => {
    expect(traced.some((cell) => cell.split('、').includes(item)), item).toBe(true);
  });

  function sectionsBelow(heading: string) {
    const start = text.indexOf(`\n## ${heading}\n`);
    const end = text.indexOf('\n## ', start + 4);
    const section = text.slice(start, end < 0 ? undefined : end);
    return [...section.matchAll(/^### (.+)$/gm)].flatMap(([, title]) => tableBelow(section, title ?? ''));
  }
});
