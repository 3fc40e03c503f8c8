import { randomUUID } from 'node:crypto';
import { allItems, type Choice, type DonationItem } from '../../server/src/donors/donation-kinds.ts';
import { consentInForce, type ConsentPurpose } from '../../server/src/policy/consent-texts.ts';
import {
  DisavowDecisionDocument,
  EditDecisionDocument,
  MyDecisionDocument,
  QueueWithdrawalDocument,
  ReaffirmDecisionDocument,
  RefuseDonationDocument,
  RegisterDonorDocument,
  WithdrawDecisionDocument,
  type RegisterDonorInput,
} from '../../schema/generated/graphql.ts';
import type { Caller } from './caller.ts';

/** A county of today: 杭州市西湖区. */
export const XIHU = '330106';

/** Every item with one choice, some of them different. */
export function choicesOf(choice: Choice, except: Partial<Record<DonationItem, Choice>> = {}) {
  return allItems.map((item) => ({ item, choice: except[item] ?? choice }));
}

/** The words in force for a purpose, as a client sends them back. */
export function consentTo(purpose: ConsentPurpose) {
  const { version, hash } = consentInForce(purpose, 'zh-CN');
  return { version, hash };
}

/** A complete registration that agrees to everything; `special` says what is different. */
export function registration(special: Partial<RegisterDonorInput> = {}): RegisterDonorInput {
  return {
    idempotencyKey: randomUUID(),
    expectedVersion: null,
    choices: choicesOf('AGREE'),
    contact: { phone: null, residenceCode: XIHU, familyKnows: 'NOT_STATED', emergencyContact: null, keepEmergencyContact: false },
    consent: consentTo('AGREE'),
    ...special,
  };
}

/** The decision commands as one person sends them; each answers with the result union. */
export const deciding = {
  register: async (caller: Caller, special: Partial<RegisterDonorInput> = {}) => (await caller.run(RegisterDonorDocument, { input: registration(special) })).registerDonor,
  edit: async (caller: Caller, expectedVersion: number, choices = choicesOf('AGREE', { SKIN: 'REFUSE' })) =>
    (await caller.run(EditDecisionDocument, { input: { idempotencyKey: randomUUID(), expectedVersion, choices, contact: null, consent: consentTo('AGREE') } })).editDecision,
  reaffirm: async (caller: Caller, expectedVersion: number, purpose: ConsentPurpose = 'AGREE') =>
    (await caller.run(ReaffirmDecisionDocument, { input: { idempotencyKey: randomUUID(), expectedVersion, consent: consentTo(purpose) } })).reaffirmDecision,
  refuse: async (caller: Caller, expectedVersion: number | null) =>
    (await caller.run(RefuseDonationDocument, { input: { idempotencyKey: randomUUID(), expectedVersion, consent: consentTo('REFUSE') } })).refuseDonation,
  withdraw: async (caller: Caller, expectedVersion: number) =>
    (await caller.run(WithdrawDecisionDocument, { input: { idempotencyKey: randomUUID(), expectedVersion, consent: consentTo('WITHDRAW') } })).withdrawDecision,
};

/** Says of a decision that it was not theirs. */
export async function disavow(caller: Caller, decisionId: string, idempotencyKey: string = randomUUID()) {
  return (await caller.run(DisavowDecisionDocument, { input: { idempotencyKey, decisionId } })).disavowDecision;
}

/** Leaves a withdrawal while sign-in is out of order. */
export async function queueWithdrawal(caller: Caller, expectedVersion: number, consent = consentTo('WITHDRAW')) {
  return (await caller.run(QueueWithdrawalDocument, { input: { expectedVersion, consent } })).queueWithdrawal;
}

/** The person's latest decision. */
export async function latestOf(caller: Caller) {
  const { donor } = await ownPage(caller);
  if (!donor) throw new Error('They decided nothing');
  return donor.decision;
}

/** What the person's own page shows, read from the register. */
export async function ownPage(caller: Caller) {
  const { viewer } = await caller.run(MyDecisionDocument, {});
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}
