import { randomUUID } from 'node:crypto';
import { bodyWordsFor, type BodyStatement } from '../../server/src/body-donation/body-words.ts';
import {
  AskForHomeVisitDocument,
  BodyDonationDocument,
  DeclareBodyDonationDocument,
  HomeVisitsDocument,
  RefuseBodyDonationDocument,
  TakeBodyDonationDocument,
  UpdateBodyDonationDocument,
  WithdrawBodyDonationDocument,
  type AskForHomeVisitInput,
  type DeclareBodyDonationInput,
  type UpdateBodyDonationInput,
} from '../../schema/generated/graphql.ts';
import type { Caller } from './caller.ts';
import { XIHU } from './decisions.ts';

/** The words in force for a statement, as a client sends them back. */
export function bodyWordsTo(statement: BodyStatement) {
  const { version, hash } = bodyWordsFor(statement, 'zh-CN');
  return { version, hash };
}

/** An executor who agreed. */
export const EXECUTOR = { name: '演示执行', relation: 'CHILD', phone: '13900002468', hasAgreed: true } as const;

/** A complete wish of somebody of 西湖区 who decides about their body for the first time; `special` says what is different. */
export function bodyWish(special: Partial<DeclareBodyDonationInput> = {}): DeclareBodyDonationInput {
  return {
    idempotencyKey: randomUUID(),
    expectedSequence: null,
    areaCode: XIHU,
    phone: null,
    use: 'TEACHING',
    ashes: 'TO_FAMILY',
    keepConfidential: true,
    informFamily: false,
    receivingUnitId: null,
    executor: EXECUTOR,
    words: bodyWordsTo('AGREE'),
    ...special,
  };
}

/** What a person says about their body, as they send it; each answers with the result union. */
export const aboutBody = {
  declare: async (caller: Caller, special: Partial<DeclareBodyDonationInput> = {}) => (await caller.run(DeclareBodyDonationDocument, { input: bodyWish(special) })).declareBodyDonation,
  refuse: async (caller: Caller, expectedSequence: number | null = null) =>
    (await caller.run(RefuseBodyDonationDocument, { input: { idempotencyKey: randomUUID(), expectedSequence, areaCode: XIHU, phone: null, words: bodyWordsTo('REFUSE') } })).refuseBodyDonation,
  withdraw: async (caller: Caller, expectedSequence: number, idempotencyKey: string = randomUUID()) =>
    (await caller.run(WithdrawBodyDonationDocument, { input: { idempotencyKey, expectedSequence, words: bodyWordsTo('WITHDRAW') } })).withdrawBodyDonation,
  take: async (staff: Caller, requestId: string) => (await staff.run(TakeBodyDonationDocument, { input: { requestId } })).takeBodyDonation,
  update: async (staff: Caller, requestId: string, special: Partial<UpdateBodyDonationInput> = {}) =>
    (await staff.run(UpdateBodyDonationDocument, { input: { requestId, status: 'IN_TOUCH', note: '已经和您通了电话。', executorConfirmed: false, ...special } })).updateBodyDonation,
};

/** What the person's own page shows about their body. */
export async function ownBody(caller: Caller) {
  const { viewer } = await caller.run(BodyDonationDocument, {});
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer.bodyDonation ?? null;
}

/** A visit of somebody of 西湖区; `special` says what is different. */
export function visitWish(special: Partial<AskForHomeVisitInput> = {}): AskForHomeVisitInput {
  return { purpose: 'ORGAN_REGISTRATION', areaCode: XIHU, address: '演示路 1 号 2 单元', phone: null, convenientTime: null, helperName: null, ...special };
}

/** Asks for a visit. */
export async function askForVisit(caller: Caller, special: Partial<AskForHomeVisitInput> = {}) {
  return (await caller.run(AskForHomeVisitDocument, { input: visitWish(special) })).askForHomeVisit;
}

/** The person's own visits, the newest first. */
export async function ownVisits(caller: Caller) {
  return (await caller.run(HomeVisitsDocument, {})).viewer?.homeVisits ?? [];
}
