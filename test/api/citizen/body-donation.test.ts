import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeclareBodyDonationDocument, MyDataRecipientsDocument } from '../../../schema/generated/graphql.ts';
import { aboutBody, bodyWish, bodyWordsTo, EXECUTOR, ownBody } from '../../kit/body.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding, ownPage } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

const MINUTE = 60_000;
const problemsOf = (answer: { __typename: string; problems?: readonly { path: readonly string[]; code: string }[] }) => (answer.problems ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
/** A person who has declared a wish, with its receipt. */
async function wishing(special = {}): Promise<{ citizen: Caller; id: string }> {
  const citizen = await world.citizen();
  const answer = await aboutBody.declare(citizen, special);
  if (answer.__typename !== 'DeclareBodyDonationSuccess') throw new Error(answer.__typename);
  return { citizen, id: answer.bodyDonation.id };
}

describe('a wish to donate the body', () => {
  it('is a declaration of its own: it leaves the decision about organs as it was, and needs none', async () => {
    const { citizen } = await wishing();
    expect((await ownPage(citizen)).state).toBe('SILENT');
    expect(await ownBody(citizen)).toMatchObject({ wish: 'AGREE', status: 'RECEIVED', declaration: { sequence: 1, action: 'DECLARED' } });

    const donor = await world.citizen();
    await deciding.refuse(donor, null);
    await aboutBody.declare(donor);
    expect((await ownPage(donor)).state).toBe('REFUSED');
    expect((await ownBody(donor))?.wish).toBe('AGREE');
  });

  it('is read back as it was said, masked, with a receipt, the area and the first step', async () => {
    const { citizen } = await wishing();
    expect(await ownBody(citizen)).toMatchObject({
      receiptNumber: expect.stringMatching(/^YT-\d{4}-\d{4}$/) as string,
      area: { code: '330106' },
      executor: { maskedName: '*示执行', relation: 'CHILD', maskedPhone: '139****2468', consent: 'STATED_BY_PERSON' },
      declaration: { use: 'TEACHING', ashes: 'TO_FAMILY', keepConfidential: true, informFamily: false, receivingUnit: null },
      steps: [{ status: 'RECEIVED', organisationName: null, note: null }],
    });
  });

  it('can name a unit of the directory, and no other', async () => {
    const { rows } = await database.query<{ id: string; name: string }>("select id, name from organisation where division_code = '330200' limit 1");
    const { citizen } = await wishing({ receivingUnitId: rows[0]?.id });
    expect((await ownBody(citizen))?.declaration.receivingUnit).toEqual({ id: rows[0]?.id, name: rows[0]?.name });
    for (const receivingUnitId of [randomUUID(), 'x']) expect(problemsOf(await aboutBody.declare(await world.citizen(), { receivingUnitId }))).toEqual(['receivingUnitId UNKNOWN_VALUE']);
  });

  it('needs no executor yet; one that is named must have agreed, and every fault is told at once', async () => {
    const { citizen } = await wishing({ executor: null });
    expect((await ownBody(citizen))?.executor).toBeNull();
    const faulty = await aboutBody.declare(await world.citizen({ phone: null }), { areaCode: '330103', executor: { ...EXECUTOR, name: '', phone: '1', hasAgreed: false } });
    expect(problemsOf(faulty).toSorted()).toEqual(['areaCode DIVISION_ENDED', 'executor.hasAgreed REQUIRED', 'executor.name REQUIRED', 'executor.phone MALFORMED', 'phone REQUIRED']);
    expect(problemsOf(await aboutBody.declare(await world.citizen(), { phone: 'x' }))).toEqual(['phone MALFORMED']);
  });

  it('is open to adults who are fully identified and have just signed in: UnderAge, AssuranceTooLow, IdentityIncomplete, FreshSignInNeeded', async () => {
    expect((await aboutBody.declare(await world.citizen({ birthday: '2012-03-04' }))).__typename).toBe('UnderAge');
    expect((await aboutBody.declare(await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }))).__typename).toBe('AssuranceTooLow');
    expect((await aboutBody.declare(await world.citizen({ birthday: null }))).__typename).toBe('IdentityIncomplete');
    const late = await createWorld();
    const citizen = await late.citizen();
    late.wait(2 * MINUTE);
    expect((await aboutBody.declare(citizen)).__typename).toBe('DeclareBodyDonationSuccess');
    late.wait(1);
    expect((await aboutBody.declare(citizen, { expectedSequence: 1 })).__typename).toBe('FreshSignInNeeded');
    expect((await aboutBody.refuse(citizen, 1)).__typename).toBe('FreshSignInNeeded');
    expect((await aboutBody.withdraw(citizen, 1)).__typename).toBe('FreshSignInNeeded');
  });

  it('declares the words in force: BodyWordsOutdated shows them, and words about something else do not count', async () => {
    for (const words of [{ version: '2020-01-01', hash: bodyWordsTo('AGREE').hash }, bodyWordsTo('REFUSE')]) {
      expect(await aboutBody.declare(await world.citizen(), { words })).toMatchObject({ __typename: 'BodyWordsOutdated', words: { statement: 'AGREE', ...bodyWordsTo('AGREE') } });
    }
  });

  it('can be changed, refused, and withdrawn without a reason; each declaration stays as it was said', async () => {
    const { citizen, id } = await wishing();
    expect(await aboutBody.declare(citizen, { expectedSequence: 1, use: 'RESEARCH', executor: null })).toMatchObject({ bodyDonation: { wish: 'AGREE', executor: null, declaration: { sequence: 2, action: 'CHANGED', use: 'RESEARCH' } } });
    expect(await aboutBody.refuse(citizen, 2)).toMatchObject({ bodyDonation: { wish: 'REFUSE', status: 'NOTED', declaration: { use: null, ashes: null } } });
    expect((await aboutBody.refuse(citizen, 3)).__typename).toBe('BodyAlreadyRefused');
    expect(await aboutBody.withdraw(citizen, 3)).toMatchObject({ bodyDonation: { wish: 'NOT_STATED', status: 'WITHDRAWN' } });
    expect((await aboutBody.withdraw(citizen, 4)).__typename).toBe('NoBodyWish');
    expect(await aboutBody.declare(citizen, { expectedSequence: 4 })).toMatchObject({ bodyDonation: { id, declaration: { sequence: 5, action: 'DECLARED' } } });
    const { rows } = await database.query<{ action: string }>('select action from body_declaration where body_donation_id = $1 order by sequence', [id]);
    expect(rows.map(({ action }) => action)).toEqual(['DECLARED', 'CHANGED', 'REFUSED', 'WITHDRAWN', 'DECLARED']);
    for (const change of ["update body_declaration set wish = 'REFUSE'", 'delete from body_declaration', 'truncate body_declaration cascade', 'delete from body_donation_step']) await expect(database.query(change)).rejects.toMatchObject({ code: '23001' });
  });

  it('withdrawing what was never said is NoBodyWish', async () => {
    expect((await aboutBody.withdraw(await world.citizen(), 1)).__typename).toBe('NoBodyWish');
  });

  it('is not overwritten by an older screen: BodyDonationChangedMeanwhile shows what stands', async () => {
    const { citizen } = await wishing();
    for (const expectedSequence of [null, 7]) {
      expect(await aboutBody.declare(citizen, { expectedSequence, use: 'RESEARCH' })).toMatchObject({ __typename: 'BodyDonationChangedMeanwhile', current: { declaration: { sequence: 1, use: 'TEACHING' } } });
    }
    expect((await aboutBody.withdraw(citizen, 2)).__typename).toBe('BodyDonationChangedMeanwhile');
  });

  it('is declared once although it is sent twice, and the key of another request is refused', async () => {
    const citizen = await world.citizen();
    const input = bodyWish();
    const send = async () => (await citizen.run(DeclareBodyDonationDocument, { input })).declareBodyDonation;
    const both = await Promise.all([send(), send()]);
    expect(both.map((each) => each.__typename)).toEqual(['DeclareBodyDonationSuccess', 'DeclareBodyDonationSuccess']);
    expect((await send()).__typename).toBe('DeclareBodyDonationSuccess');
    expect((await ownBody(citizen))?.declaration.sequence).toBe(1);
    expect((await aboutBody.declare(citizen, { idempotencyKey: input.idempotencyKey, use: 'RESEARCH' })).__typename).toBe('IdempotencyKeyReused');
    expect(problemsOf(await aboutBody.declare(citizen, { idempotencyKey: 'short' }))).toEqual(['idempotencyKey MALFORMED']);
  });

  it('of two phones at once one wins, and the other is told', async () => {
    const { citizen } = await wishing();
    const answers = await Promise.all([aboutBody.refuse(citizen, 1), aboutBody.declare(citizen, { expectedSequence: 1, use: 'RESEARCH' })]);
    expect(answers.map((each) => each.__typename).filter((name) => name === 'BodyDonationChangedMeanwhile')).toHaveLength(1);
    expect((await ownBody(citizen))?.declaration.sequence).toBe(2);
  });

  it('of two first declarations at once there is one file', async () => {
    const citizen = await world.citizen();
    const answers = await Promise.all([aboutBody.declare(citizen), aboutBody.declare(citizen, { use: 'RESEARCH' }), aboutBody.refuse(citizen)]);
    expect(answers.filter((each) => each.__typename.endsWith('Success'))).toHaveLength(1);
  });

  it('is nobody else’s to see, and a weak sign-in is told nothing', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    await aboutBody.declare(citizen);
    expect(await ownBody(await world.citizen())).toBeNull();
    expect(await ownBody(await world.citizen({ ...who, assuranceLevel: 'BASIC_REAL_NAME' }))).toBeNull();
    expect((await ownBody(await world.citizen(who)))?.wish).toBe('AGREE');
  });

  it('is not shown once somebody altered it in the database', async () => {
    const { citizen, id } = await wishing();
    await database.query('alter table body_declaration disable trigger user');
    await database.query("update body_declaration set use = 'RESEARCH' where body_donation_id = $1", [id]);
    await database.query('alter table body_declaration enable trigger user');
    const { errors } = await citizen.query('{ viewer { bodyDonation { declaration { use } } } }');
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
  });

  it('is restricted with the record: RecordRestricted, while withdrawing stays possible', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    await aboutBody.declare(citizen);
    const { rows } = await database.query<{ id: string }>('select donor.id from donor join body_donation on donor.document_index = body_donation.person_index where body_donation.status = $1', ['RECEIVED']);
    const own = (await citizen.query('{ viewer { donor { id } } }')).data as { viewer: { donor: { id: string } } };
    expect(rows.map(({ id }) => id)).toContain(own.viewer.donor.id);
    await database.query('insert into processing_restriction values (gen_random_uuid(), $1, 1, true, now())', [own.viewer.donor.id]);
    expect((await aboutBody.declare(citizen, { expectedSequence: 1 })).__typename).toBe('RecordRestricted');
    expect((await aboutBody.refuse(citizen, 1)).__typename).toBe('RecordRestricted');
    expect((await aboutBody.withdraw(citizen, 1)).__typename).toBe('WithdrawBodyDonationSuccess');
  });

  it('can be declared twenty times on one day, and be withdrawn always', async () => {
    const citizen = await world.citizen();
    for (let times = 0; times < 20; times += 1) expect((await aboutBody.declare(citizen, { expectedSequence: times || null })).__typename).toBe('DeclareBodyDonationSuccess');
    expect((await aboutBody.declare(citizen, { expectedSequence: 20 })).__typename).toBe('TooManyRequests');
    expect((await aboutBody.withdraw(citizen, 20)).__typename).toBe('WithdrawBodyDonationSuccess');
  });

  it('leaves an audit entry for each deed, with no value', async () => {
    const { id } = await wishing();
    const { rows } = await database.query<{ operation: string; changes: unknown }>("select operation, changes from audit_entry where changes::text like '%' || $1 || '%'", [id]);
    expect(rows.map(({ operation }) => operation)).toEqual(['declareBodyDonation']);
    expect(JSON.stringify(rows)).not.toMatch(/演示执行|13900002468|330106/);
  });

  it('shows its owner each time that staff read it', async () => {
    const { citizen, id } = await wishing();
    const staff = await world.staff({ role: 'REGISTRAR' });
    await aboutBody.take(staff, id);
    await aboutBody.take(staff, id);
    const recipients = (await citizen.run(MyDataRecipientsDocument, { first: 20 })).viewer?.personalData?.recipients.nodes;
    expect(recipients?.map(({ kind, recipientName }) => [kind, recipientName])).toEqual([['BODY_DONATION_READ', '杭州市西湖区红十字会'], ['BODY_DONATION_READ', '杭州市西湖区红十字会']]);
  });
});
