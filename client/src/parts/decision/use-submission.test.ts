import { expect, test } from 'vitest';
import { ref } from 'vue';
import { Broken, NetworkLost, SignedOut, TooManyRequests, Unavailable } from '../../api/faults.ts';
import { decision, donor } from '../../testing/decision-samples.ts';
import type { DecisionResult } from './outcome.ts';
import type { FreshSignIn, Renewal } from './use-fresh-sign-in.ts';
import { type Attempt, markOf, useSubmission } from './use-submission.ts';

const recorded = { __typename: 'RegisterDonorSuccess', donor: donor(), decision: decision() } as DecisionResult;
const refused = { __typename: 'ConsentOutdated', code: 'CONSENT_OUTDATED', message: '更新', consent: {} } as unknown as DecisionResult;

const stale = { __typename: 'FreshSignInNeeded', code: 'FRESH_SIGN_IN_NEEDED', message: '请再登录一次' } as DecisionResult;

/** A way to sign in afresh that ends as said. */
const signIn = (renewal: Renewal | Error = { is: 'renewed' }, returned: Partial<FreshSignIn> = {}): FreshSignIn => ({
  renew: () => (renewal instanceof Error ? Promise.reject(renewal) : Promise.resolve(renewal)),
  hasReturned: false,
  returnedInVain: false,
  ...returned,
});

/** A submission whose answers are taken in turn; a fault among them is thrown. */
function submitting(...answers: (DecisionResult | Error)[]) {
  return submittingWith(signIn(), ...answers);
}

function submittingWith(fresh: FreshSignIn, ...answers: (DecisionResult | Error)[]) {
  const attempt = ref<Attempt | null>(null);
  const keys: string[] = [];
  const submission = useSubmission(attempt, fresh);
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
  const after = useSubmission(kept, signIn());
  expect(submission.isUnknown({ a: 1 })).toBe(true);
  expect(after.isUnknown({ a: 1 })).toBe(true);
});

test.each([
  ['lost', new NetworkLost('1'), true],
  ['broken inside', new Broken('1', 'INTERNAL_SERVER_ERROR'), true],
  ['broken gateway', new Broken('1', 'HTTP_502'), true],
  ['signed out', new SignedOut('1'), true],
  ['unavailable', new Unavailable('1'), true],
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

test('a sign-in that is too old is renewed on the way, and the same answers go on under the same key', async () => {
  const { keys, attempt, submission, submit } = submitting(stale, recorded);
  await submit({ a: 1 });
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  expect(submission.outcome.value?.kind).toBe('recorded');
  expect(attempt.value).toBeNull();
});

test('while the person signs in elsewhere the answers wait with their key, and nobody says that the result is unknown', async () => {
  const leave = () => undefined;
  const { attempt, keys, submission, submit } = submittingWith(signIn({ is: 'offered', leave }), stale);
  await submit({ a: 1 });
  expect(submission.renewal.value).toEqual({ is: 'offered', leave });
  expect(attempt.value).toEqual({ key: keys[0], of: markOf({ a: 1 }), unsure: false, awaitsSignIn: true });
  expect(submission.isUnknown({ a: 1 })).toBe(false);
});

test('back from signing in, exactly these answers go on by themselves, with their key', async () => {
  const kept = ref<Attempt | null>({ key: 'kept-key-0123456789', of: markOf({ a: 1 }), unsure: false, awaitsSignIn: true });
  const back = useSubmission(kept, signIn(undefined, { hasReturned: true }));
  expect([back.goesOnWith({ a: 1 }), back.goesOnWith({ a: 2 })]).toEqual([true, false]);
  expect(useSubmission(kept, signIn()).goesOnWith({ a: 1 })).toBe(false);
  const keys: string[] = [];
  await back.submit({ a: 1 }, ({ idempotencyKey }) => {
    keys.push(idempotencyKey);
    return Promise.resolve(recorded);
  });
  expect(keys).toEqual(['kept-key-0123456789']);
});

test('back in vain, because sign-in is out of order, the page says so at once', () => {
  const kept = ref<Attempt | null>({ key: 'k', of: markOf({ a: 1 }), unsure: false, awaitsSignIn: true });
  expect(useSubmission(kept, signIn(undefined, { returnedInVain: true })).renewal.value).toEqual({ is: 'unavailable' });
});

test('when another person holds the phone nothing more is sent, and nothing more is kept', async () => {
  const { attempt, keys, submission, submit } = submittingWith(signIn({ is: 'switched' }), stale, recorded);
  await submit({ a: 1 });
  const before = attempt.value;
  expect(keys).toHaveLength(1);
  expect([submission.outcome.value, submission.sending.value]).toEqual([null, false]);
  expect(attempt.value).toBe(before);
});

test('a network that fails while signing in afresh keeps the key and says what failed', async () => {
  const fault = new NetworkLost('2');
  const { attempt, keys, submission, submit } = submittingWith(signIn(fault), stale);
  await submit({ a: 1 });
  expect(submission.fault.value).toBe(fault);
  expect([attempt.value?.key, submission.isUnknown({ a: 1 })]).toEqual([keys[0], false]);
});

test('a reply that gets lost after signing in afresh leaves the result unknown', async () => {
  const { submission, submit } = submitting(stale, new NetworkLost('2'));
  await submit({ a: 1 });
  expect(submission.isUnknown({ a: 1 })).toBe(true);
});

test('a server that is never satisfied is asked twice and no more', async () => {
  const { keys, submission, submit } = submitting(stale, stale, recorded);
  await submit({ a: 1 });
  expect(keys).toHaveLength(2);
  expect(submission.outcome.value?.kind).toBe('freshSignIn');
});
