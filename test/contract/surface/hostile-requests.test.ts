import { beforeAll, describe, expect, it } from 'vitest';
import { isLong, report } from '../../kit/effort.ts';
import { deciding } from '../../kit/decisions.ts';
import { hostileRequests, limitsToBreak } from '../../kit/surface/hostile-requests.ts';
import { createSurfaceWorld, type RawAnswer } from '../../kit/surface/surface-world.ts';

/** Reliability G21: what one request may cost. */
const MOST_CPU = 100_000;
const LARGEST_ANSWER = 1_000_000;
/** Each request is repeated and its cheapest run counts: other programs on the machine only ever add. */
const RUNS = isLong ? 7 : 3;

const world = await createSurfaceWorld();
const citizen = await world.citizen();
const rows: Record<string, unknown>[] = [];

beforeAll(async () => {
  await deciding.register(citizen);
  // A long history, to have something to ask for.
  for (let version = 1; version < (isLong ? 100 : 30); version += 1) await deciding.reaffirm(citizen, version);
}, 60_000);

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly limit?: string; readonly allowed?: number; readonly requested?: number } }[];
}

describe('a hostile request', () => {
  it.each(hostileRequests)('is refused cheaply or answered within the budget: $name', async ({ name, request, ends }) => {
    const answers: RawAnswer[] = [];
    for (let run = 0; run < RUNS; run += 1) answers.push(await world.send({ ...request, headers: { authorization: `Bearer ${citizen.token}`, ...request.headers } }));
    const [cheapest] = answers.toSorted((one, other) => one.cpu - other.cpu);
    if (!cheapest) throw new Error('Nothing was sent');
    const { errors } = JSON.parse(cheapest.text) as Answer;
    const { code, limit, allowed, requested } = errors?.[0]?.extensions ?? {};
    rows.push({ request: name, status: cheapest.status, ends: limit ? `${limit} ${requested} > ${allowed}` : (code ?? 'answered'), bytes: cheapest.bytes, 'CPU µs': cheapest.cpu });
    if (ends === 'answered') expect(code).toBeUndefined();
    else if ('limit' in ends) expect({ code, limit, status: cheapest.status }).toEqual({ code: 'QUERY_TOO_COSTLY', limit: ends.limit, status: ends.limit === 'answerBytes' ? 200 : 400 });
    else expect(code).toBe(ends.code);
    expect(cheapest.cpu).toBeLessThan(MOST_CPU);
    expect(cheapest.bytes).toBeLessThan(LARGEST_ANSWER);
    expect(cheapest.status).toBeLessThan(500);
  });

  it('breaks each limit at least once, so none of them stands on paper only', () => {
    const broken = new Set(hostileRequests.flatMap(({ ends }) => (ends !== 'answered' && 'limit' in ends ? [ends.limit] : [])));
    expect(limitsToBreak.filter((limit) => !broken.has(limit))).toEqual([]);
    report('Hostile requests: how each ends, its answer and its processor time (client and server together)', rows);
  });
});
