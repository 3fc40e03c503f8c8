import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { afterAll, describe, expect, it, test } from 'vitest';
import { createApp } from '../../../server/src/app.ts';
import { memoryLimits } from '../../../server/src/graphql/limits.ts';
import { createLog } from '../../../server/src/log.ts';
import { changePartnerKeys } from '../../../server/src/partners/change-partner-keys.ts';
import { suspendPartner } from '../../../server/src/partners/suspend-partner.ts';
import { DivisionsDocument } from '../../../schema/generated/graphql.ts';
import { Caller } from '../../kit/caller.ts';
import { deciding } from '../../kit/decisions.ts';
import { ownerOf, partner, partnerToken, PUBLIC_URL } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_PUBLIC_URL: PUBLIC_URL });
const owner = await ownerOf(world.databaseUrl);
let now = NOW;
const production = await createApp({ ...world.config, mode: 'production' }, world.orm, { vault: world.vault, identityProviders: [], limits: memoryLimits(), log: createLog('silent'), now: () => now });
afterAll(() => production.close());
const http = supertest(production.app);

const app = await partner(owner, NOW);
const deed = () => ({ now, requestId: randomUUID() });
/** A token of the moment. */
const callerFor = async (made = app, scopes?: Parameters<typeof partnerToken>[3]) => new Caller(http, await partnerToken(owner, now, made, scopes));
const codeOf = async (caller: Caller, query = '{ divisions { code } }') => {
  const { status, data, errors } = await caller.query(query);
  return errors ? `${status} ${errors[0]?.extensions.code}` : data && 'answered';
};

describe('a partner in production', () => {
  it('asks in its own words, where citizens and staff send ids', async () => {
    const staff = new Caller(http, (await world.staff({ role: 'MANAGER' })).token);
    const citizen = new Caller(http, (await world.citizen()).token);
    const all = await Promise.all([callerFor(), staff, citizen, new Caller(http, null)].map(async (caller) => codeOf(await caller)));
    expect(all).toEqual(['answered', ...Array.from({ length: 3 }, () => '400 PERSISTED_DOCUMENT_REQUIRED')]);
  });

  it('may ask the schema about itself, and nobody else may', async () => {
    const question = '{ __schema { queryType { name } } __type(name: "Division") { kind } }';
    const caller = await callerFor();
    expect((await caller.query(question)).data).toEqual({ __schema: { queryType: { name: 'Query' } }, __type: { kind: 'OBJECT' } });
    expect(await codeOf(new Caller(http, null), question)).toBe('400 PERSISTED_DOCUMENT_REQUIRED');
  });

  it('is helped when a word is wrong', async () => {
    const { errors } = await (await callerFor()).post({ query: '{ division(code: "330106") { nam } }' }, { 'accept-language': 'en' });
    expect(errors?.[0]?.message).toContain('Did you mean "name"');
  });

  it('may send our own documents by id, too', async () => {
    expect((await (await callerFor()).ask(DivisionsDocument, { parentCode: '330100' })).data).toMatchObject({ divisions: expect.any(Array) });
  });

  it('reads what its token was given for and nothing else', async () => {
    const [directory, policy, none] = [await callerFor(app, ['directory:read']), await callerFor(app, ['policy:read']), await callerFor(app, [])];
    const rules = '{ donationPolicy { minimumAge } }';
    expect(await Promise.all([codeOf(directory), codeOf(policy), codeOf(none)])).toEqual(['answered', '200 FORBIDDEN', '200 FORBIDDEN']);
    expect(await Promise.all([codeOf(directory, rules), codeOf(policy, rules), codeOf(none, rules)])).toEqual(['200 FORBIDDEN', 'answered', '200 FORBIDDEN']);
    expect(await codeOf(none, '{ __typename }')).toBe('answered');
  });

  it('loses a scope at once when the partner loses it', async () => {
    const reader = await partner(owner, NOW, { scopes: ['policy:read'] });
    expect(await codeOf(await callerFor(reader, ['policy:read', 'directory:read']))).toBe('200 FORBIDDEN');
  });
});

describe('a partner’s token counts no more', () => {
  const ended = '401 UNAUTHENTICATED';

  test('after ten minutes, and the answer says that it was the token', async () => {
    const caller = await callerFor();
    now = new Date(now.getTime() + 599_000);
    expect(await codeOf(caller)).toBe('answered');
    now = new Date(now.getTime() + 1_000);
    expect(await codeOf(caller)).toBe(ended);
    const answer = await http.post('/graphql').set('authorization', `Bearer ${caller.token}`).send({ query: '{ __typename }' });
    expect([answer.headers['www-authenticate'], answer.body.data]).toEqual(['Bearer error="invalid_token"', undefined]);
  });

  test('from the moment of the suspension', async () => {
    const made = await partner(owner, NOW);
    const caller = await callerFor(made);
    expect(await codeOf(caller)).toBe('answered');
    await suspendPartner(owner, made.id, true, deed());
    expect(await codeOf(caller)).toBe(ended);
  });

  test('from the moment at which the key ends that it was given for', async () => {
    const made = await partner(owner, NOW);
    const caller = await callerFor(made);
    await changePartnerKeys(owner, made.id, { add: [], end: { kid: made.publicKey.kid, at: now } }, deed());
    expect(await codeOf(caller)).toBe(ended);
  });

  test('when a letter of it is another, or it is nobody’s', async () => {
    const { token } = await callerFor();
    for (const wrong of [`${token?.slice(0, -1)}${token?.endsWith('A') ? 'B' : 'A'}`, 'partner.', 'partner.null', `partner.${'x'.repeat(8_000)}`, 'partner.\' or 1=1 --']) expect(await codeOf(new Caller(http, wrong))).toBe(ended);
  });
});

describe('to what is people’s a partner is nobody', () => {
  const personal = [
    '{ viewer { state } }',
    'mutation { signOut { __typename } }',
    'mutation { signIn(input: { method: ZHELIBAN_TICKET_ID, ticket: "x", container: OPEN_WEB }) { __typename } }',
    'mutation { stateWithdrawalReason(input: { decisionId: "00000000-0000-4000-8000-000000000000", reason: OTHER }) { __typename } }',
  ];

  it.each(personal)('%s is closed, whoever is on the register', async (query) => {
    const caller = await callerFor();
    const before = await caller.query(query);
    await deciding.register(await world.citizen());
    const after = await caller.query(query);
    expect(before.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect({ ...after, errors: after.errors?.map(({ message }) => message) }).toEqual({ ...before, errors: before.errors?.map(({ message }) => message) });
  });

  it('has a token that opens no session of a person, and a person’s token opens no partner’s door', async () => {
    const [{ token }, citizen, staff] = [await callerFor(), await world.citizen(), await world.staff({ role: 'COORDINATOR' })];
    const bare = token?.replace('partner.', '') ?? '';
    for (const disguised of [bare, `staff.${bare}`]) expect((await new Caller(world.http, disguised).query('{ viewer { state } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    for (const disguised of [`partner.${citizen.token}`, `partner.${staff.token}`, staff.token?.replace('staff.', 'partner.') ?? '']) expect(await codeOf(new Caller(http, disguised))).toBe('401 UNAUTHENTICATED');
  });
});
