import { describe, expect, it } from 'vitest';
import { documentLimits, partnerLimits, type DocumentLimit } from '../../../server/src/graphql/gate/document-limits.ts';
import { isLong, report } from '../../kit/effort.ts';
import { ownerOf, partner, partnerToken } from '../../kit/partners.ts';
import { hostileRequests, type HostileRequest } from '../../kit/surface/hostile-requests.ts';
import { createSurfaceWorld, type RawAnswer } from '../../kit/surface/surface-world.ts';
import { NOW } from '../../kit/world.ts';

/** Reliability G21: what one request may cost. */
const MOST_CPU = 100_000;
const LARGEST_ANSWER = 1_000_000;
/** Each request is repeated and its cheapest run counts: other programs on the machine only ever add. */
const RUNS = isLong ? 7 : 3;

// As in production, where partners are the only ones whose documents are free.
const world = await createSurfaceWorld('production');
const owner = await ownerOf(world.databaseUrl);
const token = await partnerToken(owner, NOW, await partner(owner, NOW, { pointsPerHour: 1_000_000 }));
const rows: Record<string, unknown>[] = [];

interface Answer {
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly limit?: string; readonly allowed?: number; readonly requested?: number } }[];
  readonly extensions?: { readonly cost?: { readonly requested: number } };
}

/** Where a partner meets another end than a citizen in the tests: its limits are narrower, and people's fields are closed to it. */
const otherwise: Readonly<Record<string, HostileRequest['ends']>> = {
  'duplicates that double at each level': { limit: 'depth' },
  'lists of 4 levels, 8 each': { limit: 'depth' },
  'doubling fragments, 2^18': { limit: 'definitions' },
  'all of one’s own history, twice': { code: 'FORBIDDEN' },
};

describe('a hostile request of a partner in production', () => {
  it.each(hostileRequests)('is refused cheaply or answered within the budget: $name', async ({ name, request, ends: usual }) => {
    const ends = otherwise[name] ?? usual;
    const answers: RawAnswer[] = [];
    for (let run = 0; run < RUNS; run += 1) answers.push(await world.send({ ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } }));
    const [cheapest] = answers.toSorted((one, other) => one.cpu - other.cpu);
    if (!cheapest) throw new Error('Nothing was sent');
    const { errors, extensions } = JSON.parse(cheapest.text) as Answer;
    const { code, limit, allowed, requested } = errors?.[0]?.extensions ?? {};
    rows.push({ request: name, status: cheapest.status, ends: limit ? `${limit} ${requested} > ${allowed}` : (code ?? 'answered'), points: extensions?.cost?.requested, bytes: cheapest.bytes, 'CPU µs': cheapest.cpu });
    if (ends === 'answered') expect(code).toBeUndefined();
    else if ('limit' in ends) expect({ code, limit }).toEqual({ code: 'QUERY_TOO_COSTLY', limit: ends.limit });
    else expect(code).toBe(ends.code);
    expect(cheapest.cpu).toBeLessThan(MOST_CPU);
    expect(cheapest.bytes).toBeLessThan(LARGEST_ANSWER);
    expect(cheapest.status).toBeLessThan(500);
    expect(extensions?.cost?.requested).toBeGreaterThan(0);
  });

  it('meets limits that are nowhere wider than those of our own documents', () => {
    for (const limit of Object.keys(documentLimits) as DocumentLimit[]) expect(partnerLimits[limit], limit).toBeLessThanOrEqual(documentLimits[limit]);
    report('Hostile requests of a partner: how each ends, its points, its answer and its processor time (client and server together)', rows);
  });
});
