import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MyDataRecipientsDocument } from '../../../schema/generated/graphql.ts';
import { AuditEntry } from '../../../server/src/audit/audit-entry.entity.ts';
import { HealthCardAnswer } from '../../../server/src/health-cards/health-card.entity.ts';
import { holderHash } from '../../../server/src/health-cards/platforms.ts';
import { ProcessingRestriction } from '../../../server/src/rights/processing-restriction.entity.ts';
import { Donor } from '../../../server/src/donors/donor.entity.ts';
import { Caller } from '../../kit/caller.ts';
import { deciding, disavow, latestOf } from '../../kit/decisions.ts';
import { aboutCards, askStatus, cardWorld, cityCardOf, HASH_KEY, unknownCard } from '../../kit/health-cards.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { NOW, person } from '../../kit/world.ts';

const cards = await cardWorld();
const { world, open } = cards;
const { CITY: city, OPEN: openPlatform } = cards.askers;
const owner = await ownerOf(world.databaseUrl);

const NOTHING = { __typename: 'AskDonorStatusSuccess', donor: 'NOT_STATED', registeredOn: null, organDonorCode: 'U' };

/** Somebody who decided and agreed that the city's platform may ask. */
async function askable() {
  const who = person();
  const cardId = cityCardOf(cards, who);
  const citizen = await world.citizen(who);
  const registered = await deciding.register(citizen);
  if (registered.__typename !== 'RegisterDonorSuccess') throw new Error(registered.__typename);
  await aboutCards.bind(citizen);
  await aboutCards.agree(citizen, 'asks');
  return { who, cardId, citizen, decisionId: registered.decision.id };
}

describe('a platform that asks about a card', () => {
  it('is told what its holder decided, by the number of the card or by the keyed digest of their document, and never an organ', async () => {
    const { who, cardId, citizen } = await askable();
    const agreed = { __typename: 'AskDonorStatusSuccess', donor: 'AGREED', registeredOn: '2026-11-23', organDonorCode: 'Y' };
    const answer = await askStatus(city, { cardId });
    expect(answer).toMatchObject(agreed);
    expect(Object.keys(answer).toSorted()).toEqual(['__typename', 'cardToken', 'donor', 'filler', 'organDonorCode', 'registeredOn']);
    expect(await askStatus(city, { holderHash: holderHash({ hashKey: HASH_KEY }, who.documentNumber) })).toMatchObject(agreed);
    await deciding.refuse(citizen, 1);
    expect(await askStatus(city, { cardId })).toMatchObject({ donor: 'REFUSED', organDonorCode: 'N' });
  });

  it('is told that nothing is stated of everybody else, unknown numbers included', async () => {
    const { who, cardId, citizen, decisionId } = await askable();
    const unasked = person();
    const other = await world.citizen(unasked);
    await deciding.register(other);
    await aboutCards.bind(other);
    expect(await askStatus(city, { cardId: unknownCard() }), 'unknown').toMatchObject(NOTHING);
    expect(await askStatus(city, { holderHash: 'a'.repeat(64) }), 'unknown digest').toMatchObject(NOTHING);
    expect(await askStatus(city, { cardId: cityCardOf(cards, unasked) }), 'bound, without consent').toMatchObject(NOTHING);
    expect(await askStatus(openPlatform, { cardId }), 'another platform').toMatchObject(NOTHING);
    expect(await askStatus(openPlatform, { holderHash: holderHash({ hashKey: HASH_KEY }, who.documentNumber) }), 'another platform').toMatchObject(NOTHING);
    await disavow(citizen, decisionId);
    expect(await askStatus(city, { cardId }), 'contested').toMatchObject(NOTHING);
  });

  it.each<[what: string, deed: (citizen: Caller) => Promise<unknown>]>([
    ['the consent is taken back', (citizen) => aboutCards.takeBack(citizen, 'asks')],
    ['the card is unbound', (citizen) => aboutCards.unbind(citizen)],
    ['the decision is withdrawn', (citizen) => deciding.withdraw(citizen, 1)],
    ['it is contested', async (citizen) => disavow(citizen, (await latestOf(citizen)).id)],
  ])('is told nothing from the moment on at which %s', async (_what, deed) => {
    const { cardId, citizen } = await askable();
    const key = randomUUID();
    const first = await askStatus(city, { cardId }, key);
    expect(first).toMatchObject({ donor: 'AGREED' });
    await deed(citizen);
    expect(await askStatus(city, { cardId })).toMatchObject(NOTHING);
    const repeated = await askStatus(city, { cardId }, key);
    expect(repeated, 'the same key').toMatchObject({ ...NOTHING, cardToken: first['cardToken'] });
    expect(JSON.stringify(repeated)).toHaveLength(JSON.stringify(first).length);
  });

  it('is told nothing of a record that is only stored, and again when that is lifted', async () => {
    const { cardId } = await askable();
    await askStatus(city, { cardId });
    const em = world.orm.em.fork();
    const asked = await em.findOneOrFail(HealthCardAnswer, { told: 'AGREED' }, { orderBy: { at: 'desc' }, populate: ['donor'] });
    const restrict = (restricted: boolean, sequence: number, donor: Donor) => em.create(ProcessingRestriction, { donor, sequence, restricted, statedAt: NOW });
    const donor = await donorOf(cardId);
    restrict(true, 1, em.getReference(Donor, donor));
    await em.flush();
    expect(await askStatus(city, { cardId })).toMatchObject(NOTHING);
    restrict(false, 2, em.getReference(Donor, donor));
    await em.flush();
    expect(await askStatus(city, { cardId })).toMatchObject({ donor: 'AGREED' });
    expect(asked.told).toBe('AGREED');
  });

  it('gets answers that are all of one length', async () => {
    const { cardId, citizen } = await askable();
    const lengths = new Set<number>();
    const length = async (about: Parameters<typeof askStatus>[1]) => lengths.add(JSON.stringify(await askStatus(city, about)).length);
    await length({ cardId });
    await length({ cardId: unknownCard() });
    await deciding.refuse(citizen, 1);
    await length({ cardId });
    expect(lengths.size).toBe(1);
  });

  it('gets the first answer again for the same key, and a refusal for the same key with another question', async () => {
    const { cardId } = await askable();
    const key = randomUUID();
    const first = await askStatus(city, { cardId }, key);
    expect(await askStatus(city, { cardId }, key)).toEqual(first);
    expect(await askStatus(city, { cardId: unknownCard() }, key)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    // What was not told first is not told by its repetition either.
    const [late, before] = [await askable(), randomUUID()];
    await aboutCards.takeBack(late.citizen, 'asks');
    expect(await askStatus(city, { cardId: late.cardId }, before)).toMatchObject(NOTHING);
    await aboutCards.agree(late.citizen, 'asks');
    expect(await askStatus(city, { cardId: late.cardId }, before)).toMatchObject(NOTHING);
    expect((await askStatus(city, { cardId }))['cardToken']).not.toBe(first['cardToken']);
  });

  it.each([[{}], [{ cardId: 'A', holderHash: 'a'.repeat(64) }], [{ cardId: '空 格' }], [{ cardId: 'x'.repeat(65) }], [{ holderHash: 'A'.repeat(64) }], [{ holderHash: 'abc' }]])('is refused by its form alone: %j', async (about) => {
    expect(await askStatus(city, about)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('may not ask about one card without end, whether or not anybody has it', async () => {
    const { cardId } = await askable();
    for (const about of [{ cardId }, { cardId: unknownCard() }]) {
      for (let time = 0; time < 20; time++) expect((await askStatus(city, about))['__typename']).toBe('AskDonorStatusSuccess');
      expect(await askStatus(city, about)).toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: expect.any(Number) });
    }
  });
});

describe('who may ask', () => {
  const callerOf = async (wish: Parameters<typeof partner>[2]) => new Caller(world.http, await partnerToken(owner, NOW, await partner(owner, NOW, wish), wish?.scopes as never));

  it('is the platform itself, with the scope for it, and nobody else', async () => {
    const { cardId } = await askable();
    expect(await askStatus(await callerOf({ kind: 'HEALTH_CARD_PLATFORM', scopes: ['policy:read'] }), { cardId })).toEqual({ errors: ['FORBIDDEN'] });
    // Let in with the scope, but the operator said of no platform that these are its questions.
    expect(await askStatus(await callerOf({ kind: 'HEALTH_CARD_PLATFORM', scopes: ['donor-status:read'] }), { cardId })).toEqual({ errors: ['FORBIDDEN'] });
    expect(await askStatus(await callerOf({ kind: 'PARTNER_APP', scopes: ['donor-status:read'] }), { cardId })).toEqual({ errors: ['FORBIDDEN'] });
    expect(await askStatus(world.anonymous(), { cardId })).toEqual({ errors: ['UNAUTHENTICATED'] });
    expect(await askStatus(await world.citizen(), { cardId })).toEqual({ errors: ['FORBIDDEN'] });
    expect(await askStatus(await world.staff({ role: 'MANAGER' }), { cardId })).toEqual({ errors: ['FORBIDDEN'] });
  });
});

describe('each answer', () => {
  it('is on record for nobody as for somebody, in the audit without a value, and seen by whom it was about', async () => {
    const { cardId, citizen } = await askable();
    const unknown = unknownCard();
    const before = await owner.em.fork().count(HealthCardAnswer, {});
    await askStatus(city, { cardId });
    await askStatus(city, { cardId: unknown });
    expect(await owner.em.fork().count(HealthCardAnswer, {})).toBe(before + 2);
    expect(await aboutCards.questions(citizen)).toMatchObject([{ platform: 'CITY', told: 'AGREED' }]);
    const { viewer } = await citizen.run(MyDataRecipientsDocument, { first: 10 });
    expect(viewer?.personalData?.recipients).toMatchObject({ totalCount: 1, nodes: [{ kind: 'HEALTH_CARD_ANSWER', recipientName: expect.stringContaining('演示伙伴') }] });
    const entries = await owner.em.fork().find(AuditEntry, { operation: 'askDonorStatus' }, { orderBy: { at: 'desc' }, limit: 2 });
    const shape = (entry: AuditEntry | undefined) => entry?.changes.map(({ entity, fields }) => [entity, [...fields].toSorted()]);
    expect(shape(entries[0])).toEqual(shape(entries[1]));
    expect(JSON.stringify([entries, world.logged])).not.toContain(cardId);
    expect(JSON.stringify(await owner.em.fork().execute('select * from health_card_answer'))).not.toContain(unknown);
  });

  it('costs a platform its points like any other change', async () => {
    const { extensions } = (await world.http.post('/graphql').set('authorization', `Bearer ${openPlatform.token ?? ''}`).send({ query: 'mutation { askDonorStatus(input: { idempotencyKey: "0123456789abcdef", cardId: "X" }) { __typename } }' })).body as { extensions: { cost: { requested: number } } };
    expect(extensions.cost.requested).toBeGreaterThanOrEqual(10);
  });
});

it('asks the same statements of the database for somebody, for somebody without consent, and for nobody', async () => {
  const { cardId } = await askable();
  const unasked = person();
  const other = await world.citizen(unasked);
  await deciding.register(other);
  await aboutCards.bind(other);
  const connection = world.orm.em.getConnection();
  const execute = connection.execute.bind(connection);
  let statements: string[] = [];
  connection.execute = ((query: string, ...rest: unknown[]) => {
    // What differs by the values alone is no other statement.
    statements.push(String(query).replace(/'[^']*'|\bnull\b|\b\d+\b/g, '?').replace(/\(\?(, \?)*\)/g, '(?)'));
    return (execute as (...all: unknown[]) => unknown)(query, ...rest);
  }) as typeof connection.execute;
  const run = async (about: Parameters<typeof askStatus>[1]) => {
    statements = [];
    await askStatus(city, about);
    return statements;
  };
  const known = await run({ cardId });
  expect(known.length).toBeGreaterThan(5);
  expect(await run({ cardId: cityCardOf(cards, unasked) })).toEqual(known);
  expect(await run({ cardId: unknownCard() })).toEqual(known);
  connection.execute = execute;
  expect(open.marks.log).toEqual([]);
});

/** The record to which a card of the city is bound. */
async function donorOf(cardId: string): Promise<string> {
  const index = world.vault.blindIndex('health-card', `CITY\u0000card\u0000${cardId}`);
  const [row] = await world.orm.em.fork().execute<{ id: string }[]>('select donor_id as id from health_card_binding where card_index = ?', [index]);
  return row?.id ?? '';
}
