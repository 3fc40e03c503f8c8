import supertest from 'supertest';
import { afterAll, describe, expect, it, test } from 'vitest';
import { createApp } from '../../../server/src/app.ts';
import { memoryLimits } from '../../../server/src/graphql/limits.ts';
import { createLog } from '../../../server/src/log.ts';
import { ownerOf, partner, partnerToken, PUBLIC_URL, type TestPartner } from '../../kit/partners.ts';
import { createWorld, NOW } from '../../kit/world.ts';

const world = await createWorld({ SANXIAN_PUBLIC_URL: PUBLIC_URL, SANXIAN_PARTNER_POINTS: '100' });
const owner = await ownerOf(world.databaseUrl);
let now = NOW;
const start = () => createApp({ ...world.config, mode: 'production' }, world.orm, { vault: world.vault, identityProviders: [], limits: memoryLimits(), log: createLog('silent'), now: () => now });
const [production, another] = [await start(), await start()];
afterAll(() => Promise.all([production.close(), another.close()]));

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
  readonly extensions?: { readonly cost?: { readonly requested: number; readonly remaining: number; readonly resetAt: string; readonly limit: number } };
}
interface Told {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: Answer;
}

const askAs = (token: string, server = production) => async (query: string, variables: object = {}): Promise<Told> => {
  const { status, headers, body } = await supertest(server.app).post('/graphql').set({ authorization: `Bearer ${token}`, 'accept-language': 'en' }).send({ query, variables });
  return { status, retryAfter: headers['retry-after'], body: body as Answer };
};
const somebody = async (wish: Parameters<typeof partner>[2] = {}): Promise<{ made: TestPartner; token: string; ask: ReturnType<typeof askAs> }> => {
  const made = await partner(owner, now, wish);
  const token = await partnerToken(owner, now, made);
  return { made, token, ask: askAs(token) };
};
const page = (first: number) => `{ organisations(first: ${first}) { nodes { name } } }`;

describe('every answer to a partner', () => {
  it('tells what it cost, what is left, when the budget is whole again and how much that is', async () => {
    const { ask } = await somebody();
    expect((await ask(page(100))).body.extensions).toEqual({ cost: { requested: 4, remaining: 96, resetAt: '2026-11-23T09:00:00.000Z', limit: 100 } });
    expect((await ask('{ __typename }')).body.extensions?.cost).toMatchObject({ requested: 1, remaining: 95, resetAt: '2026-11-23T09:00:00.000Z' });
  });

  it.each([
    ['a document that is no GraphQL', '{', 1],
    ['a document that does not fit', '{ nothing }', 1],
    ['a value of the wrong kind', 'query ($c: String!) { division(code: $c) { name } }', 2],
    ['a field that is closed', '{ viewer { state } }', 2],
    ['a document that asks for too much', `{ organisations(first: 100) { nodes { children(first: 100) { nodes { id } } } } }`, 1],
    ['no document', '', 1],
  ])('tells it also for %s', async (_, query, requested) => {
    const { ask } = await somebody();
    const { body } = await ask(query);
    expect(body.errors).toHaveLength(1);
    expect(body.extensions?.cost).toMatchObject({ requested, remaining: 100 - requested });
  });

  it('tells it also for what is no request at all, and for a document that we do not know', async () => {
    const { token } = await somebody();
    const post = (body: string) => supertest(production.app).post('/graphql').set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' }).send(body);
    const remaining = async (body: string) => ((await post(body)).body as Answer).extensions?.cost?.remaining;
    expect([await remaining('{'), await remaining('{"documentId":"sha256:0"}'), await remaining(JSON.stringify({ query: 'x'.repeat(110_000) }))]).toEqual([99, 98, 97]);
  });

  it('but nobody else’s answer does', async () => {
    const { body } = await world.http.post('/graphql').send({ query: '{ __typename }' });
    expect(body).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('a partner whose budget is used up', () => {
  it('is refused with the limit that it broke and the seconds to wait, and pays nothing for it', async () => {
    const { ask } = await somebody();
    for (let spent = 0; spent < 96; spent += 4) await ask(page(100));
    now = new Date(NOW.getTime() + 60_000);
    expect((await ask('{ __typename }')).body.extensions?.cost?.remaining).toBe(3);
    const { status, retryAfter, body } = await ask(page(100));
    expect([status, retryAfter, body.data]).toEqual([429, '3540', undefined]);
    expect(body.errors?.[0]).toMatchObject({ message: 'The budget of this hour is used up. Please try again later.', extensions: { code: 'TOO_MANY_REQUESTS', limit: 'pointsPerHour', allowed: 100, requested: 4, remaining: 3 } });
    expect(body.extensions?.cost).toEqual({ requested: 4, remaining: 3, resetAt: '2026-11-23T09:00:00.000Z', limit: 100 });
    // What is left is still there for what it is enough for.
    expect((await ask('{ __typename }')).body.extensions?.cost?.remaining).toBe(2);
    now = NOW;
  });

  test('may ask again when the hour is over', async () => {
    const { made, ask } = await somebody();
    for (let spent = 0; spent < 100; spent += 4) await ask(page(100));
    expect((await ask('{ __typename }')).status).toBe(429);
    now = new Date(NOW.getTime() + 3_600_000);
    expect((await askAs(await partnerToken(owner, now, made))('{ __typename }')).body.extensions?.cost).toMatchObject({ remaining: 99, resetAt: '2026-11-23T10:00:00.000Z' });
    now = NOW;
  });

  it('has used it up on every server, whichever answers, and never spends more by asking at the same moment', async () => {
    const { token } = await somebody();
    const asked = await Promise.all(Array.from({ length: 40 }, (_, index) => askAs(token, index % 2 ? production : another)(page(100))));
    const answered = asked.filter(({ body }) => body.data);
    expect([answered.length, asked.filter(({ status }) => status === 429).length]).toEqual([25, 15]);
    expect(Math.min(...answered.map(({ body }) => body.extensions?.cost?.remaining ?? 0))).toBe(0);
  });

  it('leaves the budgets of others alone', async () => {
    const [one, other] = [await somebody(), await somebody()];
    for (let spent = 0; spent < 100; spent += 4) await one.ask(page(100));
    expect((await other.ask('{ __typename }')).body.extensions?.cost?.remaining).toBe(99);
  });
});

test('a partner with a budget of its own has that one', async () => {
  const { ask } = await somebody({ pointsPerHour: 20_000 });
  expect((await ask('{ __typename }')).body.extensions?.cost).toMatchObject({ remaining: 19_999, limit: 20_000 });
});
