import { beforeAll, describe, expect, it } from 'vitest';
import { OpenFamilyMessageDocument } from '../../schema/generated/graphql.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { deciding } from '../kit/decisions.ts';
import { isLong, report } from '../kit/effort.ts';
import { otherCode, told, type LinkAndCode } from '../kit/family.ts';
import { areaUnderCurve, chanceOf, overGraphql, timedServer, type Timed } from '../kit/timing.ts';
import { createWorld } from '../kit/world.ts';

const PAIRS = isLong ? 2_000 : 120;
const FLOOR = 50;
const MAKERS = Math.ceil(PAIRS / 10);
const SIDE_BY_SIDE = 3;
/** How much longer a slow vault takes for whoever is let in, in milliseconds: much more than any noise of the machine. */
const SLOWNESS = 40;

/** A vault far away, which is asked only where something is shown. */
class SlowVault extends Vault {
  override openedDataKey(personId: string, version: number): ReturnType<Vault['openedDataKey']> {
    const until = performance.now() + SLOWNESS;
    while (performance.now() < until);
    return super.openedDataKey(personId, version);
  }
}

const world = await createWorld();
const links: LinkAndCode[] = [];

beforeAll(async () => {
  for (let maker = 0; maker < MAKERS; maker++) {
    const citizen = await world.citizen();
    await deciding.register(citizen);
    for (let message = 0; message < 10; message++) links.push(await told(citizen));
  }
}, 120_000);

/** Tries a code, a wrong one unless it says otherwise, at links that are and links that never were, in turn; each once, so none is locked. */
async function measure(ask: Timed, codeOf = otherCode): Promise<{ readonly real: number[]; readonly made: number[]; readonly answers: Set<string> }> {
  const [real, made] = [[] as number[], [] as number[]];
  const answers = new Set<string>();
  const one = async (input: LinkAndCode, times: number[]) => {
    const { text, milliseconds } = await ask(overGraphql({ documentId: OpenFamilyMessageDocument.id, variables: { input: { secret: input.secret, code: codeOf(input.code) } } }), null);
    times.push(milliseconds);
    answers.add(text);
  };
  let next = 0;
  const work = async () => {
    for (let pair = next++; pair < PAIRS; pair = next++) {
      const link = links[pair] ?? { secret: '', code: '' };
      const turns = [() => one(link, real), () => one({ ...link, secret: link.secret.split('').toReversed().join('') }, made)];
      for (const turn of pair % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return { real, made, answers };
}

describe('a link without its code', () => {
  it(
    'is told from a link that never was neither by the bytes of the answer nor by the clock',
    async () => {
      const { real, made, answers } = await measure(await timedServer(world, FLOOR));
      expect(answers.size).toBe(1);
      for (const time of [...real, ...made]) expect(time).toBeGreaterThanOrEqual(FLOOR - 5);
      const area = areaUnderCurve(real, made);
      report('a wrong code at a link, and at none', [{ pairs: PAIRS, 'area under the curve': area.toFixed(4), 'by chance': `±${(2 * chanceOf(PAIRS)).toFixed(4)}` }]);
      expect(area).toBeLessThanOrEqual(0.55 + (isLong ? 0 : 3 * chanceOf(PAIRS)));
    },
    120_000,
  );

  it(
    'is seen to open when answers are not held and the vault is slow: so this measurement can see a leak',
    async () => {
      const { real, made } = await measure(await timedServer(world, 0, new SlowVault(world.config.keys)), (code) => code);
      const area = areaUnderCurve(real, made);
      report('control: the right code and a slow vault, not held', [{ pairs: PAIRS, 'area under the curve': area.toFixed(4) }]);
      expect(area).toBeGreaterThan(0.5 + 5 * chanceOf(PAIRS));
    },
    120_000,
  );
});
