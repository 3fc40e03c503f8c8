import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { FileDataRequestDocument, MyDataRecipientsDocument } from '../../../schema/generated/graphql.ts';
import { FamilyMessage } from '../../../server/src/family/family-message.entity.ts';
import type { Caller } from '../../kit/caller.ts';
import { choicesOf, deciding, disavow, latestOf, ownPage } from '../../kit/decisions.ts';
import { plainClient } from '../../kit/deeds.ts';
import { family, opened, otherCode, ownMessages, restrict, told } from '../../kit/family.ts';
import { createWorld, NOW, person } from '../../kit/world.ts';

const DAY = 86_400_000;
const NOT_OPEN = { __typename: 'FamilyMessageNotOpen', code: 'FAMILY_MESSAGE_NOT_OPEN' };

const world = await createWorld();
const database = await plainClient(world.databaseUrl);
afterAll(() => database.end());

async function donor(identity: Partial<ReturnType<typeof person>> = {}): Promise<Caller> {
  const citizen = await world.citizen(identity);
  await deciding.register(citizen);
  return citizen;
}

describe('a message to the family', () => {
  it('says to whoever has link and code what the person decided, with the name masked and no number of anybody', async () => {
    const identity = person({ fullName: '金丝雀本人' });
    const citizen = await donor(identity);
    const link = await told(citizen);
    const shown = await opened(world, link);
    expect(shown).toMatchObject({ maskedName: '*丝雀本人', label: '女儿', content: 'WHOLE_DECISION', isStanding: true, contested: false, state: 'AGREED', hasChanged: false, answer: null });
    expect(shown.choices).toHaveLength(12);
    for (const secret of ['金丝雀本人', identity.documentNumber, identity.phone ?? '', '西湖']) expect(JSON.stringify(shown)).not.toContain(secret);
  });

  it('says only that there is a decision when the person wants no more: neither yes nor no, no item and no date', async () => {
    const link = await told(await donor(), { content: 'DECIDED' });
    expect(await opened(world, link)).toMatchObject({ content: 'DECIDED', isStanding: true, state: null, choices: [], recordedAt: null });
    const refuser = await world.citizen();
    await deciding.refuse(refuser, null);
    expect(await opened(world, await told(refuser, { content: 'DECIDED' }))).toMatchObject({ isStanding: true, state: null, choices: [] });
  });

  it('shows what stands when it is read: a change is told, a withdrawal leaves no wish to be read', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    await deciding.reaffirm(citizen, 1);
    expect(await opened(world, link)).toMatchObject({ state: 'AGREED', hasChanged: false });
    await deciding.edit(citizen, 2, choicesOf('AGREE', { HEART: 'REFUSE' }));
    const changed = await opened(world, link);
    expect(changed).toMatchObject({ state: 'AGREED', hasChanged: true });
    expect(changed.choices.find(({ item }) => item === 'HEART')?.choice).toBe('REFUSE');
    await deciding.withdraw(citizen, 3);
    expect(await opened(world, link)).toMatchObject({ state: 'WITHDRAWN', isStanding: false, hasChanged: true, choices: [] });
  });

  it('tells nothing of a decision that its owner says was not theirs', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    await disavow(citizen, (await latestOf(citizen)).id);
    expect(await opened(world, link)).toMatchObject({ contested: true, isStanding: false, state: null, choices: [], recordedAt: null });
    expect(await family.tell(citizen)).toMatchObject({ __typename: 'DecisionFrozen' });
  });

  it('opens also with a code that was typed with spaces or wide digits', async () => {
    const link = await told(await donor());
    const wide = link.code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));
    expect((await opened(world, { ...link, code: ` ${wide.slice(0, 3)} ${wide.slice(3)}` })).label).toBe('女儿');
  });
});

describe('making a message', () => {
  it('needs a decision that stands, a strong sign-in and one of the last two minutes', async () => {
    expect(await family.tell(await world.citizen())).toMatchObject({ __typename: 'NoStandingDecision' });
    const withdrawn = await donor();
    await deciding.withdraw(withdrawn, 1);
    expect(await family.tell(withdrawn)).toMatchObject({ __typename: 'NoStandingDecision' });
    expect(await family.tell(await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' }))).toMatchObject({ __typename: 'AssuranceTooLow' });
    const late = await donor();
    world.wait(121_000);
    expect(await family.tell(late)).toMatchObject({ __typename: 'FreshSignInNeeded' });
  });

  it.each([
    ['', 'REQUIRED'],
    ['  ', 'REQUIRED'],
    ['女'.repeat(21), 'TOO_LONG'],
    ['女儿 13900001111', 'FORBIDDEN_CHARACTER'],
    ['女儿 139-0000-1111', 'FORBIDDEN_CHARACTER'],
    ['女\u202E儿', 'FORBIDDEN_CHARACTER'],
  ])('takes no label like “%s”', async (label, code) => {
    expect(await family.tell(await donor(), { label })).toMatchObject({ __typename: 'InvalidInput', problems: [expect.objectContaining({ path: ['label'], code })] });
  });

  it('takes no key that could be a number of somebody, nor one that is too short', async () => {
    const citizen = await donor();
    for (const idempotencyKey of ['short', '330106198005170011']) expect(await family.tell(citizen, { idempotencyKey })).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('gives the same link and code to a retry, makes no second message, and refuses the key for another', async () => {
    const citizen = await donor();
    const idempotencyKey = randomUUID();
    const first = await told(citizen, { idempotencyKey });
    expect(await told(citizen, { idempotencyKey })).toEqual(first);
    expect(await ownMessages(citizen)).toHaveLength(1);
    expect(await family.tell(citizen, { idempotencyKey, label: '儿子' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('made twice at once with one key is one message', async () => {
    const citizen = await donor();
    const idempotencyKey = randomUUID();
    const both = await Promise.all([told(citizen, { idempotencyKey }), told(citizen, { idempotencyKey })]);
    expect(both[0]).toEqual(both[1]);
    expect(await ownMessages(citizen)).toHaveLength(1);
  });

  it('gives the same key of two people different links', async () => {
    const idempotencyKey = randomUUID();
    const [one, other] = [await told(await donor(), { idempotencyKey }), await told(await donor(), { idempotencyKey })];
    expect(one.secret).not.toBe(other.secret);
    expect(one.secret).toMatch(/^[\w-]{43}$/);
    expect(one.code).toMatch(/^\d{6}$/);
  });

  it('is possible ten times a day', async () => {
    const citizen = await donor();
    for (let time = 0; time < 10; time++) await told(citizen);
    expect(await family.tell(citizen)).toMatchObject({ __typename: 'TooManyRequests' });
  });

  it('is not possible on a restricted record', async () => {
    const citizen = await donor();
    await restrict(world, citizen);
    expect(await family.tell(citizen)).toMatchObject({ __typename: 'RecordRestricted' });
  });
});

describe('a family member', () => {
  it('may say that they know, or that they do not want to take part, or nothing; the maker sees it and nobody else', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    const reader = world.anonymous();
    expect((await ownMessages(citizen))[0]?.answer).toBeNull();
    expect(await family.answer(reader, link, 'ACKNOWLEDGED')).toMatchObject({ __typename: 'AnswerFamilyMessageSuccess', answer: 'ACKNOWLEDGED' });
    expect((await ownMessages(citizen))[0]?.answer).toBe('ACKNOWLEDGED');
    world.wait(1_000);
    await family.answer(reader, link, 'DECLINED');
    expect((await ownMessages(citizen))[0]?.answer).toBe('DECLINED');
    expect((await opened(world, link)).answer).toBe('DECLINED');
    expect(await ownMessages(await donor())).toEqual([]);
  });

  it('changes nothing in the register by what they say', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    const before = await ownPage(citizen);
    await family.answer(world.anonymous(), link, 'DECLINED');
    expect(await ownPage(citizen)).toEqual(before);
  });

  it('who says the same twice has said it once', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    for (let time = 0; time < 2; time++) await family.answer(world.anonymous(), link, 'ACKNOWLEDGED');
    expect((await ownMessages(citizen))[0]?.steps.map(({ kind }) => kind)).toEqual(['ACKNOWLEDGED']);
  });

  it('cannot answer with a wrong code, and such a try counts like any other', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    expect(await family.answer(world.anonymous(), { ...link, code: otherCode(link.code) }, 'ACKNOWLEDGED')).toMatchObject(NOT_OPEN);
    expect((await ownMessages(citizen))[0]).toMatchObject({ answer: null, steps: [expect.objectContaining({ kind: 'WRONG_CODE' })] });
  });
});

describe('the person who told', () => {
  it('sees each opening, and finds it among those who received their data', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    await opened(world, link);
    world.wait(1_000);
    await opened(world, link);
    expect((await ownMessages(citizen))[0]).toMatchObject({ label: '女儿', state: 'OPEN', timesOpened: 2 });
    const { viewer } = await citizen.run(MyDataRecipientsDocument, { first: 20, after: null });
    expect(viewer?.personalData?.recipients.nodes.map(({ kind }) => kind)).toEqual(['FAMILY_MESSAGE', 'FAMILY_MESSAGE']);
  });

  it('takes a message back, twice is once, and nobody else can', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    expect(await family.takeBack(await donor(), link.id)).toMatchObject({ __typename: 'InvalidInput' });
    expect((await opened(world, link)).label).toBe('女儿');
    const first = await family.takeBack(citizen, link.id);
    world.wait(1_000);
    expect(await family.takeBack(citizen, link.id)).toEqual(first);
    expect(await family.open(world.anonymous(), link)).toMatchObject(NOT_OPEN);
    expect((await ownMessages(citizen))[0]?.state).toBe('TAKEN_BACK');
    expect(await family.takeBack(citizen, 'not an id')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('may take a message back long after signing in', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    world.wait(10 * 60_000);
    expect(await family.takeBack(citizen, link.id)).toMatchObject({ __typename: 'TakeBackFamilyMessageSuccess' });
  });

  it('is not asked who the reader is: nothing of them is in the register or in the audit', async () => {
    const citizen = await donor();
    await opened(world, await told(citizen));
    const { data } = await world.anonymous().query('{ __type(name: "FamilyMessageStep") { fields { name } } }');
    expect((data?.['__type'] as { fields: { name: string }[] }).fields.map(({ name }) => name)).toEqual(['id', 'kind', 'at']);
    const rows = await world.orm.em.fork().execute<{ actor_kind: string; session_id: string | null }[]>("select actor_kind, session_id from audit_entry where operation = 'openFamilyMessage'");
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toEqual({ actor_kind: 'ANONYMOUS', session_id: null });
  });

  it('has told nobody any more once they are erased', async () => {
    const citizen = await donor();
    const link = await told(citizen);
    await deciding.withdraw(citizen, 1);
    const { fileDataRequest } = await citizen.run(FileDataRequestDocument, { input: { kind: 'ERASURE', text: null } });
    if (fileDataRequest.__typename !== 'FileDataRequestSuccess') throw new Error(fileDataRequest.__typename);
    const staff = await world.staff({ role: 'REGISTRAR' });
    const requestId = fileDataRequest.request.id;
    await staff.query('mutation ($id: ID!) { takeDataRequest(input: { requestId: $id }) { __typename } }', { id: requestId });
    await staff.query('mutation ($id: ID!) { answerDataRequest(input: { requestId: $id, sentence: "已删除。" }) { __typename } }', { id: requestId });
    expect(await family.open(world.anonymous(), link)).toMatchObject(NOT_OPEN);
    expect(await world.orm.em.fork().findOneOrFail(FamilyMessage, { id: link.id })).toMatchObject({ linkDigest: null, codeDigest: null, sealedLabel: null });
  });

  it('has told for thirty days: a second before the end the link opens, at the end it does not', async () => {
    const later = await createWorld();
    const citizen = await later.citizen();
    await deciding.register(citizen);
    const link = await told(citizen);
    later.wait(30 * DAY - 1_000);
    expect((await opened(later, link)).expiresAt).toBe(new Date(NOW.getTime() + 30 * DAY).toISOString());
    later.wait(1_000);
    expect(await family.open(later.anonymous(), link)).toMatchObject(NOT_OPEN);
  });
});

describe('what is kept of a message', () => {
  it('holds neither link nor code nor label in clear, in no column and no log', async () => {
    const citizen = await donor();
    const link = await told(citizen, { label: '金丝雀称呼' });
    await opened(world, link);
    const rows = await world.orm.em.fork().execute<object[]>('select encode(link_digest, \'escape\') as l, encode(code_digest, \'escape\') as c, encode(sealed_label, \'escape\') as s, encode(request_digest, \'escape\') as r, id, content from family_message');
    const kept = JSON.stringify(rows) + world.logged.join('\n') + JSON.stringify(await world.orm.em.fork().execute('select changes from audit_entry'));
    for (const secret of [link.secret, `"${link.code}"`, '金丝雀称呼', Buffer.from(link.secret, 'base64url').toString('hex')]) expect(kept).not.toContain(secret);
  });

  it.each([
    ["update family_message set content = 'DECIDED'"],
    ["update family_message set expires_at = expires_at + interval '1 day'"],
    ['update family_message set link_digest = sha256(link_digest)'],
    ['delete from family_message'],
    ["update family_message_step set kind = 'ACKNOWLEDGED'"],
    ['delete from family_message_step'],
  ])('cannot be altered: %s', async (statement) => {
    const { rows } = await database.query<{ n: string }>('select (select count(*) from family_message) * (select count(*) from family_message_step) as n');
    expect(Number(rows[0]?.n)).toBeGreaterThan(0);
    // As the owner of the tables, whom no grant limits.
    await expect(database.query(statement)).rejects.toMatchObject({ code: '23001' });
  });

  it('is labelled anew by nobody but the owner of the tables, who seals it under new keys', async () => {
    await expect(world.orm.em.fork().execute('update family_message set sealed_label = code_digest')).rejects.toMatchObject({ code: '23001' });
  });
});
