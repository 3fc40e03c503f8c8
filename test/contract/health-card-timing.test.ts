import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../scripts/bench/statistics.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { deciding } from '../kit/decisions.ts';
import { isLong, report } from '../kit/effort.ts';
import { aboutCards, cardWorld, cityCardOf, statusQuestion, unknownCard } from '../kit/health-cards.ts';
import { areaUnderCurve, chanceOf, timedServer, type Timed, type TimedQuestion } from '../kit/timing.ts';
import { person } from '../kit/world.ts';

/** `pnpm audit:timing` measures as many pairs as reliability G10 asks for; inside `pnpm test` as many as half a minute allows. */
const PAIRS = isLong ? 20_000 : 150;
const CONTROL_PAIRS = 150;
const PEOPLE = isLong ? 100 : 30;
const SIDE_BY_SIDE = 6;
const FLOOR = 50;
const MINUTES = 60_000;

const cards = await cardWorld();
const { world } = cards;
/** Cards whose holders agreed that the platform may ask, and cards that were bound without that. */
const [agreed, silent]: [string[], string[]] = [[], []];

beforeAll(async () => {
  for (let one = 0; one < PEOPLE; one++) {
    const who = person();
    const citizen = await world.citizen(who);
    await deciding.register(citizen);
    await aboutCards.bind(citizen);
    if (one % 3 === 0) silent.push(cityCardOf(cards, who));
    else {
      await aboutCards.agree(citizen, 'asks');
      agreed.push(cityCardOf(cards, who));
    }
  }
}, 5 * MINUTES);

interface Measured {
  readonly hits: readonly number[];
  readonly misses: readonly number[];
  readonly lengths: ReadonlySet<number>;
}

const asked = (cardId: string): TimedQuestion => ({ path: '/graphql', contentType: 'application/json', body: JSON.stringify(statusQuestion({ cardId })) });

/** Asks about cards of two kinds, in turn and in an order by chance. */
async function measure(ask: Timed, pairs: number, sideBySide: number, first: (pair: number) => string, second: (pair: number) => string): Promise<Measured> {
  const [hits, misses]: [number[], number[]] = [[], []];
  const lengths = new Set<number>();
  const token = cards.askers.CITY.token;
  const one = async (cardId: string, times: number[]) => {
    const { text, milliseconds } = await ask(asked(cardId), token);
    times.push(milliseconds);
    // What is left of the budget stands in every answer and grows shorter with each.
    lengths.add(text.replace(/"extensions":.*/, '').length);
    if (!text.includes('AskDonorStatusSuccess')) throw new Error(text);
  };
  let next = 0;
  const work = async () => {
    for (let pair = next++; pair < pairs; pair = next++) {
      const [hit, miss] = [() => one(first(pair), hits), () => one(second(pair), misses)];
      for (const turn of (pair + Math.floor(pair / PEOPLE)) % 2 === 0 ? [hit, miss] : [miss, hit]) await turn();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return { hits, misses, lengths };
}

function tell(what: string, { hits, misses }: Measured): number {
  const area = areaUnderCurve(hits, misses);
  report(what, [{ pairs: hits.length, 'area under the curve': area.toFixed(4), 'by chance': `±${(2 * chanceOf(hits.length)).toFixed(4)}`, 'median gap, ms': (median(hits) - median(misses)).toFixed(4), 'median, ms': median(hits).toFixed(2) }]);
  return area;
}

/** The bound of G10, and what chance adds when fewer pairs are measured. */
const bound = (pairs: number) => 0.55 + (isLong ? 0 : 3 * chanceOf(pairs));
const of = (list: readonly string[]) => (pair: number) => list[pair % list.length] ?? '';

/** How much longer the slow one takes, in milliseconds. */
const SLOWNESS = 40;

/** A vault that is slow for cards which somebody bound: the largest leak that we can think of. */
class SlowVault extends Vault {
  readonly slowFor = new Set<string>();

  override blindIndexes(...[kind, text]: Parameters<Vault['blindIndexes']>): ReturnType<Vault['blindIndexes']> {
    const until = performance.now() + (this.slowFor.has(createHash('sha256').update(text).digest('hex')) ? SLOWNESS : 0);
    while (performance.now() < until);
    return super.blindIndexes(kind, text);
  }
}

describe('the clock and the size of an answer', () => {
  it.each<[what: string, first: () => (pair: number) => string, second: () => (pair: number) => string]>([
    ['a card whose holder agreed, and a number that nobody has', () => of(agreed), () => unknownCard],
    ['a card that was bound without the consent, and a number that nobody has', () => of(silent), () => unknownCard],
  ])(
    'tell nothing apart: %s',
    async (what, first, second) => {
      const measured = await measure(await timedServer(world, FLOOR), PAIRS, SIDE_BY_SIDE, first(), second());
      expect(measured.lengths.size).toBe(1);
      expect(tell(what, measured)).toBeLessThanOrEqual(bound(PAIRS));
      for (const time of [...measured.hits, ...measured.misses]) expect(time).toBeGreaterThanOrEqual(FLOOR - 5);
    },
    isLong ? 30 * MINUTES : 2 * MINUTES,
  );

  it(
    'tell it of a register that is slow for whoever is there, unless the answers are held: so this measurement can see a leak',
    async () => {
      const vault = new SlowVault(world.config.keys);
      for (const cardId of agreed) vault.slowFor.add(createHash('sha256').update(`CITY\u0000card\u0000${cardId}`).digest('hex'));
      const bare = await measure(await timedServer(world, 0, vault), CONTROL_PAIRS, 1, of(agreed), unknownCard);
      expect(tell('control: slow for whoever is there, not held', bare)).toBeGreaterThan(0.5 + 5 * chanceOf(CONTROL_PAIRS));
      // Two at once only: a processor that is kept busy by others delays whoever is released meanwhile, and that is no leak.
      const held = await measure(await timedServer(world, 3 * FLOOR, vault), CONTROL_PAIRS, 2, of(agreed), unknownCard);
      expect(tell('slow for whoever is there, held long enough', held)).toBeLessThanOrEqual(0.55 + 3 * chanceOf(CONTROL_PAIRS));
    },
    2 * MINUTES,
  );
});
