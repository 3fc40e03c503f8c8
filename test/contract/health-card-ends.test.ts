import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { oneTransaction } from '../../server/src/database/one-transaction.ts';
import { renewHealthCards } from '../../server/src/database/rotation/health-cards.ts';
import { Donor } from '../../server/src/donors/donor.entity.ts';
import { eraseDonor } from '../../server/src/donors/erase-donor.ts';
import { HealthCardBinding, HealthCardStep, openCard } from '../../server/src/health-cards/health-card.entity.ts';
import { forgetCardAnswers, forgetUnboundCards } from '../../server/src/health-cards/health-card.queries.ts';
import { forgetOutsideOfRecord } from '../../server/src/rights/carry-out-erasure.ts';
import { ProcessingRestriction } from '../../server/src/rights/processing-restriction.entity.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, askStatus, cardWorld, cityCardOf } from '../kit/health-cards.ts';
import { newKeys, NOW, person } from '../kit/world.ts';

const cards = await cardWorld();
const { world, city } = cards;
const database = new pg.Client(world.databaseUrl);
await database.connect();
afterAll(() => database.end());

/** Somebody on whose card it is noted. */
async function marked() {
  const who = person();
  const cardId = cityCardOf(cards, who);
  const citizen = await world.citizen(who);
  await deciding.register(citizen);
  await aboutCards.bind(citizen);
  await aboutCards.agree(citizen, 'told');
  await aboutCards.agree(citizen, 'asks');
  await cards.tell();
  const binding = await world.orm.em.fork().findOneOrFail(HealthCardBinding, { cardIndex: world.vault.blindIndex('health-card', `CITY\u0000card\u0000${cardId}`) });
  return { who, cardId, citizen, bindingId: binding.id, donorId: binding.donor.id };
}

const onCard = (cardId: string) => city.marks.all().find(([card]) => card === cardId)?.[1].flag ?? null;
const bindingOf = (id: string) => world.orm.em.fork().findOneOrFail(HealthCardBinding, { id });

/** Erases as a granted request does. */
const erase = (donorId: string) =>
  oneTransaction(world.orm, async (em) => {
    const donor = await em.findOneOrFail(Donor, { id: donorId });
    const tools = { em, vault: world.vault, now: () => NOW };
    await forgetOutsideOfRecord(tools, donor.indexes(), donor);
    await eraseDonor(tools, donor);
  });

describe('a person who is erased', () => {
  it('has the mark taken off, and only then is the number of the card forgotten', async () => {
    const { cardId, bindingId, donorId } = await marked();
    city.faults.misbehaviour = 'down';
    await erase(donorId);
    expect(await askStatus(cards.askers.CITY, { cardId })).toMatchObject({ donor: 'NOT_STATED' });
    await cards.tell();
    expect([onCard(cardId), Boolean((await bindingOf(bindingId)).sealedCard)]).toEqual(['Y', true]);
    city.faults.misbehaviour = 'none';
    cards.clock.wait(60_000);
    await cards.tell();
    const { sealedCard, cardIndex, holderIndex, unboundAt } = await bindingOf(bindingId);
    expect([onCard(cardId), sealedCard, cardIndex, holderIndex, unboundAt]).toEqual([null, null, null, null, NOW]);
  });

  it('whose platform was never told anything leaves no number behind, and the platform hears nothing', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    await aboutCards.bind(citizen);
    const binding = await world.orm.em.fork().findOneOrFail(HealthCardBinding, { cardIndex: world.vault.blindIndex('health-card', `CITY\u0000card\u0000${cityCardOf(cards, who)}`) });
    await erase(binding.donor.id);
    const before = city.faults.requests;
    await cards.tell();
    expect([city.faults.requests, (await bindingOf(binding.id)).sealedCard]).toEqual([before, null]);
  });
});

it('a record that is only stored has its mark taken off, though the staff who restrict it see no card', async () => {
  const { cardId, donorId, citizen } = await marked();
  const em = world.orm.em.fork();
  em.create(ProcessingRestriction, { donor: em.getReference(Donor, donorId), sequence: 1, restricted: true, statedAt: NOW });
  await em.flush();
  await cards.tell();
  expect([onCard(cardId), await aboutCards.state(citizen)]).toEqual([null, 'TAKEN_OFF']);
});

it('the number of an unbound card that could not be taken off is forgotten after its time; a bound one stays', async () => {
  const [left, stays] = [await marked(), await marked()];
  city.faults.misbehaviour = 'down';
  await aboutCards.unbind(left.citizen);
  await cards.tell();
  expect(await forgetUnboundCards(world.orm.em.fork(), new Date(NOW.getTime() - 1), 100)).toBe(0);
  expect(await forgetUnboundCards(world.orm.em.fork(), NOW, 100)).toBe(1);
  expect([(await bindingOf(left.bindingId)).sealedCard, Boolean((await bindingOf(stays.bindingId)).sealedCard)]).toEqual([null, true]);
  expect(await aboutCards.state(left.citizen), 'nobody says that we keep trying').toBe('GIVEN_UP');
  city.faults.misbehaviour = 'none';
});

it('what platforms were told is forgotten after its years', async () => {
  const { cardId, citizen } = await marked();
  await askStatus(cards.askers.CITY, { cardId });
  expect((await aboutCards.questions(citizen)).length).toBe(1);
  await forgetCardAnswers(world.orm.em.fork(), NOW, 1_000);
  expect(await aboutCards.questions(citizen)).toEqual([]);
});

it('what happened to a card cannot be rewritten', async () => {
  await marked();
  await expect(world.orm.em.fork().execute("update health_card_step set kind = 'UNBOUND'")).rejects.toThrow();
  await expect(database.query('delete from health_card_step')).rejects.toThrow(/refuse|append|never|change/i);
  expect(await world.orm.em.fork().count(HealthCardStep, {})).toBeGreaterThan(0);
});

it('new keys of the register find and open a bound card that old ones sealed', async () => {
  const { cardId, bindingId } = await marked();
  const [keys, other] = [world.config.keys, newKeys()];
  const fresh = Buffer.from(other.SANXIAN_INDEX_KEY, 'base64');
  const dual = new Vault({ ...keys, encryption: new Map([...keys.encryption, ['newer', Buffer.alloc(32, 9)]]), activeId: 'newer', otherIndex: { slot: 2, key: fresh, digest: 'sha256' } });
  expect(await renewHealthCards(database, dual, 2, () => undefined)).toBeGreaterThan(0);
  expect(await renewHealthCards(database, dual, 2, () => undefined)).toBe(0);
  const { sealedCard, cardIndex } = await bindingOf(bindingId);
  expect(dual.isSealedAnew(sealedCard ?? Buffer.alloc(0))).toBe(true);
  expect(openCard(dual, bindingId, sealedCard ?? Buffer.alloc(0)).cardId).toBe(cardId);
  expect(dual.blindIndexes('health-card', `CITY\u0000card\u0000${cardId}`)[2]?.equals(Buffer.from(cardIndex ?? ''))).toBe(true);
});

describe('a former card that the platform will not hear of any more', () => {
  it('holds up no other: a withdrawal leaves the card of today', async () => {
    const who = person();
    const citizen = await world.citizen(who);
    const former = cityCardOf(cards, who);
    await deciding.register(citizen);
    await aboutCards.bind(citizen);
    await aboutCards.agree(citizen, 'told');
    await cards.tell();
    city.cancel(former);
    await aboutCards.unbind(citizen);
    const today = city.issue(who.documentNumber, who.fullName);
    await aboutCards.bind(citizen);
    await aboutCards.agree(citizen, 'told');
    cards.clock.wait(60_000);
    await cards.tell();
    expect(onCard(today)).toBe('Y');
    await deciding.withdraw(citizen, 1);
    cards.clock.wait(3_600_000);
    await cards.tell();
    cards.clock.wait(3_600_000);
    await cards.tell();
    expect(onCard(today)).toBeNull();
  });
});
