import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  ExportMyDataDocument,
  FileDataRequestDocument,
  GiveConsentDocument,
  LiftRestrictionDocument,
  MyDataDocument,
  StateAfterDeathAccessDocument,
  TakeBackConsentDocument,
  WithdrawDataRequestDocument,
} from '../../../schema/generated/graphql.ts';
import { purposeTexts, type OptionalPurpose } from '../../../server/src/rights/processing-purposes.ts';
import { afterDeathAccessOf, consentsTo, mayNearKinSee } from '../../../server/src/rights/rights.queries.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding, ownPage, registration } from '../../kit/decisions.ts';
import { createWorld } from '../../kit/world.ts';

const world = await createWorld();

async function donor(): Promise<Caller> {
  const citizen = await world.citizen();
  const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;
  await deciding.register(citizen, { contact: { ...registration().contact, phone: '13900001111', emergencyContact: kin } });
  return citizen;
}

const wordsOf = (purpose: OptionalPurpose) => {
  const found = purposeTexts('zh-CN').find((each) => each.purpose === purpose);
  return { version: found?.version ?? '', hash: found?.hash ?? '' };
};
const myData = async (caller: Caller) => (await caller.run(MyDataDocument, {})).viewer?.personalData;
const give = async (caller: Caller, purpose: OptionalPurpose, words = wordsOf(purpose)) => (await caller.run(GiveConsentDocument, { input: { purpose, words } })).giveConsent;
const takeBack = async (caller: Caller, purpose: OptionalPurpose) => (await caller.run(TakeBackConsentDocument, { input: { purpose } })).takeBackConsent;
const stateOf = async (caller: Caller, purpose: string) => (await myData(caller))?.purposes.find((each) => each.purpose === purpose);

describe('the purposes for which data are processed', () => {
  it('are told to everybody who signs in, with what each rests on, why and with what effect; nothing is agreed to beforehand', async () => {
    const shown = (await myData(await world.citizen()))?.purposes;
    expect(shown?.map(({ purpose, basis, given }) => `${purpose} ${basis} ${given ?? 'not asked'}`)).toEqual([
      'KEEP_DECISION DECLARATION false',
      'NATIONAL_REGISTER LAW not asked',
      'CASE_LOOK_UP LAW not asked',
      'SECURITY_RECORD LAW not asked',
      'CONTACT_ME CONSENT false',
      'ASK_EMERGENCY_CONTACT CONSENT false',
      'RESPECT_WISH CONSENT false',
      'CITY_CARD_ASKS CONSENT false',
      'CITY_CARD_TOLD CONSENT false',
      'OPEN_CARD_ASKS CONSENT false',
      'OPEN_CARD_TOLD CONSENT false',
    ]);
    for (const { words } of shown ?? []) for (const text of [words.title, words.data, words.necessity, words.effect]) expect(text.length).toBeGreaterThan(4);
  });

  it('are told word for word alike in both languages, each with a hash of its own', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      for (const { title, data, necessity, effect, hash } of purposeTexts(language)) {
        expect(hash).toBe(createHash('sha256').update([language, title, data, necessity, effect].join('\n')).digest('hex'));
      }
    }
    expect(purposeTexts('en').map(({ purpose }) => purpose)).toEqual(purposeTexts('zh-CN').map(({ purpose }) => purpose));
  });

  it('are still off for somebody who registered: registering never gives an optional consent', async () => {
    const citizen = await donor();
    expect(await stateOf(citizen, 'KEEP_DECISION')).toMatchObject({ given: true });
    expect(await stateOf(citizen, 'CONTACT_ME')).toMatchObject({ given: false, statedAt: null });
  });
});

describe('a consent', () => {
  it('is given and taken back one by one, each time on record', async () => {
    const citizen = await donor();
    expect((await give(citizen, 'CONTACT_ME')).__typename).toBe('GiveConsentSuccess');
    expect(await stateOf(citizen, 'CONTACT_ME')).toMatchObject({ given: true });
    expect(await stateOf(citizen, 'ASK_EMERGENCY_CONTACT')).toMatchObject({ given: false });
    world.wait(1_000);
    expect((await takeBack(citizen, 'CONTACT_ME')).__typename).toBe('TakeBackConsentSuccess');
    expect(await stateOf(citizen, 'CONTACT_ME')).toMatchObject({ given: false });
    expect((await myData(citizen))?.consents.nodes.map(({ purpose, given }) => `${purpose} ${String(given)}`)).toEqual(['CONTACT_ME false', 'CONTACT_ME true']);
  });

  it('takes what was kept for it alone along when it is taken back, and nothing else', async () => {
    const citizen = await donor();
    await give(citizen, 'CONTACT_ME');
    await give(citizen, 'ASK_EMERGENCY_CONTACT');
    await takeBack(citizen, 'CONTACT_ME');
    expect((await ownPage(citizen)).donor?.contact).toMatchObject({ maskedPhone: null, emergencyContact: { relation: 'CHILD' } });
    await takeBack(citizen, 'ASK_EMERGENCY_CONTACT');
    expect((await ownPage(citizen)).donor?.contact).toMatchObject({ maskedPhone: null, emergencyContact: null });
    expect((await ownPage(citizen)).state).toBe('AGREED');
  });

  it('changes nothing when it is given twice, or taken back without having been given', async () => {
    const citizen = await donor();
    await takeBack(citizen, 'CONTACT_ME');
    expect((await ownPage(citizen)).donor?.contact.maskedPhone).not.toBeNull();
    await give(citizen, 'CONTACT_ME');
    await give(citizen, 'CONTACT_ME');
    expect((await myData(citizen))?.consents.totalCount).toBe(1);
  });

  it('needs the words in force: others are refused with PurposeTextOutdated, and so are those of another purpose', async () => {
    const citizen = await donor();
    expect((await give(citizen, 'CONTACT_ME', { version: '2020-01-01', hash: wordsOf('CONTACT_ME').hash })).__typename).toBe('PurposeTextOutdated');
    expect((await give(citizen, 'CONTACT_ME', wordsOf('ASK_EMERGENCY_CONTACT'))).__typename).toBe('PurposeTextOutdated');
    expect((await myData(citizen))?.consents.totalCount).toBe(0);
  });

  it('given on two phones at once is on record once', async () => {
    const citizen = await donor();
    await Promise.all(Array.from({ length: 4 }, () => give(citizen, 'CONTACT_ME')));
    expect((await myData(citizen))?.consents.totalCount).toBe(1);
  });

  it('is asked by the register itself, and what was never said is no', async () => {
    const citizen = await donor();
    const id = (await citizen.query('{ viewer { donor { id } } }')).data as { viewer: { donor: { id: string } } };
    const ask = () => consentsTo(world.orm.em.fork(), id.viewer.donor.id, 'CONTACT_ME');
    expect(await ask()).toBe(false);
    await give(citizen, 'CONTACT_ME');
    expect(await ask()).toBe(true);
    await takeBack(citizen, 'CONTACT_ME');
    expect(await ask()).toBe(false);
  });

  it('is nothing that somebody without a record could give: NothingOnRecord', async () => {
    expect((await give(await world.citizen(), 'CONTACT_ME')).__typename).toBe('NothingOnRecord');
  });
});

describe('who may see my data after my death', () => {
  const state = async (caller: Caller, setting: 'NOT_STATED' | 'NEAR_KIN_MAY' | 'NOBODY_BEYOND_LAW') => (await caller.run(StateAfterDeathAccessDocument, { input: { setting } })).stateAfterDeathAccess;

  it('is not stated until I say so, can be changed at any time, and every answer stays on record', async () => {
    const citizen = await donor();
    expect((await myData(citizen))?.afterDeath).toBe('NOT_STATED');
    await state(citizen, 'NOBODY_BEYOND_LAW');
    world.wait(1_000);
    await state(citizen, 'NEAR_KIN_MAY');
    await state(citizen, 'NEAR_KIN_MAY');
    const data = await myData(citizen);
    expect(data?.afterDeath).toBe('NEAR_KIN_MAY');
    expect(data?.afterDeathHistory.nodes.map(({ setting }) => setting)).toEqual(['NEAR_KIN_MAY', 'NOBODY_BEYOND_LAW']);
  });

  it('is honoured where near kin would ask: only who said nobody keeps them out', async () => {
    const citizen = await donor();
    const { data } = await citizen.query('{ viewer { donor { id } } }');
    const { id } = (data as { viewer: { donor: { id: string } } }).viewer.donor;
    const em = () => world.orm.em.fork();
    expect([await afterDeathAccessOf(em(), id), await mayNearKinSee(em(), id)]).toEqual(['NOT_STATED', true]);
    await state(citizen, 'NOBODY_BEYOND_LAW');
    expect([await afterDeathAccessOf(em(), id), await mayNearKinSee(em(), id)]).toEqual(['NOBODY_BEYOND_LAW', false]);
    await state(citizen, 'NEAR_KIN_MAY');
    expect([await afterDeathAccessOf(em(), id), await mayNearKinSee(em(), id)]).toEqual(['NEAR_KIN_MAY', true]);
  });

  it('needs a record: NothingOnRecord', async () => {
    expect((await state(await world.citizen(), 'NEAR_KIN_MAY')).__typename).toBe('NothingOnRecord');
  });
});

describe('a copy of my data', () => {
  it('needs a sign-in of the last two minutes: FreshSignInNeeded afterwards, and nothing is handed out', async () => {
    const citizen = await donor();
    world.wait(120_000);
    expect((await citizen.run(ExportMyDataDocument, {})).exportMyData.__typename).toBe('ExportMyDataSuccess');
    world.wait(1);
    const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
    expect(exportMyData.__typename).toBe('FreshSignInNeeded');
    expect(JSON.stringify(exportMyData)).not.toContain('document');
  });

  it('is unmasked, whole and proves itself by its hash', async () => {
    const citizen = await donor();
    const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
    if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
    expect(createHash('sha256').update(exportMyData.document).digest('hex')).toBe(exportMyData.sha256);
    const copy = JSON.parse(exportMyData.document) as { record: Record<string, unknown>; disclosures: { kind: string }[] };
    expect(copy.record).toMatchObject({ fullName: '演示人', phone: '13900001111', emergencyContact: { name: '演示家属', phone: '13900005678' } });
    expect(copy.disclosures.map(({ kind }) => kind)).toEqual(['EXPORTED_BY_OWNER']);
  });

  it('stands in the list of who received my data, each time', async () => {
    const citizen = await donor();
    await citizen.run(ExportMyDataDocument, {});
    world.wait(1_000);
    await citizen.run(ExportMyDataDocument, {});
    const { data } = await citizen.query('{ viewer { personalData { recipients { totalCount nodes { kind recipientName } } } } }');
    expect(data).toEqual({ viewer: { personalData: { recipients: { totalCount: 2, nodes: [{ kind: 'EXPORTED_BY_OWNER', recipientName: null }, { kind: 'EXPORTED_BY_OWNER', recipientName: null }] } } } });
  });

  it('holds of somebody who never registered what is known from their sign-in', async () => {
    const citizen = await world.citizen();
    const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
    if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
    const copy = JSON.parse(exportMyData.document) as { record: unknown; identity: object; sessions: object[] };
    expect(copy.record).toBeNull();
    expect(copy.sessions).toHaveLength(1);
    expect(copy.identity).toMatchObject({ fullName: '演示人' });
  });
});

describe('a request about my data', () => {
  const file = async (caller: Caller, kind: 'CORRECTION' | 'RESTRICTION' | 'ERASURE' | 'EXPLANATION' | 'COMPLAINT', text: string | null = '请说明。') =>
    (await caller.run(FileDataRequestDocument, { input: { kind, text } })).fileDataRequest;

  it('gets a receipt number, a day by which it is answered, and a first step', async () => {
    const filed = await file(await donor(), 'EXPLANATION');
    if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
    expect(filed.request).toMatchObject({ status: 'FILED', text: '请说明。', answer: null, isOverdue: false, closedAt: null, steps: [{ status: 'FILED', organisationName: null }] });
    expect(filed.request.receiptNumber).toMatch(/^SQ-\d{4}-\d{4}$/);
    expect(new Date(filed.request.dueAt).getTime() - new Date(filed.request.filedAt).getTime()).toBe(15 * 86_400_000);
  });

  it('can be filed by somebody without a record, as far as it needs none: else NothingOnRecord', async () => {
    const citizen = await world.citizen();
    expect((await file(citizen, 'ERASURE')).__typename).toBe('NothingOnRecord');
    expect((await file(citizen, 'COMPLAINT')).__typename).toBe('FileDataRequestSuccess');
    for (const kind of ['CORRECTION', 'RESTRICTION'] as const) expect((await file(citizen, kind)).__typename, kind).toBe('NothingOnRecord');
    await deciding.register(citizen);
    expect((await myData(citizen))?.requests.nodes.map(({ kind }) => kind)).toEqual(['COMPLAINT']);
  });

  it('can ask to erase what was once asked, also without a record', async () => {
    const citizen = await world.citizen();
    await file(citizen, 'COMPLAINT');
    expect((await file(citizen, 'ERASURE')).__typename).toBe('FileDataRequestSuccess');
  });

  it('must say what it is about, in 500 characters, none of which cannot be kept', async () => {
    const citizen = await donor();
    for (const text of [null, '  ', '字'.repeat(501), 'a\u202eb']) expect((await file(citizen, 'EXPLANATION', text)).__typename).toBe('InvalidInput');
    expect((await file(citizen, 'EXPLANATION', '𠮷'.repeat(500))).__typename).toBe('FileDataRequestSuccess');
  });

  it('is open once of each kind: a second is answered with RequestAlreadyOpen and the first one’s number', async () => {
    const citizen = await donor();
    const first = await file(citizen, 'EXPLANATION');
    const both = await Promise.all([file(citizen, 'COMPLAINT'), file(citizen, 'COMPLAINT')]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['FileDataRequestSuccess', 'RequestAlreadyOpen']);
    expect(await file(citizen, 'EXPLANATION')).toMatchObject({ __typename: 'RequestAlreadyOpen' });
    expect(first.__typename).toBe('FileDataRequestSuccess');
  });

  it('can be taken back while it is open, and then no more: RequestClosed', async () => {
    const citizen = await donor();
    const filed = await file(citizen, 'EXPLANATION');
    if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
    const withdraw = async (caller: Caller) => (await caller.run(WithdrawDataRequestDocument, { input: { requestId: filed.request.id } })).withdrawDataRequest;
    expect((await withdraw(await donor())).__typename).toBe('InvalidInput');
    expect(await withdraw(citizen)).toMatchObject({ __typename: 'WithdrawDataRequestSuccess', request: { status: 'WITHDRAWN', steps: [{ status: 'FILED' }, { status: 'WITHDRAWN' }] } });
    expect((await withdraw(citizen)).__typename).toBe('RequestClosed');
    expect((await file(citizen, 'EXPLANATION')).__typename).toBe('FileDataRequestSuccess');
  });

  it('for erasure is refused while a decision stands: StandingDecisionRemains, until the person has withdrawn it themselves', async () => {
    const citizen = await donor();
    expect((await file(citizen, 'ERASURE', null)).__typename).toBe('StandingDecisionRemains');
    await deciding.withdraw(citizen, 1);
    expect((await file(citizen, 'ERASURE', null)).__typename).toBe('FileDataRequestSuccess');
  });

  it('for restriction or erasure, and lifting a restriction, need a fresh sign-in: FreshSignInNeeded', async () => {
    const citizen = await donor();
    await deciding.withdraw(citizen, 1);
    world.wait(121_000);
    expect((await file(citizen, 'RESTRICTION', null)).__typename).toBe('FreshSignInNeeded');
    expect((await file(citizen, 'ERASURE', null)).__typename).toBe('FreshSignInNeeded');
    expect((await citizen.run(LiftRestrictionDocument, {})).liftRestriction.__typename).toBe('FreshSignInNeeded');
    expect((await file(citizen, 'EXPLANATION')).__typename).toBe('FileDataRequestSuccess');
  });

  it('cannot be filed without end: TooManyRequests after ten in an hour', async () => {
    const citizen = await donor();
    for (let count = 0; count < 10; count += 1) {
      const filed = await file(citizen, 'EXPLANATION');
      if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
      await citizen.run(WithdrawDataRequestDocument, { input: { requestId: filed.request.id } });
    }
    expect((await file(citizen, 'EXPLANATION')).__typename).toBe('TooManyRequests');
  });

  it('is nobody else’s to see', async () => {
    const citizen = await donor();
    await file(citizen, 'COMPLAINT', '金丝雀投诉');
    expect(JSON.stringify(await myData(await donor()))).not.toContain('金丝雀投诉');
  });

  it('and everything else here needs a strong sign-in: AssuranceTooLow', async () => {
    const weak = await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' });
    expect((await file(weak, 'COMPLAINT')).__typename).toBe('AssuranceTooLow');
    expect((await give(weak, 'CONTACT_ME')).__typename).toBe('AssuranceTooLow');
    expect((await takeBack(weak, 'CONTACT_ME')).__typename).toBe('AssuranceTooLow');
    expect((await weak.run(ExportMyDataDocument, {})).exportMyData.__typename).toBe('AssuranceTooLow');
    expect(await myData(weak)).toBeNull();
  });
});
