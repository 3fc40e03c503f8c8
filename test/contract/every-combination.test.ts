import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkChoices } from '../../server/src/donors/check-input.ts';
import { allItems, Choice, listChoices, type Choices } from '../../server/src/donors/donation-kinds.ts';
import type { InputProblem } from '../../server/src/graphql/refusal.types.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { isLong, report } from '../kit/effort.ts';

const options = Object.values(Choice);
const COMBINATIONS = options.length ** allItems.length;
/** The long form (`pnpm audit:surface`) tries all; otherwise one in 37, which has no factor in common with the three choices. */
const STEP = isLong ? 1 : 37;
const tried = Array.from({ length: Math.ceil(COMBINATIONS / STEP) }, (_, at) => at * STEP);
const AT_ONCE = 20_000;

const database = new pg.Client(await bareDatabase());
beforeAll(() => database.connect());
afterAll(() => database.end());

/** The combination of a number, as a caller states it: the items turned, because callers need not keep our order. */
function stated(combination: number) {
  const all = allItems.map((item, place) => ({ item, choice: options[Math.floor(combination / 3 ** place) % 3] ?? 'AGREE' }));
  const turn = combination % allItems.length;
  return [...all.slice(turn), ...all.slice(0, turn)];
}

/*
 * Britain's register held 444,031 wrong wishes for ten years because one way in mixed items up. The ways in share this road:
 * input → checked → PostgreSQL → list that people see. Through every channel it is walked over HTTP in fidelity.test.ts.
 */
describe('each combination of choices', () => {
  it(`comes out of the database as it went in, and is refused only when it agrees to nothing (${tried.length} of 531,441)`, { timeout: 120_000 }, async () => {
    let [wrong, refused, kept] = [0, 0, 0];
    for (let from = 0; from < tried.length; from += AT_ONCE) {
      const batch = tried.slice(from, from + AT_ONCE).map(stated);
      const accepted = batch.flatMap((said) => {
        const problems: InputProblem[] = [];
        const choices = checkChoices(said, problems);
        const agrees = said.some(({ choice }) => choice === 'AGREE');
        if (agrees !== (problems.length === 0)) wrong += 1;
        return agrees ? [{ said, choices }] : [];
      });
      refused += batch.length - accepted.length;
      // One text each way: every combination goes through PostgreSQL's own reading and writing of jsonb.
      const { rows } = await database.query<{ back: string }>('select jsonb_agg(value order by ordinality)::text as back from jsonb_array_elements($1::jsonb) with ordinality', [JSON.stringify(accepted.map(({ choices }) => choices))]);
      const back = JSON.parse(rows[0]?.back ?? '[]') as Choices[];
      for (const [at, { said }] of accepted.entries()) {
        const shown = new Map(listChoices(back[at] ?? {}).map(({ item, choice }) => [item, choice]));
        const isSame = shown.size === allItems.length && said.every(({ item, choice }) => shown.get(item) === choice);
        if (isSame) kept += 1;
        else wrong += 1;
      }
    }
    expect({ wrong, all: refused + kept }).toEqual({ wrong: 0, all: tried.length });
    // 2 to the power of 12 say yes to nothing; of a sample, about its share.
    expect(refused / tried.length).toBeCloseTo(2 ** allItems.length / COMBINATIONS, isLong ? 12 : 2);
    report('Every combination of choices', `${kept} kept as said, ${refused} that agree to nothing refused`);
  });
});
