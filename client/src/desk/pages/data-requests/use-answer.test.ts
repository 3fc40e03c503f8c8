import { expect, test } from 'vitest';
import type { DataRequestKind, DataRequestTaskFieldsFragment } from '../../../../../schema/generated/graphql.ts';
import { withinDesk } from '../../testing/within-desk.ts';
import { MOST_CHARACTERS, useAnswer } from './use-answer.ts';

const task = (kind: DataRequestKind): DataRequestTaskFieldsFragment => ({ id: 'r', receiptNumber: 'SQ-1', kind, status: 'IN_PROGRESS', filedAt: '', dueAt: '', isOverdue: false, isMine: true, awaitsMyConfirmation: false, area: null });
const answering = (kind: DataRequestKind, answer: unknown = { __typename: 'AnswerDataRequestSuccess' }) => withinDesk(() => useAnswer(task(kind)), { AnswerDataRequest: () => ({ answerDataRequest: answer }) });
const fieldsOf = ({ problems }: { problems: { value: readonly { field: string }[] } }) => problems.value.map(({ field }) => field);

test('nothing is decided beforehand: verdict and sentence are asked for', () => {
  const { result } = answering('CORRECTION');
  result.ask();
  expect([fieldsOf(result), result.isAsking.value]).toEqual([['verdict', 'sentence'], false]);
});

test('a refusal needs a reason, and a sentence has an end', () => {
  const { result } = answering('CORRECTION');
  Object.assign(result.stated, { verdict: 'REFUSE', sentence: '字'.repeat(MOST_CHARACTERS + 1) });
  result.ask();
  expect(fieldsOf(result)).toEqual(['refusalReason', 'sentence']);
  Object.assign(result.stated, { refusalReason: 'OTHER', sentence: '字'.repeat(MOST_CHARACTERS) });
  result.ask();
  expect([fieldsOf(result), result.isAsking.value]).toEqual([[], true]);
});

test('a reason that was chosen before granting is not sent', async () => {
  const { result, asked } = answering('CORRECTION');
  Object.assign(result.stated, { verdict: 'GRANT', refusalReason: 'OTHER', sentence: ' 已更正。 ' });
  expect(await result.send()).toBe(true);
  expect(asked[0]?.variables).toEqual({ input: { requestId: 'r', refusalReason: null, sentence: '已更正。' } });
});

test('a complaint is answered and never refused', async () => {
  const { result, asked } = answering('COMPLAINT');
  result.stated.sentence = '已经查明。';
  result.ask();
  expect([result.isAsking.value, await result.send(), asked[0]?.variables]).toEqual([true, true, { input: { requestId: 'r', refusalReason: null, sentence: '已经查明。' } }]);
});

test('what the register finds wrong leads back to the form, at its field, with everything still there', async () => {
  const { result } = answering('CORRECTION', { __typename: 'InvalidInput', message: '', problems: [{ path: ['sentence'], message: '太长' }, { path: ['requestId'], message: '没有这个请求' }] });
  Object.assign(result.stated, { verdict: 'GRANT', sentence: '已更正。' });
  result.ask();
  expect(await result.send()).toBe(false);
  expect([fieldsOf(result), result.isAsking.value, result.stated.sentence]).toEqual([['sentence', ''], false, '已更正。']);
});

test('a decision that still stands stops an erasure, in the register’s words', async () => {
  const { result } = answering('ERASURE', { __typename: 'StandingDecisionRemains', message: '请先撤回' });
  Object.assign(result.stated, { verdict: 'GRANT', sentence: '已删除。' });
  expect(await result.send()).toBe(false);
  expect(result.trouble.value).toMatchObject({ is: 'refused', message: '请先撤回' });
});

test('what is handed to a near relative is asked for again with the same key after a lost reply, and with another one for other words', async () => {
  const replies = [new Error('no network'), new Error('no network'), null];
  const { result, asked } = withinDesk(() => useAnswer(task('NEAR_KIN')), {
    AnswerDataRequest: () => {
      const lost = replies.shift();
      if (lost) throw lost;
      return { answerDataRequest: { __typename: 'AnswerDataRequestSuccess', disclosure: { state: 'AGREED' } } };
    },
  });
  Object.assign(result.stated, { verdict: 'GRANT', sentence: '请带证件来领取。' });
  expect([await result.send(), await result.send()]).toEqual([false, false]);
  result.stated.sentence = '请下周来领取。';
  expect([await result.send(), result.handedOver.value]).toEqual([true, { state: 'AGREED' }]);
  const [first, again, other] = asked.map(({ variables }) => (variables as { input: { idempotencyKey: string } }).input.idempotencyKey);
  expect(first).toMatch(/^[A-Za-z0-9-]{16,64}$/);
  expect([again === first, other === first]).toEqual([true, false]);
});
