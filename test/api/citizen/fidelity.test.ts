import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RegisterDonorDocument } from '../../../schema/generated/graphql.ts';
import { canonicalDecision } from '../../../server/src/donors/canonical-decision.ts';
import { allItems, Choice } from '../../../server/src/donors/donation-kinds.ts';
import { Container } from '../../../server/src/identity/identity-provider.ts';
import { choicesOf, deciding, ownPage, registration } from '../../kit/decisions.ts';
import { createWorld } from '../../kit/world.ts';

const world = await createWorld();
const database = new pg.Client(world.databaseUrl);
beforeAll(() => database.connect());
afterAll(() => database.end());

/**
 * An orthogonal array OA(27, 12, 3, 2): every pair of items meets in every pair of choices, so that a mix-up of any two
 * columns or values would show. All 531,441 combinations are tried without HTTP in canonical-decision.test.ts and every-combination.test.ts.
 */
const combinations = Array.from({ length: 27 }, (_, row) =>
  allItems.map((item, place) => {
    const [a, b, c] = [row % 3, Math.floor(row / 3) % 3, Math.floor(row / 9)];
    const directions = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 2, 0], [1, 0, 1], [1, 0, 2], [0, 1, 1], [0, 1, 2], [1, 1, 1], [1, 1, 2], [1, 2, 1]] as const;
    const [x, y, z] = directions[place] ?? [0, 0, 0];
    return { item, choice: Object.values(Choice)[(a * x + b * y + c * z) % 3] ?? 'AGREE' };
  }),
).filter((choices) => choices.some(({ choice }) => choice === 'AGREE'));

describe('the combinations', () => {
  it('hold every pair of items in every pair of choices that a registration can have', () => {
    const met = new Set(combinations.flatMap((choices) => choices.flatMap((one, a) => choices.slice(a + 1).map((other) => [one.item, one.choice, other.item, other.choice].join()))));
    expect(met.size).toBe(((12 * 11) / 2) * 9);
  });
});

describe.each(Object.values(Container))('what is said through %s', (container) => {
  it('is what is stored, what is read back and what is shown, for every pair of items and choices', async () => {
    for (const said of combinations) {
      const citizen = await world.citizen({}, container);
      const { registerDonor } = await citizen.run(RegisterDonorDocument, { input: registration({ choices: said }) });
      if (registerDonor.__typename !== 'RegisterDonorSuccess') throw new Error(registerDonor.__typename);
      const { donor } = await ownPage(citizen);
      const shown = [registerDonor.decision, donor?.decision].map((decision) => decision?.choices.map(({ item, choice }) => ({ item, choice })));
      expect(shown).toEqual([said, said]);
      const { rows } = await database.query<{ choices: Record<string, string> }>('select choices from decision where id = $1', [registerDonor.decision.id]);
      expect(rows[0]?.choices).toEqual(Object.fromEntries(said.map(({ item, choice }) => [item, choice])));
    }
  }, 60_000);
});

describe('the fingerprint', () => {
  it('on the confirmation can be computed again from what is shown', async () => {
    const citizen = await world.citizen();
    await deciding.register(citizen, { choices: choicesOf('AGREE', { BONE: 'REFUSE' }) });
    const { data } = await citizen.query('{ viewer { donor { registrationNumber decision { sequence action state choices { item choice } channel assuranceLevel consent { purpose version hash } recordedAt fingerprint } } } }');
    const { donor } = data?.['viewer'] as { donor: { registrationNumber: string; decision: Record<string, never> & Shown } };
    const { decision } = donor;
    const form = canonicalDecision(donor.registrationNumber, {
      ...decision,
      choices: Object.fromEntries(decision.choices.map(({ item, choice }) => [item, choice])),
      consentPurpose: decision.consent.purpose,
      consentVersion: decision.consent.version,
      consentHash: decision.consent.hash,
      recordedAt: new Date(decision.recordedAt),
    });
    expect(createHash('sha256').update(form).digest('hex')).toBe(decision.fingerprint);
  });

  it.each([
    ['a choice', "choices = jsonb_set(choices, '{HEART}', '\"REFUSE\"')"],
    ['a choice taken away', "choices = choices - 'SKIN'"],
    ['the time', "recorded_at = recorded_at - interval '1 day'"],
    ['the channel', "channel = 'ZHELIBAN_APP'"],
    ['the words', "consent_hash = repeat('0', 64)"],
    ['the state', "state = 'REFUSED'"],
  ])('does not let a decision be shown after somebody altered %s in the database', async (_what, change) => {
    const citizen = await world.citizen();
    const registered = await deciding.register(citizen);
    if (registered.__typename !== 'RegisterDonorSuccess') throw new Error(registered.__typename);
    await database.query(`alter table decision disable trigger user; update decision set ${change} where id = '${registered.decision.id}'; alter table decision enable trigger user`);
    const { data, errors } = await citizen.query('{ viewer { donor { decision { state } } } }');
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(data?.['viewer'] ?? null).not.toMatchObject({ donor: { decision: { state: 'AGREED' } } });
    expect(world.logged.join('')).toContain('DecisionAltered');
  });
});

interface Shown {
  readonly sequence: number;
  readonly action: 'REGISTERED';
  readonly state: 'AGREED';
  readonly choices: readonly { item: string; choice: string }[];
  readonly channel: 'OPEN_WEB';
  readonly assuranceLevel: 'ADVANCED_REAL_NAME';
  readonly consent: { readonly purpose: 'AGREE'; readonly version: string; readonly hash: string };
  readonly recordedAt: string;
  readonly fingerprint: string;
}
