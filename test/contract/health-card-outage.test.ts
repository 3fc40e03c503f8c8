import { describe, expect, it } from 'vitest';
import { HealthCardCarrier } from '../../server/src/health-cards/health-card-carrier.ts';
import type { HealthCardPlatformKey } from '../../server/src/health-cards/health-card-platform.ts';
import { createLog } from '../../server/src/log.ts';
import type { KeptMarks, Misbehaviour } from '../../server/src/nonprod/health-card-simulator/simulated-faults.ts';
import type { Outcome } from '../../server/src/outbox/carrier.ts';
import type { Caller } from '../kit/caller.ts';
import { deciding } from '../kit/decisions.ts';
import { aboutCards, cardWorld, type CardWorld } from '../kit/health-cards.ts';
import { dispatcherOf, wholeRound } from '../kit/outbox.ts';
import { person } from '../kit/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A person with a card, and what they said so far, in order: the flag, or `-` for nothing. */
interface Holder {
  readonly card: string;
  readonly citizen: Caller;
  readonly said: string[];
}

/** People with a card of a platform on which their agreement stands. */
async function holders(cards: CardWorld, platform: HealthCardPlatformKey, count: number): Promise<Holder[]> {
  const found: Holder[] = [];
  for (let one = 0; one < count; one++) {
    const who = person();
    const card = platform === 'CITY' ? cards.city.issue(who.documentNumber, who.fullName) : cards.open.issue(who.documentNumber, who.fullName).healthCardId;
    const citizen = await cards.world.citizen(who);
    await deciding.register(citizen);
    const bound = await aboutCards.bind(citizen, platform);
    if (bound.__typename !== 'BindHealthCardSuccess') throw new Error(bound.__typename);
    await aboutCards.agree(citizen, 'told', platform);
    found.push({ card, citizen, said: ['Y'] });
  }
  await cards.tell();
  return found;
}

/** Each changes their mind, some more often than others; the platform hears of none of it yet. */
async function changeMinds(people: readonly Holder[]): Promise<void> {
  for (const [at, { citizen, said }] of people.entries()) {
    await deciding.refuse(citizen, 1);
    said.push('N');
    if (at % 2 === 0) continue;
    await deciding.withdraw(citizen, 2);
    said.push('-');
  }
}

/**
 * What is wrong with what happened to cards, in words; nothing when every card ends as its holder said last (nothing lost), nothing took effect
 * twice in a row (nothing doubled), and nothing came in another order than it was said. What was overtaken may be left out.
 */
function faultsOn(log: KeptMarks['log'], people: readonly Holder[]): string[] {
  const faults: string[] = [];
  for (const { card, said } of people) {
    const flags = log.filter((each) => each.card === card).map(({ flag }) => flag);
    if (flags.at(-1) !== said.at(-1)) faults.push(`lost: ${card}`);
    if (flags.some((flag, at) => flag === flags[at - 1])) faults.push(`doubled: ${card}`);
    let from = 0;
    for (const flag of flags) {
      const at = said.indexOf(flag, from);
      if (at < 0) faults.push(`out of order: ${card}`);
      else from = at + 1;
    }
  }
  return faults;
}

const simulated = ({ city, open }: CardWorld, platform: HealthCardPlatformKey) => (platform === 'CITY' ? city : open);

describe.each<HealthCardPlatformKey>(['CITY', 'OPEN'])('the platform %s', (platform) => {
  it.each<Misbehaviour>(['down', 'refusing', 'garbled', 'answerLost', 'doubled'])('that is %s for an hour and then well again ends with nothing lost, nothing doubled, and each person’s order kept', async (misbehaviour) => {
    const cards = await cardWorld();
    const { faults, marks } = simulated(cards, platform);
    const people = await holders(cards, platform, 4);
    faults.misbehaviour = misbehaviour;
    faults.requests = 0;
    await changeMinds(people);
    for (let minute = 0; minute < 60; minute++) {
      await cards.tell();
      cards.clock.wait(MINUTE);
    }
    if (misbehaviour !== 'doubled') {
      expect(await aboutCards.state(people[0]?.citizen as Caller, platform)).toBe('FAILING');
      // Not hammered: at most nine attempts for each person in the hour (and a token's renewal beside).
      expect(faults.requests).toBeLessThan(4 * 9 * 2);
    }
    faults.misbehaviour = 'none';
    for (let hour = 0; hour < 4; hour++) {
      cards.clock.wait(HOUR);
      await cards.tell();
    }
    expect(faultsOn(marks.log, people)).toEqual([]);
    expect(await Promise.all(people.map(({ citizen }) => aboutCards.state(citizen, platform)))).toEqual(['ON_CARD', 'TAKEN_OFF', 'ON_CARD', 'TAKEN_OFF']);
  });

  it('that answers too slowly is a failure like another, and is tried again', async () => {
    const cards = await cardWorld();
    const { faults, marks } = simulated(cards, platform);
    const people = await holders(cards, platform, 1);
    await changeMinds(people);
    faults.misbehaviour = 'slow';
    await cards.tell();
    expect(await aboutCards.state(people[0]?.citizen as Caller, platform)).toBe('FAILING');
    faults.misbehaviour = 'none';
    cards.clock.wait(MINUTE);
    await cards.tell();
    expect(faultsOn(marks.log, people)).toEqual([]);
    expect(await aboutCards.state(people[0]?.citizen as Caller, platform)).toBe('ON_CARD');
  }, 30_000);

  it('that is down for longer than three days is told all the same when it is back', async () => {
    const cards = await cardWorld();
    const { faults, marks } = simulated(cards, platform);
    const people = await holders(cards, platform, 1);
    await changeMinds(people);
    faults.misbehaviour = 'down';
    for (let hours = 0; hours < 100; hours += 2) {
      await cards.tell();
      cards.clock.wait(2 * HOUR);
    }
    faults.misbehaviour = 'none';
    cards.clock.wait(6 * HOUR);
    await cards.tell();
    expect(faultsOn(marks.log, people)).toEqual([]);
  });
});

it('two servers at once tell each card once and in order', async () => {
  const cards = await cardWorld();
  const { world, clock, city } = cards;
  const people = await holders(cards, 'CITY', 6);
  const carrier = () => new HealthCardCarrier({ config: world.config, vault: world.vault, orm: world.orm, now: clock.now, log: createLog('silent') });
  const servers = [dispatcherOf(world, clock, carrier()), dispatcherOf(world, clock, carrier())];
  await changeMinds(people);
  await wholeRound(...servers);
  await wholeRound(...servers);
  expect(faultsOn(city.marks.log, people)).toEqual([]);
});

it('the open platform gives one token for all calls, and a new one when somebody else ended it', async () => {
  const cards = await cardWorld();
  const people = await holders(cards, 'OPEN', 3);
  expect(cards.open.tokens).toBe(1);
  cards.open.endToken();
  await changeMinds(people);
  cards.clock.wait(1);
  await cards.tell();
  expect(faultsOn(cards.open.marks.log, people)).toEqual([]);
  expect(cards.open.tokens).toBe(2);
  // Two hours later it is over by itself, for four calls at once.
  for (const { citizen } of people) await aboutCards.takeBack(citizen, 'told', 'OPEN');
  cards.clock.wait(3 * HOUR);
  await cards.tell();
  expect(cards.open.marks.all()).toEqual([]);
  expect(cards.open.tokens).toBe(3);
});

it('a call goes on when another server takes a token meanwhile, twice running; when it happens thrice, the card is told later', async () => {
  const cards = await cardWorld();
  const people = await holders(cards, 'OPEN', 1);
  const flags = () => cards.open.marks.log.map(({ flag }) => flag);
  for (const [overtaken, round, told] of [[1, 'refuse', ['Y', 'N']], [2, 'withdraw', ['Y', 'N']]] as const) {
    cards.open.endToken();
    cards.open.overtakenTokens = overtaken;
    if (round === 'refuse') await deciding.refuse(people[0]?.citizen ?? expect.fail(), 1);
    else await deciding.withdraw(people[0]?.citizen ?? expect.fail(), 2);
    cards.clock.wait(1);
    await cards.tell();
    expect(flags(), round).toEqual(told);
  }
  cards.clock.wait(MINUTE);
  await cards.tell();
  expect(flags()).toEqual(['Y', 'N', '-']);
});

describe('the checker of these tests', () => {
  it('finds what a carrier loses that calls everything delivered', async () => {
    const cards = await cardWorld();
    const people = await holders(cards, 'CITY', 2);
    await changeMinds(people);
    class Careless extends HealthCardCarrier {
      override deliver(): Promise<Outcome> {
        return Promise.resolve({ delivered: true });
      }
    }
    const { world, clock } = cards;
    await wholeRound(dispatcherOf(world, clock, new Careless({ config: world.config, vault: world.vault, orm: world.orm, now: clock.now, log: createLog('silent') })));
    expect(faultsOn(cards.city.marks.log, people).filter((fault) => fault.startsWith('lost')).length).toBe(2);
  });

  it('finds what goes wrong at a platform that lets old messages win', async () => {
    const cards = await cardWorld();
    const people = await holders(cards, 'CITY', 3);
    cards.city.marks.looksAtOrder = false;
    cards.city.faults.misbehaviour = 'doubled';
    await changeMinds(people);
    cards.clock.wait(1_000);
    await cards.tell();
    expect(faultsOn(cards.city.marks.log, people).length).toBeGreaterThan(2);
  });

  it.each<[string, KeptMarks['log']]>([
    ['lost: A', [{ card: 'A', flag: 'Y', day: '' }]],
    ['doubled: A', [{ card: 'A', flag: 'Y', day: '' }, { card: 'A', flag: 'Y', day: '' }, { card: 'A', flag: 'N', day: '' }]],
    ['out of order: A', [{ card: 'A', flag: 'N', day: '' }, { card: 'A', flag: 'Y', day: '' }, { card: 'A', flag: 'N', day: '' }]],
  ])('finds “%s” in a bad log', (fault, log) => {
    expect(faultsOn(log, [{ card: 'A', citizen: {} as Caller, said: ['Y', 'N'] }])).toContain(fault);
  });
});
