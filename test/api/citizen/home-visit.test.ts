import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportMyDataDocument, HomeVisitQueueDocument, MyDataRecipientsDocument, TakeHomeVisitDocument, UpdateHomeVisitDocument, WithdrawHomeVisitDocument, type UpdateHomeVisitInput } from '../../../schema/generated/graphql.ts';
import { createLog } from '../../../server/src/log.ts';
import { runRetention } from '../../../server/src/retention/run-retention.ts';
import { askForVisit, ownVisits } from '../../kit/body.ts';
import type { Caller } from '../../kit/caller.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

const DAY = 86_400_000;
const copyOf = async (citizen: Caller) => {
  const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
  if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
  return JSON.parse(exportMyData.document) as { homeVisits: { steps: object[] }[] };
};
const problemsOf = (answer: { __typename: string; problems?: readonly { path: readonly string[]; code: string }[] }) => (answer.problems ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
const withdraw = async (citizen: Caller, requestId: string) => (await citizen.run(WithdrawHomeVisitDocument, { input: { requestId } })).withdrawHomeVisit;
const take = async (staff: Caller, requestId: string) => (await staff.run(TakeHomeVisitDocument, { input: { requestId } })).takeHomeVisit;
const update = async (staff: Caller, requestId: string, special: Partial<UpdateHomeVisitInput> = {}) =>
  (await staff.run(UpdateHomeVisitDocument, { input: { requestId, status: 'APPOINTED', visitOn: '2026-11-25', declineReason: null, note: '周三上午来。', ...special } })).updateHomeVisit;
const queue = async (staff: Caller) => (await staff.run(HomeVisitQueueDocument, { first: 100 })).homeVisits.nodes;
const registrar = (divisionCode = '330106') => world.staff({ role: 'REGISTRAR', divisionCode });

async function waiting(special = {}, who = person()): Promise<{ citizen: Caller; id: string }> {
  const citizen = await world.citizen(who);
  const answer = await askForVisit(citizen, special);
  if (answer.__typename !== 'AskForHomeVisitSuccess') throw new Error(answer.__typename);
  return { citizen, id: answer.homeVisit.id };
}

describe('asking for a visit at home', () => {
  it('is received with a number, and shown to the person with the time of the last change', async () => {
    const { citizen } = await waiting({ purpose: 'BODY_DONATION' });
    expect(await ownVisits(citizen)).toMatchObject([
      { receiptNumber: expect.stringMatching(/^SM-\d{4}-\d{4}$/) as string, purpose: 'BODY_DONATION', status: 'RECEIVED', address: '演示路 1 号 2 单元', updatedAt: NOW.toISOString(), steps: [{ status: 'RECEIVED', organisationName: null }] },
    ]);
  });

  it('needs an address, a county of today and a telephone; every fault is told at once', async () => {
    const faulty = await askForVisit(await world.citizen({ phone: null }), { areaCode: '330103', address: ' ', helperName: '1' });
    expect(problemsOf(faulty).toSorted()).toEqual(['address REQUIRED', 'areaCode DIVISION_ENDED', 'helperName MALFORMED', 'phone REQUIRED']);
    expect(problemsOf(await askForVisit(await world.citizen(), { address: '字'.repeat(501), phone: 'x' })).toSorted()).toEqual(['address TOO_LONG', 'phone MALFORMED']);
  });

  it('needs a strong and a fresh sign-in, and no age: who is young may ask for an explanation at home', async () => {
    expect((await askForVisit(await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }))).__typename).toBe('AssuranceTooLow');
    const late = await createWorld();
    const citizen = await late.citizen();
    late.wait(2 * 60_000 + 1);
    expect((await askForVisit(citizen)).__typename).toBe('FreshSignInNeeded');
  });

  it('is open once at a time, also when it is asked for twice at the same moment', async () => {
    const citizen = await world.citizen();
    const both = await Promise.all([askForVisit(citizen), askForVisit(citizen)]);
    expect(both.map((each) => each.__typename).toSorted()).toEqual(['AskForHomeVisitSuccess', 'RequestAlreadyOpen']);
    const again = await askForVisit(citizen);
    expect(again).toMatchObject({ __typename: 'RequestAlreadyOpen', receiptNumber: (await ownVisits(citizen))[0]?.receiptNumber });
  });

  it('can be taken back without a reason, once, and then asked for again, six times a day at most', async () => {
    const citizen = await world.citizen();
    for (let times = 0; times < 6; times += 1) {
      const answer = await askForVisit(citizen);
      if (answer.__typename !== 'AskForHomeVisitSuccess') throw new Error(answer.__typename);
      expect((await withdraw(citizen, answer.homeVisit.id)).__typename).toBe('WithdrawHomeVisitSuccess');
      expect((await withdraw(citizen, answer.homeVisit.id)).__typename).toBe('RequestClosed');
    }
    expect((await askForVisit(citizen)).__typename).toBe('TooManyRequests');
  });

  it('is nobody else’s to see or to take back, and a weak sign-in is told nothing', async () => {
    const who = person();
    const { id } = await waiting({}, who);
    const other = await world.citizen();
    expect(await ownVisits(other)).toEqual([]);
    expect((await withdraw(other, id)).__typename).toBe('InvalidInput');
    expect(JSON.stringify(await withdraw(other, id))).toBe(JSON.stringify(await withdraw(other, 'x')));
    expect(await ownVisits(await world.citizen({ ...who, assuranceLevel: 'BASIC_REAL_NAME' }))).toEqual([]);
  });

  it('leaves address, name and telephone unreadable in every column, and out of the audit', async () => {
    const { id } = await waiting({ address: '金丝雀弄 7 号', phone: '13900001597', helperName: '金丝雀帮手' }, person({ fullName: '金丝雀上门' }));
    const { rows } = await database.query<Record<string, unknown>>("select (select row_to_json(v) from home_visit v where id = $1) as visit, (select json_agg(a) from audit_entry a where a.changes::text like '%' || $1::text || '%') as audit", [id]);
    expect(JSON.stringify(rows)).toContain('askForHomeVisit');
    const plain = (await database.query<{ sealed: Buffer }>('select sealed_details as sealed from home_visit where id = $1', [id])).rows[0]?.sealed.toString('utf8') ?? '';
    expect(JSON.stringify(rows) + plain).not.toMatch(/金丝雀|13900001597/);
  });
});

describe('keeping a visit', () => {
  it('stands in the queue of the area and above it, not telling whose and where', async () => {
    const { id } = await waiting({ address: '金丝雀路 9 号' });
    for (const divisionCode of ['330106', '330100', '330000']) {
      const tasks = await queue(await registrar(divisionCode));
      expect(tasks.map((task) => task.id), divisionCode).toContain(id);
      expect(JSON.stringify(tasks)).not.toContain('金丝雀');
    }
    expect((await queue(await registrar('330105'))).map((task) => task.id)).not.toContain(id);
    for (const caller of [await world.staff({ role: 'COORDINATOR' }), await world.staff({ role: 'AUDITOR' }), await world.citizen()]) {
      expect((await caller.ask(HomeVisitQueueDocument, { first: 1 })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('shows where to only to who takes it, each time on record and told to the person', async () => {
    const { citizen, id } = await waiting({ convenientTime: '平时上午', helperName: '演示女儿' });
    const staff = await registrar();
    expect(await take(staff, id)).toMatchObject({ contents: { address: '演示路 1 号 2 单元', convenientTime: '平时上午', helperName: '演示女儿' }, task: { isMine: true } });
    const recipients = (await citizen.run(MyDataRecipientsDocument, { first: 20 })).viewer?.personalData?.recipients.nodes;
    expect(recipients?.map(({ kind }) => kind)).toEqual(['HOME_VISIT_READ']);
    expect((await take(await registrar(), id)).__typename).toBe('RequestNotYours');
    expect((await update(await registrar(), id)).__typename).toBe('RequestNotYours');
    expect((await take(await registrar('330200'), id)).__typename).toBe('InvalidInput');
    expect((await take(await world.staff({ role: 'MANAGER' }), id)).__typename).toBe('TakeHomeVisitSuccess');
  });

  it('goes from a day that is agreed to done, and each step is told', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await take(staff, id);
    expect(problemsOf(await update(staff, id, { visitOn: null }))).toEqual(['visitOn OUT_OF_RANGE']);
    expect(problemsOf(await update(staff, id, { visitOn: '2026-11-22' }))).toEqual(['visitOn OUT_OF_RANGE']);
    expect(problemsOf(await update(staff, id, { status: 'DONE', visitOn: null }))).toEqual(['visitOn REQUIRED']);
    expect(problemsOf(await update(staff, id, { note: '' }))).toEqual(['note REQUIRED']);
    await update(staff, id);
    expect(await ownVisits(citizen)).toMatchObject([{ status: 'APPOINTED', visitOn: '2026-11-25', note: '周三上午来。' }]);
    await update(staff, id, { status: 'DONE', visitOn: '2026-11-23', note: '已经办好。' });
    expect(await ownVisits(citizen)).toMatchObject([{ status: 'DONE', visitOn: '2026-11-23', note: '已经办好。', steps: [{}, {}, { status: 'DONE', organisationName: '杭州市西湖区红十字会' }] }]);
    expect((await update(staff, id)).__typename).toBe('RequestClosed');
    expect((await take(staff, id)).__typename).toBe('RequestClosed');
    await expect(database.query('delete from home_visit_step')).rejects.toMatchObject({ code: '23001' });
  });

  it('took place on no day that is still to come: not on a stated one, and not on the agreed one', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await take(staff, id);
    await update(staff, id, { visitOn: '2026-11-24' });
    for (const visitOn of ['2026-11-24', '2030-01-01', null]) {
      const refused = await update(staff, id, { status: 'DONE', visitOn, note: '已经办好。' });
      expect(refused).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['visitOn'], code: 'OUT_OF_RANGE', message: '上门的日期不能晚于今天。请填写实际上门的那一天。' }] });
    }
    expect(await ownVisits(citizen)).toMatchObject([{ status: 'APPOINTED' }]);
    expect((await update(staff, id, { status: 'DONE', visitOn: '2026-11-22', note: '已经办好。' })).__typename).toBe('UpdateHomeVisitSuccess');
  });

  it('shows its owner the newest twelve steps, the earliest of them first, however often a day is agreed anew; the copy has them all', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await take(staff, id);
    for (let times = 0; times < 12; times += 1) await update(staff, id);
    const [visit] = await ownVisits(citizen);
    expect(visit?.steps.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 'APPOINTED'));
    await update(staff, id, { status: 'DECLINED', visitOn: null, declineReason: 'OTHER' });
    expect((await ownVisits(citizen))[0]?.steps.map(({ status }) => status)).toEqual([...Array.from({ length: 11 }, () => 'APPOINTED'), 'DECLINED']);
    expect((await copyOf(citizen)).homeVisits[0]?.steps).toHaveLength(14);
  });

  it('is declined with a reason and a sentence only, and a reason is given for nothing else', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await take(staff, id);
    expect(problemsOf(await update(staff, id, { status: 'DECLINED', visitOn: null }))).toEqual(['declineReason REQUIRED']);
    expect(problemsOf(await update(staff, id, { declineReason: 'OTHER' }))).toEqual(['declineReason UNKNOWN_VALUE']);
    await update(staff, id, { status: 'DECLINED', visitOn: null, declineReason: 'NOT_REACHED', note: '打了三次电话没有人接。' });
    expect(await ownVisits(citizen)).toMatchObject([{ status: 'DECLINED', declineReason: 'NOT_REACHED', note: '打了三次电话没有人接。' }]);
    expect((await askForVisit(citizen)).__typename).toBe('AskForHomeVisitSuccess');
  });

  it('ends when the person takes it back at the same moment, whoever is faster', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await take(staff, id);
    const [mine] = await Promise.all([withdraw(citizen, id), update(staff, id)]);
    expect(mine.__typename).toBe('WithdrawHomeVisitSuccess');
    expect((await ownVisits(citizen))[0]?.status).toBe('WITHDRAWN');
  });
});

describe('what is kept of a visit', () => {
  it('is forgotten 180 days after it was over, not a day sooner, and not while it is open', async () => {
    const { citizen, id } = await waiting();
    await withdraw(citizen, id);
    const { id: open } = await waiting();
    const held = async (which: string) => (await database.query('select from home_visit where id = $1 and coalesce(sealed_details, person_index) is not null', [which])).rowCount;
    const round = (days: number) => runRetention(world.orm, world.config, { now: () => new Date(NOW.getTime() + days * DAY), log: createLog('silent', { write: () => undefined }) });
    await round(179);
    expect(await held(id)).toBe(1);
    await round(180);
    expect([await held(id), await held(open)]).toEqual([0, 1]);
  });
});
