import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DataRequestsDocument, MyDataRecipientsDocument, StateAfterDeathAccessDocument } from '../../../schema/generated/graphql.ts';
import type { VerifiedIdentity } from '../../../server/src/identity/identity-provider.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding } from '../../kit/decisions.ts';
import { aboutParent, filedNearKin, nearKin, second } from '../../kit/near-kin.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const registrar = (divisionCode = '330000') => world.staff({ role: 'REGISTRAR', divisionCode });

/** Somebody of 西湖区 who decided and has died since. */
async function mother(): Promise<{ identity: VerifiedIdentity; caller: Caller }> {
  const identity = person({ fullName: '金丝雀母亲' });
  const caller = await world.citizen(identity);
  await deciding.register(caller);
  return { identity, caller };
}

/** A child's request whose papers somebody of an office saw; a child who lives somewhere is that county's. */
async function proven(identity: Pick<VerifiedIdentity, 'fullName' | 'documentNumber'>, office = '330000', isOfXihu = false) {
  const child = await world.citizen();
  if (isOfXihu) await deciding.register(child);
  const staff = await registrar(office);
  const requestId = await filedNearKin(child, aboutParent(identity));
  await nearKin.take(staff, requestId);
  expect(await nearKin.prove(staff, requestId)).toMatchObject({ __typename: 'ProveKinshipSuccess', finding: null });
  return { child, staff, requestId };
}

const readsOf = async (caller: Caller) => (await caller.run(MyDataRecipientsDocument, { first: 20 })).viewer?.personalData?.recipients.nodes.map(({ kind }) => kind);
const waitingFor = async (staff: Caller) => (await staff.run(DataRequestsDocument, { first: 100 })).dataRequests.nodes.filter(({ awaitsMyConfirmation }) => awaitsMyConfirmation).map(({ id }) => id);

describe('what a dead person decided', () => {
  it('is handed over by nobody alone: whoever saw the papers cannot confirm them, and without a second person nothing is granted', async () => {
    const { identity, caller } = await mother();
    const { staff, requestId } = await proven(identity);
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    expect(await second(staff, requestId)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    expect(await nearKin.confirm(staff, requestId, 2)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    // Nobody has looked for her yet.
    expect(await readsOf(caller)).toEqual([]);
  });

  it('is handed over once another person of the same office has confirmed', async () => {
    const { identity } = await mother();
    const { staff, requestId } = await proven(identity);
    expect(await second(await registrar(), requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'AnswerDataRequestSuccess', disclosure: { state: 'AGREED' } });
  });

  it('can be on record with other papers until they are confirmed: who read the former cannot confirm, and afterwards they stay', async () => {
    const { identity } = await mother();
    const { staff, requestId } = await proven(identity);
    const other = await registrar();
    const read = await nearKin.review(other, requestId);
    if (read.__typename !== 'ReviewKinshipSuccess') throw new Error(read.__typename);
    expect(await nearKin.prove(staff, requestId, 'COURT_DECLARATION')).toMatchObject({ __typename: 'ProveKinshipSuccess', finding: null });
    expect(await nearKin.confirm(other, requestId, read.version)).toMatchObject({ __typename: 'RequestChangedMeanwhile' });
    const again = await nearKin.review(other, requestId);
    expect(again).toMatchObject({ kinStatement: { deathProof: 'COURT_DECLARATION' } });
    expect(await second(other, requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
    expect(await nearKin.prove(staff, requestId, 'DEATH_CERTIFICATE')).toMatchObject({ finding: 'MAY_SEE' });
    expect(await nearKin.review(other, requestId)).toMatchObject({ kinStatement: { deathProof: 'COURT_DECLARATION' } });
    await expect(world.orm.em.fork().execute(`update kin_statement set death_proof = 'DEATH_CERTIFICATE' where data_request_id = ?`, [requestId])).rejects.toThrow(/kin_statement/);
  });

  it('is confirmed by an office above, never by one below, beside or outside of the area', async () => {
    const { identity } = await mother();
    const ofCounty = await proven(identity, '330106', true);
    expect(await second(await registrar('330105'), ofCounty.requestId)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await second(await registrar('330200'), ofCounty.requestId)).toMatchObject({ __typename: 'InvalidInput' });
    expect(await second(await registrar('330100'), ofCounty.requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
    const ofCity = await proven(identity, '330100', true);
    expect(await second(await registrar('330106'), ofCity.requestId)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    expect(await second(await registrar('330100'), ofCity.requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
  });

  it('is not confirmed before the papers were seen, for what is no such request, nor once it is closed, and by no other role', async () => {
    const child = await world.citizen();
    const requestId = await filedNearKin(child, aboutParent(person()));
    expect(await second(await registrar(), requestId)).toMatchObject({ __typename: 'KinshipNotProven' });
    expect(await second(await registrar(), randomUUID())).toMatchObject({ __typename: 'InvalidInput' });
    const closed = await proven(person());
    await nearKin.answer(closed.staff, closed.requestId, 'NOTHING_HELD');
    expect(await second(await registrar(), closed.requestId)).toMatchObject({ __typename: 'RequestClosed' });
    for (const caller of [child, await world.staff({ role: 'COORDINATOR', divisionCode: '330000' }), await world.staff({ role: 'AUDITOR', divisionCode: '330000' })]) {
      await expect(nearKin.review(caller, requestId)).rejects.toThrow('FORBIDDEN');
      await expect(nearKin.confirm(caller, requestId, 1)).rejects.toThrow('FORBIDDEN');
    }
  });

  it('is not handed over by who confirmed, who cannot take the request over either', async () => {
    const { identity } = await mother();
    const { requestId } = await proven(identity);
    const manager = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    expect(await second(manager, requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
    expect(await nearKin.take(manager, requestId)).toMatchObject({ __typename: 'SecondPersonNeeded' });
    const third = await world.staff({ role: 'MANAGER', divisionCode: '330000' });
    expect(await nearKin.take(third, requestId)).toMatchObject({ __typename: 'TakeDataRequestSuccess' });
    expect(await nearKin.answer(third, requestId)).toMatchObject({ __typename: 'AnswerDataRequestSuccess', disclosure: { state: 'AGREED' } });
  });
});

describe('the second person', () => {
  it('finds the request in the queue, is shown who asks about whom and which papers were seen, and the sender sees that', async () => {
    const { child, staff, requestId } = await proven(person({ fullName: '金丝雀先人' }));
    const other = await registrar();
    expect(await waitingFor(other)).toContain(requestId);
    expect(await waitingFor(staff)).not.toContain(requestId);
    expect(await nearKin.review(other, requestId)).toMatchObject({ text: '想知道母亲生前的决定。', version: 2, kinStatement: { deceasedName: '金丝雀先人', deathProof: 'DEATH_CERTIFICATE', kinshipProof: 'HOUSEHOLD_REGISTER', confirmedAt: null } });
    expect(await readsOf(child)).toEqual(['REQUEST_READ', 'REQUEST_READ']);
    await second(other, requestId);
    expect(await waitingFor(await registrar())).not.toContain(requestId);
  });

  it('confirms what was read and nothing else: an old version is refused, and of two who confirm at once one does', async () => {
    const { requestId } = await proven(person());
    const [one, two] = [await registrar(), await registrar()];
    expect(await nearKin.confirm(one, requestId, 1)).toMatchObject({ __typename: 'RequestChangedMeanwhile' });
    const answers = await Promise.all([nearKin.confirm(one, requestId, 2), nearKin.confirm(two, requestId, 2)]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['ConfirmKinshipSuccess', 'RequestChangedMeanwhile']);
    const winner = answers[0].__typename === 'ConfirmKinshipSuccess' ? one : two;
    // The reply was lost, and they send it again.
    expect(await nearKin.confirm(winner, requestId, 2)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
  });

  it('is demanded by the database itself', async () => {
    const { requestId, staff } = await proven(person());
    const em = world.orm.em.fork();
    await expect(em.execute('update kin_statement set confirmed_at = now(), confirmed_by_id = proven_by_id where data_request_id = ?', [requestId])).rejects.toThrow('kin_statement_second_person');
    await expect(em.execute("update kin_statement set shown_at = now(), shown_by_id = ?, shown_key = 'x', shown_state = 'AGREED' where data_request_id = ?", [staff.accountId, requestId])).rejects.toThrow('kin_statement_handed_over');
    const other = await registrar();
    await second(other, requestId);
    await expect(em.execute("update kin_statement set shown_at = now(), shown_by_id = ?, shown_key = 'x', shown_state = 'AGREED' where data_request_id = ?", [other.accountId, requestId])).rejects.toThrow('kin_statement_handed_over');
    await expect(em.execute('update kin_statement set confirmed_at = null, confirmed_by_id = null where data_request_id = ?', [requestId])).rejects.toMatchObject({ code: '23001' });
  });
});

describe('a hand-over whose reply was lost', () => {
  const key = randomUUID();

  it('is told the same again to the same request, whatever was decided since, and is one disclosure', async () => {
    const { identity, caller } = await mother();
    const { staff, requestId } = await proven(identity);
    await second(await registrar(), requestId);
    const first = await nearKin.answer(staff, requestId, null, '请带证件来领取。', key);
    expect(first).toMatchObject({ disclosure: { state: 'AGREED' } });
    await deciding.withdraw(caller, 1);
    await caller.run(StateAfterDeathAccessDocument, { input: { setting: 'NOBODY_BEYOND_LAW' } });
    expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', key)).toEqual(first);
    expect(await readsOf(caller)).toEqual(['NEAR_KIN_READ']);
    const steps = await world.orm.em.fork().execute<object[]>('select from data_request_step where data_request_id = ?', [requestId]);
    expect(steps).toHaveLength(3);
  });

  it('sent eight times at once hands over once, and each is told the same', async () => {
    const { identity, caller } = await mother();
    const { staff, requestId } = await proven(identity);
    await second(await registrar(), requestId);
    const once = randomUUID();
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => nearKin.answer(staff, requestId, null, '请带证件来领取。', once)));
    expect(first).toMatchObject({ disclosure: { state: 'AGREED' } });
    for (const other of others) expect(other).toEqual(first);
    expect(await readsOf(caller)).toEqual(['NEAR_KIN_READ']);
  });

  it('is told to nobody else, under no other key, in no other words, for no other request, and not after a quarter of an hour', async () => {
    const { identity } = await mother();
    const { staff, requestId } = await proven(identity);
    await second(await registrar(), requestId);
    const own = randomUUID();
    for (const faulty of [null, 'short', '33010619800517002X']) expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', faulty)).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ path: ['idempotencyKey'] })] });
    expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', own)).toMatchObject({ disclosure: { state: 'AGREED' } });
    expect(await nearKin.answer(await registrar(), requestId, null, '请带证件来领取。', own)).toMatchObject({ __typename: 'RequestClosed' });
    expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', randomUUID())).toMatchObject({ __typename: 'RequestClosed' });
    expect(await nearKin.answer(staff, requestId, null, '别的话。', own)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    const next = await proven(identity);
    await nearKin.take(staff, next.requestId);
    expect(await nearKin.answer(staff, next.requestId, null, '请带证件来领取。', own)).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    world.wait(14 * 60_000);
    expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', own)).toMatchObject({ disclosure: { state: 'AGREED' } });
    world.wait(60_001);
    expect(await nearKin.answer(staff, requestId, null, '请带证件来领取。', own)).toMatchObject({ __typename: 'RequestClosed' });
  });
});
