import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDataRequestDocument,
  DataRequestsDocument,
  ExportMyDataDocument,
  FileDataRequestDocument,
  LiftRestrictionDocument,
  MyDataDocument,
  MyDataRecipientsDocument,
  TakeDataRequestDocument,
  type DataRequestKind,
  type DataRequestRefusalReason,
} from '../../../schema/generated/graphql.ts';
import { isRestricted } from '../../../server/src/rights/rights.queries.ts';
import type { Caller } from '../../kit/caller.ts';
import { cardOnPage, issued, verdictOn } from '../../kit/cards.ts';
import { deciding, ownPage, registration } from '../../kit/decisions.ts';
import { issueEvidence } from '../../kit/evidence.ts';
import { AT_ONCE, HOSPITAL, lookingUp, questionAbout } from '../../kit/look-ups.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

/** A donor of 西湖区 with one request. */
async function asking(kind: DataRequestKind, text: string | null = '请说明。'): Promise<{ citizen: Caller; requestId: string }> {
  const citizen = await world.citizen();
  await deciding.register(citizen);
  if (kind === 'ERASURE') await deciding.withdraw(citizen, 1);
  return { citizen, requestId: await filed(citizen, kind, text) };
}

async function filed(citizen: Caller, kind: DataRequestKind, text: string | null = '请说明。'): Promise<string> {
  const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind, text } });
  if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
  return fileDataRequest.request.id;
}

const take = async (staff: Caller, requestId: string) => (await staff.run(TakeDataRequestDocument, { input: { requestId } })).takeDataRequest;
const answer = async (staff: Caller, requestId: string, refusalReason: DataRequestRefusalReason | null = null, sentence = '已经办好。') =>
  (await staff.run(AnswerDataRequestDocument, { input: { requestId, refusalReason, sentence } })).answerDataRequest;
const queue = async (staff: Caller) => (await staff.run(DataRequestsDocument, { first: 100 })).dataRequests.nodes;
const requestOf = async (citizen: Caller) => (await citizen.run(MyDataDocument, {})).viewer?.personalData?.requests.nodes[0];
/** Why each action is not open to the person now; null when it is. */
const barsOf = async (citizen: Caller) => Object.fromEntries((await ownPage(citizen)).abilities.map(({ action, reason }) => [action, reason]));
const donorId = async (citizen: Caller) => ((await citizen.query('{ viewer { donor { id } } }')).data as { viewer: { donor: { id: string } } }).viewer.donor.id;

describe('the steps of a request', () => {
  it('are shown to its sender, the newest twelve, however often managers relieve each other', async () => {
    const { citizen, requestId } = await asking('EXPLANATION');
    const managers = [await world.staff({ role: 'MANAGER', divisionCode: '330106' }), await world.staff({ role: 'MANAGER', divisionCode: '330106' })] as const;
    for (let times = 0; times < 7; times += 1) for (const manager of managers) await take(manager, requestId);
    expect((await requestOf(citizen))?.steps.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'IN_PROGRESS'));
    await answer(managers[1], requestId);
    expect((await requestOf(citizen))?.steps).toMatchObject(Array.from({ length: 12 }, (_, place) => ({ status: place === 11 ? 'DONE' : 'IN_PROGRESS' })));
  });
});

describe('the queue of requests', () => {
  it('holds those of the caller’s area and below, whoever waits longest first, and not what they say', async () => {
    const { requestId } = await asking('EXPLANATION', '金丝雀原文');
    const nobodys = await world.citizen();
    const elsewhere = await filed(nobodys, 'COMPLAINT');
    for (const divisionCode of ['330106', '330100', '330000']) {
      const tasks = await queue(await world.staff({ role: 'REGISTRAR', divisionCode }));
      expect(tasks.map(({ id }) => id), divisionCode).toContain(requestId);
      expect(JSON.stringify(tasks)).not.toContain('金丝雀原文');
      // Who stated no residence is the province's to answer.
      expect(tasks.some(({ id }) => id === elsewhere), divisionCode).toBe(divisionCode === '330000');
    }
    for (const divisionCode of ['330105', '330200']) expect((await queue(await world.staff({ role: 'MANAGER', divisionCode }))).map(({ id }) => id), divisionCode).not.toContain(requestId);
  });

  it('is for registrars and managers: everybody else is told FORBIDDEN, or to sign in', async () => {
    const others = [await world.staff({ role: 'COORDINATOR' }), await world.staff({ role: 'AUDITOR' }), await world.staff({ role: 'CLINICIAN' }), await world.citizen()];
    for (const caller of others) expect((await caller.ask(DataRequestsDocument, { first: 1 })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await world.anonymous().ask(DataRequestsDocument, { first: 1 })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('pages without leaving out or repeating one', async () => {
    const staff = await world.staff({ role: 'REGISTRAR', divisionCode: '330000' });
    for (let count = 0; count < 5; count += 1) await asking('EXPLANATION');
    const seen: string[] = [];
    const page = async (after: string | null): Promise<void> => {
      const { dataRequests } = await staff.run(DataRequestsDocument, { first: 2, after });
      seen.push(...dataRequests.nodes.map(({ id }) => id));
      if (dataRequests.pageInfo.hasNextPage) await page(dataRequests.pageInfo.endCursor ?? null);
    };
    await page(null);
    expect(seen).toEqual((await queue(staff)).map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('reading a request', () => {
  it('goes on record each time before the words are shown, and its sender sees by whom', async () => {
    const { citizen, requestId } = await asking('EXPLANATION', '为什么要我的电话？');
    const staff = await world.staff({ role: 'REGISTRAR' });
    expect(await take(staff, requestId)).toMatchObject({ __typename: 'TakeDataRequestSuccess', text: '为什么要我的电话？', task: { status: 'IN_PROGRESS', isMine: true } });
    await take(staff, requestId);
    const recipients = (await citizen.run(MyDataRecipientsDocument, { first: 20 })).viewer?.personalData?.recipients;
    expect(recipients?.totalCount).toBe(2);
    expect(recipients?.nodes.map(({ kind, recipientName }) => [kind, recipientName])).toEqual([
      ['REQUEST_READ', '杭州市西湖区红十字会'],
      ['REQUEST_READ', '杭州市西湖区红十字会'],
    ]);
    expect((await requestOf(citizen))?.steps).toMatchObject([{ status: 'FILED', organisationName: null }, { status: 'IN_PROGRESS', organisationName: '杭州市西湖区红十字会' }]);
  });

  it('leaves nothing behind and shows nothing when the record of it cannot be written', async () => {
    const { requestId } = await asking('EXPLANATION', '金丝雀不能漏');
    const staff = await world.staff({ role: 'REGISTRAR' });
    await database.query("create function refuse_disclosure() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = 'check_violation'; end $$; create trigger refuse_it before insert on data_disclosure for each row execute function refuse_disclosure()");
    const { data, errors } = await staff.ask(TakeDataRequestDocument, { input: { requestId } });
    await database.query('drop trigger refuse_it on data_disclosure; drop function refuse_disclosure()');
    expect(JSON.stringify([data, errors])).not.toContain('金丝雀不能漏');
    expect((await queue(staff)).find(({ id }) => id === requestId)).toMatchObject({ status: 'FILED', isMine: false });
  });

  it('is for who took it: another registrar is told RequestNotYours, a manager takes it over', async () => {
    const { citizen, requestId } = await asking('EXPLANATION');
    const first = await world.staff({ role: 'REGISTRAR' });
    await take(first, requestId);
    expect((await take(await world.staff({ role: 'REGISTRAR' }), requestId)).__typename).toBe('RequestNotYours');
    expect((await take(await world.staff({ role: 'MANAGER' }), requestId)).__typename).toBe('TakeDataRequestSuccess');
    expect((await answer(first, requestId)).__typename).toBe('RequestNotYours');
    expect((await requestOf(citizen))?.steps).toHaveLength(3);
  });

  it('of another area, or one that does not exist, is answered alike', async () => {
    const { requestId } = await asking('EXPLANATION');
    const staff = await world.staff({ role: 'MANAGER', divisionCode: '330200' });
    const answers = [await take(staff, requestId), await take(staff, '00000000-0000-4000-8000-000000000000'), await take(staff, 'nonsense')];
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]?.__typename).toBe('InvalidInput');
  });
});

describe('answering a request', () => {
  it('is possible only for who took it, once, and with a sentence: RequestNotYours, InvalidInput, RequestClosed', async () => {
    const { citizen, requestId } = await asking('CORRECTION', '居住地不对。');
    const staff = await world.staff({ role: 'REGISTRAR' });
    expect((await answer(staff, requestId)).__typename).toBe('RequestNotYours');
    await take(staff, requestId);
    expect((await answer(staff, requestId, null, ' ')).__typename).toBe('InvalidInput');
    expect((await answer(staff, requestId, null, '居住地可以在“更改”里自己改。')).__typename).toBe('AnswerDataRequestSuccess');
    expect((await answer(staff, requestId)).__typename).toBe('RequestClosed');
    expect((await take(staff, requestId)).__typename).toBe('RequestClosed');
    expect(await requestOf(citizen)).toMatchObject({ status: 'DONE', answer: '居住地可以在“更改”里自己改。', refusalReason: null });
  });

  it('with a refusal tells the person a reason and a sentence', async () => {
    const { citizen, requestId } = await asking('CORRECTION', '名字写错了。');
    const staff = await world.staff({ role: 'REGISTRAR' });
    await take(staff, requestId);
    await answer(staff, requestId, 'FROM_IDENTITY_PROVIDER', '姓名来自浙里办，请在浙里办更正。');
    expect(await requestOf(citizen)).toMatchObject({ status: 'REFUSED', refusalReason: 'FROM_IDENTITY_PROVIDER', answer: '姓名来自浙里办，请在浙里办更正。' });
  });

  it('never refuses a complaint', async () => {
    const { requestId } = await asking('COMPLAINT');
    const staff = await world.staff({ role: 'MANAGER' });
    await take(staff, requestId);
    expect((await answer(staff, requestId, 'OTHER')).__typename).toBe('InvalidInput');
    expect((await answer(staff, requestId)).__typename).toBe('AnswerDataRequestSuccess');
  });
});

describe('a restriction', () => {
  it('bars every change but a withdrawal, with RecordRestricted, until the person lifts it', async () => {
    const { citizen, requestId } = await asking('RESTRICTION', null);
    const staff = await world.staff({ role: 'REGISTRAR' });
    const id = await donorId(citizen);
    await take(staff, requestId);
    expect(await isRestricted(world.orm.em.fork(), id)).toBe(false);
    await answer(staff, requestId);
    expect(await isRestricted(world.orm.em.fork(), id)).toBe(true);
    expect((await citizen.run(MyDataDocument, {})).viewer?.personalData?.isRestricted).toBe(true);

    expect(await barsOf(citizen)).toEqual({ REGISTER: 'ALREADY_REGISTERED', EDIT: 'RECORD_RESTRICTED', REAFFIRM: 'RECORD_RESTRICTED', REFUSE: 'RECORD_RESTRICTED', WITHDRAW: null });
    expect((await deciding.edit(citizen, 1)).__typename).toBe('RecordRestricted');
    expect((await deciding.reaffirm(citizen, 1)).__typename).toBe('RecordRestricted');
    expect((await deciding.refuse(citizen, 1)).__typename).toBe('RecordRestricted');
    expect((await deciding.withdraw(citizen, 1)).__typename).toBe('WithdrawDecisionSuccess');
    expect(await barsOf(citizen)).toMatchObject({ REGISTER: 'RECORD_RESTRICTED', EDIT: 'NO_STANDING_DECISION', REFUSE: 'RECORD_RESTRICTED' });
    expect((await deciding.register(citizen, { expectedVersion: 2 })).__typename).toBe('RecordRestricted');

    expect((await citizen.run(LiftRestrictionDocument, {})).liftRestriction.__typename).toBe('LiftRestrictionSuccess');
    expect(await barsOf(citizen)).toMatchObject({ REGISTER: null, REFUSE: null });
    expect(await isRestricted(world.orm.em.fork(), id)).toBe(false);
    expect((await deciding.register(citizen, { expectedVersion: 2 })).__typename).toBe('RegisterDonorSuccess');
  });

  it.each(['an agreement', 'a refusal'])('of %s tells a hospital that a record is there and nothing of it: neither agreement nor silence, and no package', async (what) => {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    if (what === 'a refusal') await deciding.refuse(citizen, 1);
    const staff = await world.staff({ role: 'REGISTRAR' });
    const requestId = await filed(citizen, 'RESTRICTION', null);
    await take(staff, requestId);
    await answer(staff, requestId);

    await world.staff({ role: 'CLINICIAN', hospitalKey: HOSPITAL.hospitalKey });
    const coordinator = await world.staff({ role: 'COORDINATOR' });
    const told = await lookingUp.ask(coordinator, questionAbout(who, { ...AT_ONCE, purpose: 'ETHICS_REVIEW' }));
    expect(told).toMatchObject({ answer: { finding: 'RESTRICTED', choices: [], recordedAt: null, fingerprint: null } });
    if (told.__typename !== 'LookUpDecisionSuccess') throw new Error(told.__typename);
    expect((await issueEvidence(coordinator, told.lookUp.id)).__typename).toBe('EvidenceNotOpen');
    // Under another name it is nobody, restricted or not.
    expect(await lookingUp.ask(coordinator, questionAbout(who, { ...AT_ONCE, fullName: '演示他人' }))).toMatchObject({ answer: { finding: 'SILENT' } });
  });

  it('ends the signed card of the person with the same deed, also of one who has moved out of the area since', async () => {
    for (const moves of [false, true]) {
      const citizen = await world.citizen();
      await deciding.register(citizen);
      const requestId = await filed(citizen, 'RESTRICTION', null);
      const staff = await world.staff({ role: 'REGISTRAR', divisionCode: '330106' });
      await take(staff, requestId);
      if (moves) await database.query("update donor set residence_code = '330302' where id = $1", [await donorId(citizen)]);
      const card = await issued(citizen);
      expect((await answer(staff, requestId)).__typename).toBe('AnswerDataRequestSuccess');
      expect([await verdictOn(world.http, card.token, { now: NOW }), await cardOnPage(citizen)]).toEqual(['REVOKED', null]);
    }
  });

  it('does not begin when the request is refused', async () => {
    const { citizen, requestId } = await asking('RESTRICTION', null);
    const staff = await world.staff({ role: 'REGISTRAR' });
    await take(staff, requestId);
    await answer(staff, requestId, 'KEPT_BY_LAW', '依法不能限制。');
    expect(await isRestricted(world.orm.em.fork(), await donorId(citizen))).toBe(false);
  });
});

describe('an erasure', () => {
  const canary = person({ fullName: '金丝雀删除', phone: '13900007777' });

  it('takes away who the person is; afterwards the register does not know them, while the decisions stay as evidence', async () => {
    const citizen = await world.citizen(canary);
    const kin = { name: '演示家属', relation: 'CHILD', phone: '13900005678' } as const;
    await deciding.register(citizen, { contact: { ...registration().contact, phone: '13900006666', emergencyContact: kin } });
    await deciding.withdraw(citizen, 1);
    const id = await donorId(citizen);
    const before = await database.query<Record<string, unknown>>('select * from donor where id = $1', [id]);
    await filed(citizen, 'COMPLAINT');
    const requestId = await filed(citizen, 'ERASURE', '请删除。');
    const staff = await world.staff({ role: 'REGISTRAR' });
    await take(staff, requestId);
    expect((await answer(staff, requestId)).__typename).toBe('AnswerDataRequestSuccess');

    // Their session is over, and with a new one they are new.
    expect((await citizen.ask(MyDataDocument, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const again = await world.citizen(canary);
    expect(await ownPage(again)).toMatchObject({ state: 'SILENT', donor: null });
    const { exportMyData } = await again.run(ExportMyDataDocument, {});
    expect(exportMyData).toMatchObject({ __typename: 'ExportMyDataSuccess' });

    const { rows: after } = await database.query<Record<string, unknown>>('select * from donor where id = $1', [id]);
    expect(after[0]).toMatchObject({ sealed_phone: null, sealed_emergency_contact: null, residence_code: null, family_knows: 'NOT_STATED' });
    for (const column of ['document_index', 'sealed_full_name', 'sealed_document_number']) expect(after[0]?.[column], column).not.toEqual(before.rows[0]?.[column]);
    const counts = await database.query<{ decisions: string; texts: string; sessions: string; retries: string }>(
      `select (select count(*) from decision where donor_id = $1) as decisions,
        (select count(*) from data_request where donor_id = $1 and coalesce(sealed_text, sealed_answer) is not null) as texts,
        (select count(*) from session where person_index = $2 and ended_at is not null) as sessions,
        (select count(*) from idempotent_request where person_index = $2) as retries`,
      [id, before.rows[0]?.['document_index']],
    );
    expect(counts.rows[0]).toEqual({ decisions: '2', texts: '0', sessions: '0', retries: '0' });
  });

  it('takes the words along that the person wrote before they had a record, and whom copies of then were about', async () => {
    const citizen = await world.citizen();
    const complaint = await filed(citizen, 'COMPLAINT', '金丝雀早先的投诉');
    const copies = async () => (await database.query('select from data_disclosure where person_index is not null')).rowCount;
    const before = await copies();
    await citizen.run(ExportMyDataDocument, {});
    await deciding.register(citizen);
    await deciding.withdraw(citizen, 1);
    const requestId = await filed(citizen, 'ERASURE', null);
    const staff = await world.staff({ role: 'REGISTRAR' });
    await take(staff, requestId);
    expect((await answer(staff, requestId)).__typename).toBe('AnswerDataRequestSuccess');
    const { rows } = await database.query('select sealed_text, person_index, donor_id from data_request where id = $1', [complaint]);
    expect(rows).toEqual([{ sealed_text: null, person_index: null, donor_id: null }]);
    expect(await copies()).toBe(before);
  });

  it('is not carried out when the person has registered again since: StandingDecisionRemains, and nothing is erased', async () => {
    const { citizen, requestId } = await asking('ERASURE');
    const staff = await world.staff({ role: 'REGISTRAR' });
    await take(staff, requestId);
    await deciding.register(citizen, { expectedVersion: 2 });
    expect((await answer(staff, requestId)).__typename).toBe('StandingDecisionRemains');
    expect(await ownPage(citizen)).toMatchObject({ state: 'AGREED' });
    expect(await requestOf(citizen)).toMatchObject({ status: 'IN_PROGRESS' });
  });
});
