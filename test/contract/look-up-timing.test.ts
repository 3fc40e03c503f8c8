import { beforeAll, describe, expect, it } from 'vitest';
import type { VerifiedIdentity } from '../../server/src/identity/identity-provider.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { LookUpDecisionDocument, type LookUpDecisionInput } from '../../schema/generated/graphql.ts';
import { median } from '../../scripts/bench/statistics.ts';
import { deciding } from '../kit/decisions.ts';
import { isLong, report } from '../kit/effort.ts';
import { AT_ONCE, questionAbout, twoClinicians } from '../kit/look-ups.ts';
import { overFhir } from '../kit/fhir-question.ts';
import { PUBLIC_URL } from '../kit/partners.ts';
import { areaUnderCurve, chanceOf, overGraphql, timedServer, type Timed, type TimedQuestion } from '../kit/timing.ts';
import { createWorld, person } from '../kit/world.ts';

/** `pnpm audit:timing` measures as many pairs as reliability G10 asks for; inside `pnpm test` as many as half a minute allows. */
const PAIRS = isLong ? 20_000 : 150;
const CONTROL_PAIRS = 150;
const BARE_PAIRS = 5_000;
const PEOPLE = isLong ? 100 : 40;
/** How many questions are under way at once while answers are held: waiting costs no work. */
const SIDE_BY_SIDE = 6;
const FLOOR = 50;
const MINUTES = 60_000;

/** A vault that does no work for nobody: what a register without a decoy would do. */
class HastyVault extends Vault {
  override open(sealed: Uint8Array, place: string): string {
    return place === 'look_up.decoy' ? '' : super.open(sealed, place);
  }
}

/** How much longer a slow vault takes for somebody who is there, in milliseconds: much more than any noise of the machine. */
const SLOWNESS = 40;

/** A vault far away, which is asked only for somebody who is there: the largest leak that we can think of. */
class SlowVault extends HastyVault {
  override openedDataKey(personId: string, version: number): ReturnType<Vault['openedDataKey']> {
    const until = performance.now() + SLOWNESS;
    while (performance.now() < until);
    return super.openedDataKey(personId, version);
  }
}

const world = await createWorld({ SANXIAN_PUBLIC_URL: PUBLIC_URL });
const registered: VerifiedIdentity[] = [];
const unknown = Array.from({ length: PEOPLE }, () => person());
let clinician = '';

beforeAll(async () => {
  clinician = (await twoClinicians(world))[0].token ?? '';
  for (let one = 0; one < PEOPLE; one++) {
    const who = person();
    await deciding.register(await world.citizen(who));
    registered.push(who);
  }
});

interface Measured {
  readonly hits: readonly number[];
  readonly misses: readonly number[];
  /** Every answer with what differs by chance struck out. */
  readonly answers: ReadonlySet<string>;
  readonly lengths: ReadonlySet<number>;
}

/** Asks about people who are on the register and people who are not, in turn and in an order by chance. */
async function measure(ask: Timed, pairs: number, sideBySide: number, token: string | null, question: (who: VerifiedIdentity) => TimedQuestion): Promise<Measured> {
  const [hits, misses]: [number[], number[]] = [[], []];
  const [answers, lengths] = [new Set<string>(), new Set<number>()];
  const one = async (who: VerifiedIdentity | undefined, times: number[]) => {
    const { text, milliseconds } = await ask(question(who ?? person()), token);
    times.push(milliseconds);
    answers.add(text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ''));
    lengths.add(text.length);
  };
  let next = 0;
  const work = async () => {
    for (let pair = next++; pair < pairs; pair = next++) {
      const hit = () => one(registered[pair % PEOPLE], hits);
      const miss = () => one(unknown[pair % PEOPLE], misses);
      // Whoever comes second in a pair finds the processor warm: each does so half of the time.
      for (const turn of (pair + Math.floor(pair / PEOPLE)) % 2 === 0 ? [hit, miss] : [miss, hit]) await turn();
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return { hits, misses, answers, lengths };
}

function tell(what: string, { hits, misses }: Measured): number {
  const area = areaUnderCurve(hits, misses);
  report(what, [{ pairs: hits.length, 'area under the curve': area.toFixed(4), 'by chance': `±${(2 * chanceOf(hits.length)).toFixed(4)}`, 'median gap, ms': (median(hits) - median(misses)).toFixed(4), 'median, ms': median(hits).toFixed(2) }]);
  return area;
}

/** The bound of G10, and what chance adds when fewer pairs are measured. */
const bound = (pairs: number) => 0.55 + (isLong ? 0 : 3 * chanceOf(pairs));

const asked = (input: LookUpDecisionInput) => overGraphql({ documentId: LookUpDecisionDocument.id, variables: { input } });
const wrongName = (who: VerifiedIdentity) => asked(questionAbout(who, { ...AT_ONCE, fullName: '演示他人' }));

describe('the clock and the bytes', () => {
  it.each<[what: string, token: () => string | null, question: (who: VerifiedIdentity) => TimedQuestion]>([
    ['a clinician who has the number but not the name', () => clinician, wrongName],
    ['a clinician who asks and must wait', () => clinician, (who) => asked(questionAbout(who))],
    ['somebody who may not ask at all', () => null, (who) => asked(questionAbout(who))],
    ['a system that asks over FHIR with the number but not the name', () => clinician, (who) => overFhir({ ...who, fullName: '演示他人' }, { '-break-glass': 'MINUTES_MATTER' })],
    ['a system that may not ask over FHIR', () => null, (who) => overFhir(who)],
  ])(
    'tell %s nothing about who is on the register',
    async (what, token, question) => {
      const measured = await measure(await timedServer(world, FLOOR), PAIRS, SIDE_BY_SIDE, token(), question);
      expect([measured.answers.size, measured.lengths.size]).toEqual([1, 1]);
      expect(tell(what, measured)).toBeLessThanOrEqual(bound(PAIRS));
      for (const time of [...measured.hits, ...measured.misses]) expect(time).toBeGreaterThanOrEqual(FLOOR - 5);
    },
    isLong ? 30 * MINUTES : 2 * MINUTES,
  );

  it(
    'tell it of a vault that is slow for whoever is there, unless the answers are held: so this measurement can see a leak',
    async () => {
      const vault = new SlowVault(world.config.keys);
      const bare = await measure(await timedServer(world, 0, vault), CONTROL_PAIRS, 1, clinician, wrongName);
      expect(bare.answers.size).toBe(1);
      expect(tell('control: a slow vault, not held', bare)).toBeGreaterThan(0.5 + 5 * chanceOf(CONTROL_PAIRS));
      const held = await measure(await timedServer(world, 10 * FLOOR, vault), CONTROL_PAIRS, SIDE_BY_SIDE, clinician, wrongName);
      expect(tell('a slow vault, held long enough', held)).toBeLessThanOrEqual(0.55 + 3 * chanceOf(CONTROL_PAIRS));
    },
    2 * MINUTES,
  );

  it.runIf(isLong)(
    'tell little even when answers are not held; how much is reported, with and without the work for nobody',
    async () => {
      for (const [what, vault] of [['not held, no decoy', new HastyVault(world.config.keys)], ['not held, decoy', world.vault]] as const) {
        const measured = await measure(await timedServer(world, 0, vault), BARE_PAIRS, 1, clinician, wrongName);
        expect(tell(what, measured)).toBeGreaterThanOrEqual(0.5);
      }
    },
    60 * MINUTES,
  );
});
