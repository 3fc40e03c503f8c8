import { describe, expect, it } from 'vitest';
import { FileDataRequestDocument, MyDataDocument, MyDataRecipientsDocument, StateAfterDeathAccessDocument, WithdrawDataRequestDocument } from '../../../schema/generated/graphql.ts';
import { maskDocumentNumber } from '../../../server/src/identity/masking.ts';
import type { VerifiedIdentity } from '../../../server/src/identity/identity-provider.ts';
import type { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf } from '../../kit/decisions.ts';
import { restrict } from '../../kit/family.ts';
import { aboutParent, filedNearKin, nearKin, second } from '../../kit/near-kin.ts';
import { createWorld, person } from '../../kit/world.ts';

const world = await createWorld();
const province = { role: 'REGISTRAR', divisionCode: '330000' } as const;

/** Somebody who decided, in 西湖区, and has died since. */
async function mother(setting: 'NEAR_KIN_MAY' | 'NOBODY_BEYOND_LAW' | null = null): Promise<{ identity: VerifiedIdentity; caller: Caller }> {
  const identity = person({ fullName: '金丝雀母亲' });
  const caller = await world.citizen(identity);
  await deciding.register(caller);
  if (setting) await caller.run(StateAfterDeathAccessDocument, { input: { setting } });
  return { identity, caller };
}

/** A child's request that staff of the province have taken; the child lives nowhere that the register knows. */
async function taken(about: Pick<VerifiedIdentity, 'fullName' | 'documentNumber'>) {
  const child = await world.citizen();
  const staff = await world.staff(province);
  const requestId = await filedNearKin(child, aboutParent(about));
  await nearKin.take(staff, requestId);
  return { child, staff, requestId };
}

/** The same with the papers seen by one person and confirmed by another. */
async function confirmed(about: Pick<VerifiedIdentity, 'fullName' | 'documentNumber'>) {
  const request = await taken(about);
  expect(await nearKin.prove(request.staff, request.requestId)).toMatchObject({ __typename: 'ProveKinshipSuccess', finding: null });
  const other = await world.staff(province);
  expect(await second(other, request.requestId)).toMatchObject({ __typename: 'ConfirmKinshipSuccess' });
  return { ...request, other };
}

/** Somebody registers, withdraws, asks to be erased, and staff do it. */
async function erased(citizen: Caller): Promise<void> {
  await deciding.register(citizen);
  await deciding.withdraw(citizen, 1);
  const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'ERASURE', text: null } });
  if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
  const staff = await world.staff(province);
  await nearKin.take(staff, fileDataRequest.request.id);
  expect(await nearKin.answer(staff, fileDataRequest.request.id)).toMatchObject({ __typename: 'AnswerDataRequestSuccess', disclosure: null });
}

const requestOf = async (citizen: Caller) => (await citizen.run(MyDataDocument, {})).viewer?.personalData?.requests.nodes[0];

describe('a request of a near relative', () => {
  it('is answered alike whether or not the person was ever on the register, and asks nothing of it', async () => {
    const shape = (answer: unknown) => JSON.stringify(answer).replace(/"(id|receiptNumber)":"[^"]+"/g, '');
    const { identity } = await mother();
    const [known, unknown] = [await world.citizen(), await world.citizen()];
    const first = await nearKin.file(known, aboutParent(identity));
    const second = await nearKin.file(unknown, aboutParent(person({ fullName: '金丝雀母亲' })));
    expect(first.__typename).toBe('FileNearKinRequestSuccess');
    expect(shape(first)).toBe(shape(second));
  });

  it.each([
    [{ fullName: '' }, 'fullName'],
    [{ documentNumber: '330106198005170011' }, 'documentNumber'],
    [{ documentNumber: '' }, 'documentNumber'],
    [{ occasion: ' ' }, 'occasion'],
    [{ occasion: '想'.repeat(501) }, 'occasion'],
  ])('is not filed with %j', async (special, field) => {
    expect(await nearKin.file(await world.citizen(), aboutParent(person(), special))).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ path: [field] })] });
  });

  it('is not about oneself, not filed twice while one is open, not by a weak sign-in, and not by the door for one’s own data', async () => {
    const identity = person();
    const citizen = await world.citizen(identity);
    expect(await nearKin.file(citizen, aboutParent(identity))).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ code: 'UNKNOWN_VALUE' })] });
    await filedNearKin(citizen, aboutParent(person()));
    expect(await nearKin.file(citizen, aboutParent(person()))).toMatchObject({ __typename: 'RequestAlreadyOpen' });
    expect(await nearKin.file(await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }), aboutParent(person()))).toMatchObject({ __typename: 'AssuranceTooLow' });
    expect((await citizen.run(FileDataRequestDocument, { input: { kind: 'NEAR_KIN', text: 'x' } })).fileDataRequest.__typename).toBe('InvalidInput');
  });

  it('filed twice at once is one', async () => {
    const citizen = await world.citizen();
    const about = person();
    const answers = await Promise.all([nearKin.file(citizen, aboutParent(about)), nearKin.file(citizen, aboutParent(about))]);
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual(['FileNearKinRequestSuccess', 'RequestAlreadyOpen']);
  });

  it('is possible five times a day', async () => {
    const citizen = await world.citizen();
    for (let time = 0; time < 5; time++) {
      const requestId = await filedNearKin(citizen, aboutParent(person()));
      await citizen.run(WithdrawDataRequestDocument, { input: { requestId } });
    }
    expect(await nearKin.file(citizen, aboutParent(person()))).toMatchObject({ __typename: 'TooManyRequests' });
  });
});

describe('the papers', () => {
  it('are seen by whoever has taken the request, and nothing is told of the dead person by it', async () => {
    const { identity } = await mother('NEAR_KIN_MAY');
    const child = await world.citizen(person({ fullName: '金丝雀女儿', phone: '13900001234' }));
    const staff = await world.staff(province);
    const requestId = await filedNearKin(child, aboutParent(identity));
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ __typename: 'RequestNotYours' });
    const shown = await nearKin.take(staff, requestId);
    expect(shown).toMatchObject({ __typename: 'TakeDataRequestSuccess', text: '想知道母亲生前的决定。', kinStatement: { tie: 'CHILD', deceasedName: '金丝雀母亲', maskedDeceasedNumber: maskDocumentNumber('RESIDENT_ID_CARD', identity.documentNumber, 'ORDINARY'), senderName: '金丝雀女儿', senderPhone: '13900001234', provenAt: null } });
    expect(JSON.stringify(shown)).not.toMatch(/AGREED|SX-/);
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'KinshipNotProven' });
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ __typename: 'ProveKinshipSuccess', finding: null });
    expect(await world.orm.em.fork().execute("select from data_disclosure where kind = 'NEAR_KIN_READ'")).toEqual([]);
  });

  it('confirmed by a second person, it is told whether anything may be shown', async () => {
    const { identity } = await mother('NEAR_KIN_MAY');
    const { staff, requestId } = await confirmed(identity);
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ __typename: 'ProveKinshipSuccess', finding: 'MAY_SEE' });
  });

  it('once confirmed stay as they were seen', async () => {
    const { identity } = await mother();
    const { staff, requestId } = await confirmed(identity);
    await staff.query('mutation ($id: ID!) { proveKinship(input: { requestId: $id, deathProof: OTHER, kinshipProof: OTHER }) { __typename } }', { id: requestId });
    const rows = await world.orm.em.fork().execute<object[]>('select death_proof, kinship_proof from kin_statement where data_request_id = ?', [requestId]);
    expect(rows).toEqual([{ death_proof: 'DEATH_CERTIFICATE', kinship_proof: 'HOUSEHOLD_REGISTER' }]);
  });

  it('once told are on record with whom they are about, each time anew: somebody alive sees that staff looked for them', async () => {
    const { identity, caller } = await mother();
    const { staff, requestId } = await confirmed(identity);
    await nearKin.prove(staff, requestId);
    await nearKin.prove(staff, requestId);
    const recipients = (await caller.run(MyDataRecipientsDocument, { first: 20 })).viewer?.personalData?.recipients.nodes;
    expect(recipients?.map(({ kind, recipientName }) => [kind, recipientName])).toEqual([['NEAR_KIN_READ', '浙江省红十字会'], ['NEAR_KIN_READ', '浙江省红十字会']]);
  });

  it('are nothing to staff of another area, to other roles and to citizens', async () => {
    const { identity } = await mother();
    const { child, requestId } = await taken(identity);
    expect(await nearKin.prove(await world.staff({ role: 'REGISTRAR', divisionCode: '330300' }), requestId)).toMatchObject({ __typename: 'InvalidInput' });
    for (const caller of [child, await world.staff({ role: 'COORDINATOR', divisionCode: '330000' }), await world.staff({ role: 'AUDITOR', divisionCode: '330000' })]) {
      await expect(nearKin.prove(caller, requestId)).rejects.toThrow('FORBIDDEN');
    }
  });
});

describe('what the person arranged in life', () => {
  it('decides: with “near kin may”, and where nothing was said, what they decided is handed over once and goes on record', async () => {
    for (const setting of ['NEAR_KIN_MAY', null] as const) {
      const { identity } = await mother(setting);
      const { child, staff, requestId } = await confirmed(identity);
      const answered = await nearKin.answer(staff, requestId);
      expect(answered).toMatchObject({ __typename: 'AnswerDataRequestSuccess', disclosure: { state: 'AGREED', registrationNumber: expect.stringMatching(/^SX-/) } });
      if (answered.__typename === 'AnswerDataRequestSuccess') expect(answered.disclosure?.choices).toHaveLength(12);
      // The relative reads the sentence; what was decided is handed over by staff and stands nowhere on line.
      expect(await requestOf(child)).toMatchObject({ status: 'DONE', answer: '请带证件来领取。' });
      expect(JSON.stringify(await requestOf(child))).not.toMatch(/AGREED|SX-/);
      const [row] = await world.orm.em.fork().execute<{ shown_at: Date | null }[]>('select shown_at from kin_statement where data_request_id = ?', [requestId]);
      expect(row?.shown_at).not.toBeNull();
      expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'RequestClosed' });
    }
  });

  it('decides: with “nobody”, nothing is handed over, whoever asks', async () => {
    const { identity } = await mother('NOBODY_BEYOND_LAW');
    const { child, staff, requestId } = await confirmed(identity);
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ finding: 'ARRANGED_OTHERWISE' });
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'NearKinMayNotSee' });
    expect(await requestOf(child)).toMatchObject({ status: 'IN_PROGRESS', answer: null });
    expect(await nearKin.answer(staff, requestId, 'NOTHING_HELD', '没有可以提供的信息。')).toMatchObject({ __typename: 'AnswerDataRequestSuccess', disclosure: null });
    expect(await requestOf(child)).toMatchObject({ status: 'REFUSED', refusalReason: 'NOTHING_HELD' });
  });

  it('changed between the papers and the answer, the later word decides', async () => {
    const { identity, caller } = await mother('NEAR_KIN_MAY');
    const { staff, requestId } = await confirmed(identity);
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ finding: 'MAY_SEE' });
    await caller.run(StateAfterDeathAccessDocument, { input: { setting: 'NOBODY_BEYOND_LAW' } });
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ __typename: 'NearKinMayNotSee' });
  });

  it('is not betrayed by the reason of a refusal: one that says that something is held is not taken', async () => {
    const { identity } = await mother('NOBODY_BEYOND_LAW');
    const { staff, requestId } = await confirmed(identity);
    for (const reason of ['KEPT_BY_LAW', 'FROM_IDENTITY_PROVIDER'] as const) expect(await nearKin.answer(staff, requestId, reason)).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ path: ['refusalReason'] })] });
    expect(await nearKin.answer(staff, requestId, 'NOTHING_HELD')).toMatchObject({ __typename: 'AnswerDataRequestSuccess' });
  });

  it('is not there for a stranger to the register, for another name, or for a record that is only stored', async () => {
    const unknown = await confirmed(person());
    expect(await nearKin.prove(unknown.staff, unknown.requestId)).toMatchObject({ finding: 'NOTHING_HELD' });
    expect(await nearKin.answer(unknown.staff, unknown.requestId)).toMatchObject({ __typename: 'NearKinMayNotSee' });
    const { identity } = await mother();
    const misnamed = await confirmed({ ...identity, fullName: '演示他人' });
    expect(await nearKin.prove(misnamed.staff, misnamed.requestId)).toMatchObject({ finding: 'NOTHING_HELD' });
    const stored = await mother();
    await restrict(world, stored.caller);
    const asked = await confirmed(stored.identity);
    expect(await nearKin.prove(asked.staff, asked.requestId)).toMatchObject({ finding: 'ARRANGED_OTHERWISE' });
  });

  it('is told as a hospital is told it: an agreement that the person said was not theirs is contested, neither an agreement nor withdrawn', async () => {
    const { identity, caller } = await mother();
    await disavow(caller, (await latestOf(caller)).id);
    const { staff, requestId } = await confirmed(identity);
    await nearKin.prove(staff, requestId);
    expect(await nearKin.answer(staff, requestId)).toMatchObject({ disclosure: { state: 'CONTESTED', choices: [], recordedAt: null } });
  });

  it('is told as what the person did themselves where nothing is contested: withdrawn is withdrawn, refused is refused', async () => {
    for (const [deed, state] of [['withdraw', 'WITHDRAWN'], ['refuse', 'REFUSED']] as const) {
      const { identity, caller } = await mother();
      await deciding.withdraw(caller, 1);
      if (deed === 'refuse') await deciding.refuse(caller, 2);
      const { staff, requestId } = await confirmed(identity);
      await nearKin.prove(staff, requestId);
      expect(await nearKin.answer(staff, requestId)).toMatchObject({ disclosure: { state, recordedAt: expect.any(String) } });
    }
  });
});

describe('a relative who was erased meanwhile', () => {
  it('has nobody who could be handed anything: the papers cannot be put on record, nothing is granted, and the request can be refused', async () => {
    const { identity } = await mother();
    const { child, staff, requestId } = await taken(identity);
    const proven = await confirmed(identity);
    const waiting = await taken(identity);
    await nearKin.prove(waiting.staff, waiting.requestId);
    for (const sender of [child, proven.child, waiting.child]) await erased(sender);
    expect(await nearKin.prove(staff, requestId)).toMatchObject({ __typename: 'RequestClosed' });
    expect(await nearKin.prove(proven.staff, proven.requestId)).toMatchObject({ __typename: 'RequestClosed' });
    expect(await nearKin.answer(proven.staff, proven.requestId)).toMatchObject({ __typename: 'RequestClosed' });
    expect(await nearKin.review(await world.staff(province), waiting.requestId)).toMatchObject({ __typename: 'RequestClosed' });
    for (const each of [{ staff, requestId }, proven, waiting]) expect(await nearKin.answer(each.staff, each.requestId, 'OTHER')).toMatchObject({ __typename: 'AnswerDataRequestSuccess' });
  });
});

describe('what is kept of such a request', () => {
  it('holds no name and no number in clear, and none of it is in the log or the audit', async () => {
    const { identity } = await mother();
    const { staff, requestId } = await taken(identity);
    await nearKin.prove(staff, requestId);
    const em = world.orm.em.fork();
    const kept = JSON.stringify([await em.execute("select tie, encode(sealed_statement, 'escape') as s from kin_statement"), await em.execute('select changes from audit_entry'), world.logged]);
    for (const secret of ['金丝雀', identity.documentNumber]) expect(kept).not.toContain(secret);
  });
});
