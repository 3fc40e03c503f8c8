import { expect, test } from 'vitest';
import { ref } from 'vue';
import { Broken, NetworkLost, SignedOut, TooManyRequests } from '../../api/faults.ts';
import { decision, donor } from '../../testing/decision-samples.ts';
import type { DecisionResult } from './outcome.ts';
import { type Attempt, markOf, useSubmission } from './use-submission.ts';

const recorded = { __typename: 'RegisterDonorSuccess', donor: donor(), decision: decision() } as DecisionResult;
const refused = { __typename: 'ConsentOutdated', code: 'CONSENT_OUTDATED', message: '更新', consent: {} } as unknown as DecisionResult;

/** A submission whose answers are taken in turn; a fault among them is thrown. */
function submitting(...answers: (DecisionResult | Error)[]) {
  const attempt = ref<Attempt | null>(null);
  const keys: string[] = [];
  const submission = useSubmission(attempt);
  const submit = (input: object) =>
    submission.submit(input, ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      const answer = answers.shift();
      return answer instanceof Error || answer === undefined ? Promise.reject(answer ?? new Error('no more answers')) : Promise.resolve(answer);
    });
  return { attempt, keys, submission, submit };
}

test('a lost reply keeps the key: the same answers get the first result', async () => {
  const { attempt, keys, submission, submit } = submitting(new NetworkLost('1'), recorded);
  await submit({ a: 1 });
  expect(submission.isUnknown({ a: 1 })).toBe(true);
  await submit({ a: 1 });
  expect(keys[1]).toBe(keys[0]);
  expect(submission.outcome.value?.kind).toBe('recorded');
  expect(attempt.value).toBeNull();
});

test('changed answers get a new key', async () => {
  const { keys, submission, submit } = submitting(new NetworkLost('1'), recorded);
  await submit({ a: 1 });
  expect(submission.isUnknown({ a: 2 })).toBe(false);
  await submit({ a: 2 });
  expect(keys[1]).not.toBe(keys[0]);
});

test('a definite refusal ends the key', async () => {
  const { keys, attempt, submit } = submitting(refused, recorded);
  await submit({ a: 1 });
  expect(attempt.value).toBeNull();
  await submit({ a: 1 });
  expect(keys[1]).not.toBe(keys[0]);
});

test('the key is in the draft before anything is sent, and found again after a reload', async () => {
  const { attempt, keys, submission, submit } = submitting(new NetworkLost('1'));
  const sent = submit({ a: 1 });
  expect(attempt.value?.key).toBe(keys[0]);
  await sent;
  const kept = ref(JSON.parse(JSON.stringify(attempt.value)) as Attempt);
  const after = useSubmission(kept);
  expect(submission.isUnknown({ a: 1 })).toBe(true);
  expect(after.isUnknown({ a: 1 })).toBe(true);
});

test.each([
  ['lost', new NetworkLost('1'), true],
  ['broken inside', new Broken('1', 'INTERNAL_SERVER_ERROR'), true],
  ['broken gateway', new Broken('1', 'HTTP_502'), true],
  ['signed out', new SignedOut('1'), true],
  ['too many requests', new TooManyRequests('1', 30), false],
  ['malformed', new Broken('1', 'BAD_USER_INPUT'), false],
])('a request that is %s leaves the result unknown: %s', async (_name, fault, unknown) => {
  const { attempt, submission, submit } = submitting(fault);
  await submit({ a: 1 });
  expect(submission.isUnknown({ a: 1 })).toBe(unknown);
  expect(submission.fault.value).toBe(fault);
  expect(attempt.value?.key).toBeDefined();
});

test('turned away after a lost reply, the result stays unknown', async () => {
  const { submission, submit } = submitting(new NetworkLost('1'), new TooManyRequests('2', 30));
  await submit({ a: 1 });
  await submit({ a: 1 });
  expect(submission.isUnknown({ a: 1 })).toBe(true);
});

test('a second press while one is on its way is ignored', async () => {
  const { keys, submit } = submitting(recorded, recorded);
  await Promise.all([submit({ a: 1 }), submit({ a: 1 })]);
  expect(keys).toHaveLength(1);
});

test('a key has the form the contract asks for', async () => {
  const { keys, submit } = submitting(recorded);
  await submit({ a: 1 });
  expect(keys[0]).toMatch(/^[A-Za-z0-9-]{16,64}$/);
});

test('marks tell answers apart and never look like an ID number', () => {
  const marks = Array.from({ length: 2000 }, (_, index) => markOf({ index }));
  expect(new Set(marks).size).toBe(2000);
  expect(marks.every((mark) => mark.length < 15)).toBe(true);
});
