import { describe, expect, it } from 'vitest';
import { requestFaults } from '../../../server/src/graphql/request-faults.ts';
import { buildApiSchema } from '../../../server/src/graphql/schema.ts';
import { isLong, report } from '../../kit/effort.ts';
import { deciding } from '../../kit/decisions.ts';
import { Chance } from '../../kit/surface/random.ts';
import { RandomOperations } from '../../kit/surface/random-operations.ts';
import { createSurfaceWorld, type RawRequest } from '../../kit/surface/surface-world.ts';

const OPERATIONS = isLong ? 10_000 : 800;
const SEED = 20_261_123;
/** Words of drivers, of the database and of our own code that no caller may read. */
const forbidden = /SQLSTATE|violates (unique|foreign|check|not-null)|duplicate key value|invalid input syntax|relation "\w+"|DriverException|MikroORM|node_modules|\bat [\w.<>]+ \([^)]*:\d+:\d+\)|invalid byte sequence|Cannot read prop|is not a function/;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string; readonly requestId?: string } }[];
}

/** Who may ask for most of what staff see. */
const province = { role: 'MANAGER', divisionCode: '330000' } as const;

const world = await createSurfaceWorld();
const schema = buildApiSchema();

describe('operations made at random over the schema', () => {
  it(`never break the server, and every error is one of ours (${OPERATIONS} operations)`, { timeout: 600_000 }, async () => {
    const chance = new Chance(SEED);
    const { organisations } = (await world.anonymous().query('{ organisations(first: 20) { nodes { id } pageInfo { endCursor } } }')).data as { organisations: { nodes: { id: string }[]; pageInfo: { endCursor: string } } };
    const ids = organisations.nodes.map(({ id }) => id);
    const operations = new RandomOperations(schema, chance, {
      ...{ code: ['33', '330106', '330104', '110000'], id: ids, after: [organisations.pageInfo.endCursor], search: ['杭州', '江干'], idempotencykey: ['0123456789abcdef0123'] },
      ...{ phone: ['13700000001', '0571-88888888'], name: ['阿卜杜拉·买买提', '演示人'], version: ['2026-11-23'] },
    });
    let citizen = await world.citizen();
    let manager = await world.staff(province);
    await deciding.register(citizen);

    const ends = new Map<string, number>();
    const wrong: unknown[] = [];
    let dearest: { readonly cpu: number; readonly request: RawRequest } = { cpu: 0, request: {} };
    for (let index = 0; index < OPERATIONS; index += 1) {
      const { query, variables, kind } = operations.next();
      const token = chance.of([citizen.token, citizen.token, manager.token, null, 'made-up']);
      const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), 'accept-language': chance.of(['zh-CN', 'en']) };
      const request = { body: { query, variables }, headers };
      const { status, text, cpu } = await world.send(request);
      if (cpu > dearest.cpu) dearest = { cpu, request };
      const { data, errors = [] } = JSON.parse(text) as Answer;
      const codes = errors.map(({ extensions }) => extensions?.code ?? 'none');
      const isOurs = errors.every(({ extensions }) => extensions?.requestId !== undefined && extensions.code !== undefined && extensions.code in requestFaults && !['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'].includes(extensions.code));
      if (status >= 500 || !isOurs || forbidden.test(errors.map(({ message }) => message).join('\n')) || (data === undefined && errors.length === 0)) wrong.push({ index, status, query, variables, text: text.slice(0, 500) });
      const end = `${kind}: ${codes[0] ?? (kind === 'mutation' ? (/"__typename":"(\w+)"/.exec(text)?.[1] ?? 'answered') : 'answered')}`;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      if (/\bsign(In|Out)\b/.test(query) && token === citizen.token) citizen = await world.citizen();
      if (/\bsignOutStaff\b/.test(query) && token === manager.token) manager = await world.staff(province);
    }

    report(`${OPERATIONS} random operations, seed ${SEED}: how they end`, [...ends].toSorted(([, one], [, other]) => other - one).map(([end, count]) => ({ end, count })));
    // Whoever is unlucky pays for the collection of everybody's garbage; what the request itself costs shows when it is repeated.
    let again = dearest.cpu;
    for (let run = 0; run < 5; run += 1) again = Math.min(again, (await world.send(dearest.request)).cpu);
    report('The dearest of them', `${dearest.cpu} µs, repeated ${again} µs  ${JSON.stringify(dearest.request.body).slice(0, 300)}`);
    // A copy of one’s own data is drawn as a PDF: dear, and only a few times an hour (graphql/limits.ts).
    expect(again).toBeLessThan(JSON.stringify(dearest.request.body).includes('exportMyData') ? 400_000 : 100_000);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(world.logged.filter((line) => line.includes('request broken'))).toEqual([]);
    // A generator that only met the door would prove nothing about the house; what is for other roles alone is part of the door.
    expect((ends.get('query: answered') ?? 0) / OPERATIONS).toBeGreaterThan(0.1);
  });
});
