import { expect, test } from 'vitest';
import { decision, donor } from '../../testing/decision-samples.ts';
import { type DecisionResult, outcomeOf } from './outcome.ts';

const refusal = (name: string, parts: object = {}) => ({ __typename: name, code: name, message: `${name} 的说明`, ...parts }) as unknown as DecisionResult;

test.each(['RegisterDonorSuccess', 'EditDecisionSuccess', 'ReaffirmDecisionSuccess', 'RefuseDonationSuccess', 'WithdrawDecisionSuccess'])('%s is recorded, with what the register read back', (name) => {
  const answer = { __typename: name, donor: donor(), decision: decision() } as DecisionResult;
  expect(outcomeOf(answer)).toEqual({ kind: 'recorded', donor: donor(), decision: decision() });
});

test.each([
  ['InvalidInput', { problems: [] }, 'invalid'],
  ['DecisionChangedMeanwhile', { current: null }, 'changed'],
  ['DonorAlreadyRegistered', { existing: donor() }, 'changed'],
  ['NoStandingDecision', {}, 'barred'],
  ['UnderAge', {}, 'barred'],
  ['IdentityIncomplete', {}, 'barred'],
  ['RecordRestricted', {}, 'barred'],
  ['AssuranceTooLow', {}, 'stepUp'],
  ['ConsentOutdated', { consent: {} }, 'consentOutdated'],
  ['IdempotencyKeyReused', {}, 'refused'],
])('%s keeps the sentence of the server', (name, parts, kind) => {
  expect(outcomeOf(refusal(name, parts))).toMatchObject({ kind, message: `${name} 的说明` });
});

test('a refusal younger than this client is still read out', () => {
  expect(outcomeOf(refusal('RegisterClosedToday'))).toEqual({ kind: 'refused', message: 'RegisterClosedToday 的说明' });
});
