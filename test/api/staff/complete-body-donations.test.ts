import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDataRequestDocument, BodyDonationsDocument, ExportMyDataDocument, FileDataRequestDocument, TakeDataRequestDocument } from '../../../schema/generated/graphql.ts';
import { reapplyBodyErasures } from '../../../server/src/body-donation/erase-body-donation.ts';
import { runRetention } from '../../../server/src/retention/run-retention.ts';
import { createLog } from '../../../server/src/log.ts';
import { aboutBody, ownBody } from '../../kit/body.ts';
import type { Caller } from '../../kit/caller.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

const YEAR = 365 * 86_400_000;
const registrar = (divisionCode = '330106') => world.staff({ role: 'REGISTRAR', divisionCode });
const queue = async (staff: Caller) => (await staff.run(BodyDonationsDocument, { first: 100 })).bodyDonations.nodes;
async function waiting(special = {}, who = person()): Promise<{ citizen: Caller; id: string }> {
  const citizen = await world.citizen(who);
  const answer = await aboutBody.declare(citizen, special);
  if (answer.__typename !== 'DeclareBodyDonationSuccess') throw new Error(answer.__typename);
  return { citizen, id: answer.bodyDonation.id };
}
const keysOf = async (id: string) => (await database.query('select from key_store.person_key where person_id = $1', [id])).rowCount;

describe('the queue of body donations', () => {
  it('holds the open ones of the caller’s area and below, and not whose they are', async () => {
    const { id } = await waiting({}, person({ fullName: '金丝雀遗体' }));
    for (const divisionCode of ['330106', '330100', '330000']) {
      const tasks = await queue(await registrar(divisionCode));
      expect(tasks.map((task) => task.id), divisionCode).toContain(id);
      expect(JSON.stringify(tasks)).not.toMatch(/金丝雀|演示执行/);
    }
    for (const divisionCode of ['330105', '330200']) expect((await queue(await registrar(divisionCode))).map((task) => task.id), divisionCode).not.toContain(id);
  });

  it('holds no refusal and nothing that was withdrawn', async () => {
    const refusing = await world.citizen();
    await aboutBody.refuse(refusing);
    const { citizen, id } = await waiting();
    await aboutBody.withdraw(citizen, 1);
    const ids = (await queue(await registrar('330000'))).map((task) => task.id);
    expect(ids).not.toContain(id);
    expect(ids).not.toContain((await ownBody(refusing))?.id);
  });

  it('is for registrars and managers: everybody else is told FORBIDDEN', async () => {
    for (const caller of [await world.staff({ role: 'COORDINATOR' }), await world.staff({ role: 'AUDITOR' }), await world.staff({ role: 'CLINICIAN' }), await world.citizen()]) {
      expect((await caller.ask(BodyDonationsDocument, { first: 1 })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

describe('completing a body donation', () => {
  it('shows who wishes what to whoever takes it, each time on record', async () => {
    const { id } = await waiting({ phone: '13900007531' }, person({ fullName: '演示捐献' }));
    const taken = await aboutBody.take(await registrar(), id);
    expect(taken).toMatchObject({
      task: { isMine: true, isAnothers: false, status: 'RECEIVED' },
      contents: { fullName: '演示捐献', phone: '13900007531', executorName: '演示执行', executorPhone: '13900002468', executorConfirmed: false, receivingUnitName: null, declaration: { use: 'TEACHING' } },
    });
    const { rows } = await database.query('select kind from data_disclosure where body_donation_id = $1', [id]);
    expect(rows).toEqual([{ kind: 'BODY_DONATION_READ' }]);
  });

  it('shows nothing when the record of it cannot be written', async () => {
    const { id } = await waiting({}, person({ fullName: '金丝雀不漏' }));
    const staff = await registrar();
    await database.query("create function refuse_it() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = 'check_violation'; end $$; create trigger refuse_it before insert on data_disclosure for each row execute function refuse_it()");
    const { data, errors } = await staff.query('mutation ($id: ID!) { takeBodyDonation(input: { requestId: $id }) { ... on TakeBodyDonationSuccess { contents { fullName } } } }', { id });
    await database.query('drop trigger refuse_it on data_disclosure; drop function refuse_it()');
    expect(errors).toHaveLength(1);
    expect(JSON.stringify([data, errors])).not.toContain('金丝雀不漏');
  });

  it('is for who took it: RequestNotYours for another registrar, a manager takes it over', async () => {
    const { id } = await waiting();
    const first = await registrar();
    expect((await aboutBody.update(first, id)).__typename).toBe('RequestNotYours');
    await aboutBody.take(first, id);
    expect((await aboutBody.take(await registrar(), id)).__typename).toBe('RequestNotYours');
    expect((await aboutBody.take(await world.staff({ role: 'MANAGER' }), id)).__typename).toBe('TakeBodyDonationSuccess');
    expect((await aboutBody.update(first, id)).__typename).toBe('RequestNotYours');
  });

  it('of another area, or of one that does not exist, is answered alike', async () => {
    const { id } = await waiting();
    const elsewhere = await registrar('330200');
    const answers = [await aboutBody.take(elsewhere, id), await aboutBody.take(elsewhere, '00000000-0000-4000-8000-000000000000'), await aboutBody.take(elsewhere, 'x')];
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await aboutBody.update(elsewhere, id)).__typename).toBe('InvalidInput');
  });

  it('tells the person each step with a sentence, by whom and when; the executor’s consent as it was heard', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await aboutBody.take(staff, id);
    expect((await aboutBody.update(staff, id, { note: ' ' })).__typename).toBe('InvalidInput');
    await aboutBody.update(staff, id, { note: '周三来办手续。' });
    expect(await ownBody(citizen)).toMatchObject({ status: 'IN_TOUCH', executor: { consent: 'STATED_BY_PERSON' } });
    // Completed without the executor's own word would be a lie.
    expect(await aboutBody.update(staff, id, { status: 'COMPLETED' })).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['executorConfirmed'], code: 'REQUIRED' }] });
    await aboutBody.update(staff, id, { status: 'COMPLETED', note: '已经办好。', executorConfirmed: true });
    expect(await ownBody(citizen)).toMatchObject({
      status: 'COMPLETED',
      executor: { consent: 'CONFIRMED_BY_OFFICE' },
      steps: [{ status: 'RECEIVED', organisationName: null }, { status: 'IN_TOUCH', organisationName: '杭州市西湖区红十字会', note: '周三来办手续。' }, { status: 'COMPLETED', note: '已经办好。' }],
    });
    expect((await aboutBody.update(staff, id)).__typename).toBe('RequestClosed');
    expect((await aboutBody.take(staff, id)).__typename).toBe('RequestClosed');
  });

  it('confirms no executor whom nobody named', async () => {
    const { id } = await waiting({ executor: null });
    const staff = await registrar();
    await aboutBody.take(staff, id);
    expect(await aboutBody.update(staff, id, { executorConfirmed: true })).toMatchObject({ problems: [{ code: 'UNKNOWN_VALUE' }] });
    expect((await aboutBody.update(staff, id, { status: 'NOT_COMPLETED' })).__typename).toBe('UpdateBodyDonationSuccess');
  });

  it('begins anew when the person says something else, and ends when they withdraw, whatever staff did meanwhile', async () => {
    const { citizen, id } = await waiting();
    const staff = await registrar();
    await aboutBody.take(staff, id);
    await aboutBody.update(staff, id, { status: 'COMPLETED', executorConfirmed: true });
    await aboutBody.declare(citizen, { expectedSequence: 1, use: 'RESEARCH' });
    expect(await ownBody(citizen)).toMatchObject({ status: 'RECEIVED', executor: { consent: 'STATED_BY_PERSON' } });
    // A page that is still open speaks of the former wish: nothing is said about this one before it was read.
    expect((await aboutBody.update(staff, id, { status: 'COMPLETED', executorConfirmed: true })).__typename).toBe('RequestNotYours');
    expect(await ownBody(citizen)).toMatchObject({ status: 'RECEIVED', executor: { consent: 'STATED_BY_PERSON' } });
    await aboutBody.take(staff, id);
    const [withdrawn] = await Promise.all([aboutBody.withdraw(citizen, 2), aboutBody.update(staff, id)]);
    expect(withdrawn.__typename).toBe('WithdrawBodyDonationSuccess');
    expect((await ownBody(citizen))?.status).toBe('WITHDRAWN');
    expect((await aboutBody.update(staff, id)).__typename).toBe('RequestClosed');
  });
});

describe('erasing somebody who said something about their body only', () => {
  const erase = async (citizen: Caller) => (await citizen.run(FileDataRequestDocument, { input: { kind: 'ERASURE', text: null } })).fileDataRequest;

  it('waits until they have withdrawn, then destroys the key, also against an older copy of the register', async () => {
    const who = person({ fullName: '金丝雀删去' });
    const { citizen, id } = await waiting({}, who);
    expect((await erase(citizen)).__typename).toBe('StandingDecisionRemains');
    await aboutBody.withdraw(citizen, 1);
    const filed = await erase(citizen);
    if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
    expect(await keysOf(id)).toBe(1);
    const { rows: before } = await database.query<Record<string, unknown>>('select person_index, sealed_person from body_donation where id = $1', [id]);
    const staff = await registrar();
    await staff.run(TakeDataRequestDocument, { input: { requestId: filed.request.id } });
    expect((await staff.run(AnswerDataRequestDocument, { input: { requestId: filed.request.id, refusalReason: null, sentence: '已经删除。' } })).answerDataRequest.__typename).toBe('AnswerDataRequestSuccess');
    expect(await keysOf(id)).toBe(0);
    expect((await database.query('select person_index, sealed_person from body_donation where id = $1', [id])).rows).toEqual([{ person_index: null, sealed_person: null }]);
    // The declarations stay, about nobody.
    expect((await database.query('select from body_declaration where body_donation_id = $1', [id])).rowCount).toBe(2);

    await database.query('update body_donation set person_index = $2, sealed_person = $3, erased_at = null where id = $1', [id, before[0]?.['person_index'], before[0]?.['sealed_person']]);
    expect(await reapplyBodyErasures(world.orm, world.vault, () => NOW)).toBe(1);
    expect(await reapplyBodyErasures(world.orm, world.vault, () => NOW)).toBe(0);
    expect(await ownBody(await world.citizen(who))).toBeNull();
    expect((await aboutBody.declare(await world.citizen(who))).__typename).toBe('DeclareBodyDonationSuccess');
  });

  it('is stopped when they wish again before it is granted', async () => {
    const { citizen } = await waiting();
    await aboutBody.withdraw(citizen, 1);
    const filed = await erase(citizen);
    if (filed.__typename !== 'FileDataRequestSuccess') throw new Error(filed.__typename);
    await aboutBody.refuse(citizen, 2);
    const staff = await registrar();
    await staff.run(TakeDataRequestDocument, { input: { requestId: filed.request.id } });
    expect((await staff.run(AnswerDataRequestDocument, { input: { requestId: filed.request.id, refusalReason: null, sentence: '已经删除。' } })).answerDataRequest.__typename).toBe('StandingDecisionRemains');
    expect((await ownBody(citizen))?.wish).toBe('REFUSE');
  });
});

describe('a withdrawn wish', () => {
  it('is forgotten three years later, not a day sooner; one that stands is kept', async () => {
    const { citizen, id } = await waiting();
    await aboutBody.withdraw(citizen, 1);
    const { id: kept } = await waiting();
    const round = (milliseconds: number) => runRetention(world.orm, world.config, { now: () => new Date(NOW.getTime() + milliseconds), log: createLog('silent', { write: () => undefined }) });
    await round(3 * YEAR - 86_400_000);
    expect(await keysOf(id)).toBe(1);
    await round(3 * YEAR + 86_400_000);
    expect(await keysOf(id)).toBe(0);
    expect((await database.query('select from key_store.erased_person where person_id = $1', [id])).rowCount).toBe(1);
    expect(await keysOf(kept)).toBe(1);
  });
});

describe('a copy of one’s data', () => {
  it('holds the wish, the executor and every step, and nobody else’s copy does', async () => {
    const { citizen } = await waiting();
    const copyOf = async (whose: Caller) => JSON.stringify((await whose.run(ExportMyDataDocument, {})).exportMyData);
    expect(await copyOf(citizen)).toContain('演示执行');
    expect(await copyOf(await world.citizen())).not.toContain('演示执行');
  });
});
