import { expect, test } from 'vitest';
import { NetworkLost } from '../../../api/faults.ts';
import { withinDesk } from '../../testing/within-desk.ts';
import { type Hospital, type Question, useQuestion } from './use-question.ts';

const hospitals: Hospital[] = [{ key: 'demo-hospital', name: '演示医院', area: { code: '330106', fullName: '浙江省杭州市西湖区' } }];
const success = { __typename: 'LookUpDecisionSuccess', lookUp: { id: 'l' }, answer: null };
// The example of GB 11643 itself; it is nobody's.
const NUMBER = '11010519491231002X';

const lost = () => {
  throw new NetworkLost('r');
};

/** A form that is filled in; `answer` is what the register says. */
function filledIn(answer: () => unknown) {
  const within = withinDesk(() => useQuestion(), { LookUpDecision: () => ({ lookUpDecision: answer() }) });
  fill(within.result);
  const keys = () => within.asked.map(({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey);
  return { ...within, keys };
}

function fill({ typed }: Question): void {
  Object.assign(typed, { hospitalKey: 'demo-hospital', caseNumber: ' CASE-1 ', occasion: 'DEATH_EXPECTED', purpose: 'CLARIFY_WILL', documentNumber: NUMBER.toLowerCase(), fullName: ' 演示人 ' });
}

test('an empty form is not sent, and everything that is missing is told at once', async () => {
  const { result, asked } = withinDesk(() => useQuestion());
  expect(await result.ask(hospitals)).toBeNull();
  expect(result.problems.value.map(({ field }) => field)).toEqual(['hospitalKey', 'caseNumber', 'occasion', 'purpose', 'documentNumber', 'fullName']);
  expect(asked).toEqual([]);
});

test('a passport needs the birthday, and broken glass its reason', async () => {
  const { result } = filledIn(() => success);
  Object.assign(result.typed, { documentType: 'PASSPORT', documentNumber: 'E12345678', breaksGlass: true });
  await result.ask(hospitals);
  expect(result.problems.value.map(({ field }) => field)).toEqual(['birthday', 'breakGlassReason']);
});

test('what is sent is tidy, carries the area of the hospital, and nothing of it stays afterwards', async () => {
  const { result, asked } = filledIn(() => success);
  expect(await result.ask(hospitals)).toEqual({ lookUp: { id: 'l' }, answer: null });
  expect(asked[0]?.variables['input']).toMatchObject({ documentNumber: NUMBER, fullName: '演示人', birthday: null, caseNumber: 'CASE-1', areaCode: '330106', breakGlassReason: null });
  expect([result.typed.documentNumber, result.typed.fullName, result.typed.caseNumber]).toEqual(['', '', '']);
  expect(JSON.stringify([{ ...sessionStorage }, { ...localStorage }, window.location.href])).not.toMatch(new RegExp(`${NUMBER}|演示人`));
});

test('a reason that was chosen for broken glass is not sent when the glass stays whole', async () => {
  const { result, asked } = filledIn(() => success);
  Object.assign(result.typed, { breaksGlass: false, breakGlassReason: 'MINUTES_MATTER' });
  await result.ask(hospitals);
  expect(asked[0]?.variables['input']).toMatchObject({ breakGlassReason: null });
});

test('a lost reply keeps what was typed, and the same question goes under the same key', async () => {
  const { result, keys } = filledIn(lost);
  await result.ask(hospitals);
  await result.ask(hospitals);
  expect(result.trouble.value).toMatchObject({ is: 'failed' });
  expect(result.typed.documentNumber).toBe(NUMBER.toLowerCase());
  expect(new Set(keys()).size).toBe(1);
});

test('another question goes under another key', async () => {
  const { result, keys } = filledIn(lost);
  await result.ask(hospitals);
  result.typed.caseNumber = 'CASE-2';
  await result.ask(hospitals);
  expect(new Set(keys()).size).toBe(2);
});

test('a key that was used before is told, and the next try has another', async () => {
  const { result, keys } = filledIn(() => ({ __typename: 'IdempotencyKeyReused', message: '提交编号用过了' }));
  await result.ask(hospitals);
  await result.ask(hospitals);
  expect(result.trouble.value).toEqual({ is: 'refused', message: '提交编号用过了', waitSeconds: null });
  expect(new Set(keys()).size).toBe(2);
});

test('what the register finds wrong stands at its field, what belongs to none in the summary, and all stays typed', async () => {
  const problems = [{ path: ['caseNumber'], message: '编号不对' }, { path: ['idempotencyKey'], message: '请刷新' }];
  const { result } = filledIn(() => ({ __typename: 'InvalidInput', message: '有内容需要修改', problems }));
  expect(await result.ask(hospitals)).toBeNull();
  expect(result.problems.value).toEqual([{ field: 'caseNumber', message: '编号不对' }, { field: '', message: '请刷新' }]);
  expect([result.trouble.value, result.typed.caseNumber]).toEqual([null, ' CASE-1 ']);
});

test.each(['LookUpNotOpen', 'TooManyRequests'])('%s is told and nothing typed is lost', async (typename) => {
  const { result } = filledIn(() => ({ __typename: typename, message: '不能办理', retryAfterSeconds: 60 }));
  expect(await result.ask(hospitals)).toBeNull();
  expect(result.trouble.value).toMatchObject({ is: 'refused', message: '不能办理' });
  expect(result.typed.fullName).toBe(' 演示人 ');
});
