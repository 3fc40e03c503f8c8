import { describe, expect, it } from 'vitest';
import { ExportMyDataDocument, MyDataRecipientsDocument } from '../../../schema/generated/graphql.ts';
import { HealthCardBinding } from '../../../server/src/health-cards/health-card.entity.ts';
import { aboutCards, cardWorld, cityCardOf } from '../../kit/health-cards.ts';
import { deciding, disavow } from '../../kit/decisions.ts';
import { createWorld, person } from '../../kit/world.ts';

const cards = await cardWorld();
const { world, city, open } = cards;

/** Somebody who decided, with a card of the city bound. */
async function bound(special: Parameters<typeof person>[0] = {}) {
  const who = person(special);
  const cardId = cityCardOf(cards, who);
  const citizen = await world.citizen(who);
  await deciding.register(citizen);
  const answer = await aboutCards.bind(citizen);
  if (answer.__typename !== 'BindHealthCardSuccess') throw new Error(answer.__typename);
  return { who, cardId, citizen };
}

const onCard = (cardId: string) => city.marks.all().find(([card]) => card === cardId)?.[1].flag ?? null;

describe('binding a health card', () => {
  it('finds the person’s own card by the identity of their sign-in and brings no consent with it', async () => {
    const { citizen } = await bound();
    const seen = await aboutCards.see(citizen);
    expect(seen?.card).toMatchObject({ unboundAt: null, mark: { state: 'NOT_TOLD', mark: null }, steps: [{ kind: 'BOUND' }] });
    expect(seen?.consents.map(({ purpose, given }) => [purpose, given])).toEqual([['CITY_CARD_ASKS', false], ['CITY_CARD_TOLD', false]]);
    await cards.tell();
    expect(city.marks.log).toEqual([]);
  });

  it('twice changes nothing', async () => {
    const { citizen } = await bound();
    expect((await aboutCards.bind(citizen)).__typename).toBe('BindHealthCardSuccess');
    expect((await aboutCards.see(citizen))?.card?.steps.length).toBe(1);
  });

  it('asks the platform for a card only if the person wishes so', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    expect(await aboutCards.bind(citizen, 'CITY', { applyIfNone: false })).toMatchObject({ __typename: 'NoHealthCard', code: 'NO_HEALTH_CARD' });
    expect((await aboutCards.bind(citizen, 'CITY')).__typename).toBe('BindHealthCardSuccess');
  });

  it('takes the code of a card at the open platform, and of the person’s own card only', async () => {
    const [who, other] = [person(), person()];
    const [own, foreign] = [open.issue(who.documentNumber, who.fullName), open.issue(other.documentNumber, other.fullName)];
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    expect((await aboutCards.bind(citizen, 'OPEN', { code: foreign.qrCodeText, applyIfNone: false })).__typename).toBe('NoHealthCard');
    expect((await aboutCards.bind(citizen, 'OPEN', { code: 'no-such-code', applyIfNone: false })).__typename).toBe('NoHealthCard');
    expect(await aboutCards.bind(citizen, 'OPEN', { code: '', applyIfNone: false })).toMatchObject({ __typename: 'InvalidInput', problems: [{ path: ['code'], code: 'REQUIRED' }] });
    expect((await aboutCards.bind(citizen, 'OPEN', { code: '有 空 格', applyIfNone: false })).__typename).toBe('InvalidInput');
    expect((await aboutCards.bind(citizen, 'OPEN', { code: own.healthCode, applyIfNone: false })).__typename).toBe('BindHealthCardSuccess');
  });

  it('needs a record, a fresh sign-in, and an identity card', async () => {
    expect((await aboutCards.bind(await world.citizen())).__typename).toBe('NothingOnRecord');
    const passport = await world.citizen({ documentType: 'PASSPORT', documentNumber: 'E12345678' });
    await deciding.register(passport);
    expect((await aboutCards.bind(passport)).__typename).toBe('NoHealthCard');
    const weak = await world.citizen({ assuranceLevel: 'BASIC_REAL_NAME' });
    expect((await aboutCards.bind(weak)).__typename).toBe('AssuranceTooLow');
  });

  it('tells when the platform does not answer, and leaves nothing behind', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    for (const misbehaviour of ['down', 'refusing', 'garbled'] as const) {
      city.faults.misbehaviour = misbehaviour;
      expect(await aboutCards.bind(citizen)).toMatchObject({ __typename: 'HealthCardUnavailable', code: 'HEALTH_CARD_UNAVAILABLE' });
    }
    city.faults.misbehaviour = 'none';
    expect((await aboutCards.see(citizen))?.card).toBeNull();
    expect(world.logged.filter((line) => line.includes('healthCardUnavailable')).length).toBe(3);
  });

  it('is not offered where no platform is connected', async () => {
    const alone = await createWorld();
    const citizen = await alone.citizen();
    await deciding.register(citizen);
    expect(await aboutCards.see(citizen)).toBeNull();
    expect((await aboutCards.bind(citizen)).__typename).toBe('HealthCardUnavailable');
  });
});

describe('the two consents', () => {
  it('are given and taken back each by itself, and not without a bound card', async () => {
    const stranger = await world.citizen();
    await deciding.register(stranger);
    expect((await aboutCards.agree(stranger, 'asks')).__typename).toBe('InvalidInput');
    const { citizen } = await bound();
    expect((await aboutCards.agree(citizen, 'told')).__typename).toBe('GiveConsentSuccess');
    const given = async () => (await aboutCards.see(citizen))?.consents.map((each) => each.given);
    expect(await given()).toEqual([false, true]);
    await aboutCards.agree(citizen, 'asks');
    await aboutCards.takeBack(citizen, 'told');
    expect(await given()).toEqual([true, false]);
    await aboutCards.unbind(citizen);
    expect(await given()).toEqual([false, false]);
  });
});

describe('what stands on a card', () => {
  it('comes with the consent, follows each decision, and its owner sees how far it has come', async () => {
    const { cardId, citizen } = await bound();
    await aboutCards.agree(citizen, 'told');
    expect(await aboutCards.state(citizen)).toBe('WAITING');
    cards.clock.wait(1_000);
    await cards.tell();
    expect(onCard(cardId)).toBe('Y');
    expect((await aboutCards.see(citizen))?.card?.mark).toMatchObject({ state: 'ON_CARD', mark: 'AGREED', since: expect.any(String) });
    await deciding.refuse(citizen, 1);
    expect(await aboutCards.state(citizen)).toBe('WAITING');
    cards.clock.wait(1_000);
    await cards.tell();
    expect(onCard(cardId)).toBe('N');
    await deciding.withdraw(citizen, 2);
    cards.clock.wait(1_000);
    await cards.tell();
    expect(onCard(cardId)).toBeNull();
    expect((await aboutCards.see(citizen))?.card).toMatchObject({ mark: { state: 'TAKEN_OFF', mark: null }, steps: [{ kind: 'BOUND' }, { kind: 'PUT_ON', mark: 'AGREED' }, { kind: 'PUT_ON', mark: 'REFUSED' }, { kind: 'TAKEN_OFF' }] });
    expect(city.marks.log.filter(({ card }) => card === cardId).map(({ flag }) => flag)).toEqual(['Y', 'N', '-']);
  });

  it('never holds an organ, whatever was chosen', async () => {
    const { cardId, citizen } = await bound();
    await aboutCards.agree(citizen, 'told');
    await deciding.edit(citizen, 1);
    await cards.tell();
    expect(city.marks.log.filter(({ card }) => card === cardId)).toEqual([{ card: cardId, flag: 'Y', day: '2026-11-23' }]);
  });

  it.each<[what: string, deed: (citizen: Awaited<ReturnType<typeof world.citizen>>, decisionId: string) => Promise<unknown>]>([
    ['the consent is taken back', (citizen) => aboutCards.takeBack(citizen, 'told')],
    ['the card is unbound', (citizen) => aboutCards.unbind(citizen)],
    ['the decision is contested', (citizen, decisionId) => disavow(citizen, decisionId)],
  ])('is taken off when %s', async (_what, deed) => {
    const { cardId, citizen } = await bound();
    await aboutCards.agree(citizen, 'told');
    await cards.tell();
    expect(onCard(cardId)).toBe('Y');
    const { decisionId } = await latestOf(cardId);
    await deed(citizen, decisionId);
    await cards.tell();
    expect(onCard(cardId)).toBeNull();
    expect(await aboutCards.state(citizen)).toBe('TAKEN_OFF');
  });

  it('is failed and tried again while the platform is down, and says so', async () => {
    const { citizen } = await bound();
    await aboutCards.agree(citizen, 'told');
    city.faults.misbehaviour = 'down';
    await cards.tell();
    expect((await aboutCards.see(citizen))?.card?.mark).toMatchObject({ state: 'FAILING', mark: null, isRemoval: false, since: expect.any(String) });
    city.faults.misbehaviour = 'none';
    cards.clock.wait(60_000);
    await cards.tell();
    expect(await aboutCards.state(citizen)).toBe('ON_CARD');
  });

  /** The decision on the record to which a card is bound. */
  async function latestOf(cardId: string): Promise<{ decisionId: string }> {
    const em = world.orm.em.fork();
    const index = Object.values(world.vault.blindIndexes('health-card', `CITY\u0000card\u0000${cardId}`)).filter((each) => each !== null);
    const binding = await em.findOneOrFail(HealthCardBinding, { cardIndex: { $in: index } });
    const [row] = await em.execute<{ id: string }[]>('select id from decision where donor_id = ? order by sequence desc limit 1', [binding.donor.id]);
    return { decisionId: row?.id ?? '' };
  }
});

describe('a person’s copy of their data', () => {
  it('holds the card, its steps and every receiver', async () => {
    const { cardId, citizen } = await bound();
    await aboutCards.agree(citizen, 'told');
    await cards.tell();
    const { exportMyData } = await citizen.run(ExportMyDataDocument, {});
    if (exportMyData.__typename !== 'ExportMyDataSuccess') throw new Error(exportMyData.__typename);
    expect(JSON.parse(exportMyData.document)).toMatchObject({ healthCards: [{ platform: 'CITY', cardId, unboundAt: null, lastConfirmed: 'AGREED 2026-11-23', steps: [{ kind: 'BOUND' }, { kind: 'PUT_ON', mark: 'AGREED' }] }] });
    const { viewer } = await citizen.run(MyDataRecipientsDocument, { first: 10 });
    expect(viewer?.personalData?.recipients.nodes).toContainEqual(expect.objectContaining({ kind: 'HEALTH_CARD_MARK', recipientName: '市电子健康医保卡平台' }));
  });
});

