/** What is measured at each step of `pnpm growth`. */
import type pg from 'pg';
import { DecisionHistoryDocument } from '../../schema/generated/graphql.ts';
import type { Orm } from '../../server/src/database/orm.ts';
import { differencesIn, type DifferenceRow } from '../../server/src/national-register/national-sync.queries.ts';
import type { Contender } from './contenders.ts';
import type { PagedList, Times } from './growth-record.ts';
import { percentile } from './statistics.ts';

/** How often each page is read, alternating with the others. */
const READINGS = 40;
const PAGE = 20;
/** Entries before the page that is read; only those depths that a list has. */
const DEPTHS = [0, 100, 10_000, 100_000, 1_000_000];

/** The middle and the slowest hundredth of some times in milliseconds. */
export function timesOf(milliseconds: readonly number[]): Times {
  const rounded = (share: number) => Math.round(percentile(milliseconds, share) * 1_000) / 1_000;
  return { count: milliseconds.length, p50: rounded(0.5), p99: rounded(0.99) };
}

/** How long something takes, again and again. */
export async function timed<Item>(items: readonly Item[], ask: (item: Item) => Promise<unknown>): Promise<Times> {
  const milliseconds: number[] = [];
  for (const item of items) {
    const began = performance.now();
    await ask(item);
    milliseconds.push(performance.now() - began);
  }
  return timesOf(milliseconds);
}

/** Asks the server for the decision of each person once. */
export function firstTouch(server: Contender, tokens: readonly string[]): Promise<Times> {
  return timed(tokens, (token) => answerTo(server, server.request(token)));
}

/** The look-up's statement alone: planned and run by PostgreSQL as the server has it, for people who lie all over the tables. */
export async function measureStatement(client: pg.Client, indexes: readonly Buffer[]): Promise<Times & { readonly blocks: number }> {
  await client.query('prepare growth_look_up (bytea) as select * from donor d left join decision l on l.donor_id = d.id and l.sequence = d.latest_sequence where d.document_index = $1');
  const [milliseconds, blocks]: [number[], number[]] = [[], []];
  for (const index of indexes) {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number; Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }] }>(`explain (analyze, buffers, format json) execute growth_look_up('\\x${index.toString('hex')}')`);
    const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error('PostgreSQL explained nothing');
    milliseconds.push(plan['Execution Time']);
    blocks.push(plan.Plan['Shared Hit Blocks'] + plan.Plan['Shared Read Blocks']);
  }
  await client.query('deallocate growth_look_up');
  return { ...timesOf(milliseconds), blocks: percentile(blocks, 0.5) };
}

/** One person's history through the server, at several depths in turn. */
export async function measureHistory(server: Contender, token: string, decisions: number): Promise<PagedList> {
  const depths = DEPTHS.filter((depth) => depth + PAGE < decisions);
  return { list: 'own history', pages: await inTurns(depths, (depth) => answerTo(server, historyAfter(server, token, decisions - depth + 1))) };
}

/** The list that staff have of decisions the national register has not confirmed, as the register asks for it, with its total. */
export async function measureDifferences(orm: Orm, client: pg.Client, decisions: number): Promise<PagedList> {
  const depths = DEPTHS.filter((depth) => depth + PAGE < decisions);
  const places = new Map<number, DifferenceRow | null>();
  for (const depth of depths) places.set(depth, depth === 0 ? null : await placeAt(client, depth));
  const ask = (depth: number) => differencesIn(orm.em.fork(), { prefix: '33', withoutArea: true }, { lateSince: new Date(), after: places.get(depth) ?? null, limit: PAGE });
  return { list: 'unconfirmed decisions, with total', pages: await inTurns(depths, ask, 3) };
}

/** Everybody by id, as the key rotation walks through them: by keyset, and for comparison by offset. */
export async function measureWalk(client: pg.Client, people: number): Promise<PagedList[]> {
  const depths = DEPTHS.filter((depth) => depth + PAGE < people);
  const starts = new Map<number, string>();
  for (const depth of depths) {
    const { rows } = await client.query<{ id: string }>('select id from donor order by id offset $1 limit 1', [depth]);
    starts.set(depth, rows[0]?.id ?? '');
  }
  const byKey = (depth: number) => client.query({ name: 'walk', text: 'select id, version from donor where id >= $1 order by id limit $2', values: [starts.get(depth), PAGE] });
  const byOffset = (depth: number) => client.query({ name: 'offset', text: 'select id, version from donor order by id offset $1 limit $2', values: [depth, PAGE] });
  return [
    { list: 'everybody by id, keyset', pages: await inTurns(depths, byKey) },
    { list: 'everybody by id, by offset (not ours)', pages: await inTurns(depths, byOffset, 5) },
  ];
}

/** Every depth once in each turn, so that neighbours on the machine disturb all alike; the first turn does not count. */
async function inTurns(depths: readonly number[], ask: (depth: number) => Promise<unknown>, readings = READINGS): Promise<PagedList['pages']> {
  const took = new Map(depths.map((depth) => [depth, [] as number[]]));
  const givenUp = new Map(depths.map((depth) => [depth, 0]));
  for (let turn = 0; turn <= readings; turn++) {
    for (const [depth, milliseconds] of took) {
      const began = performance.now();
      await ask(depth).catch((error: unknown) => {
        if (!isGivenUp(error)) throw error;
        givenUp.set(depth, (givenUp.get(depth) ?? 0) + 1);
      });
      if (turn > 0) milliseconds.push(performance.now() - began);
    }
  }
  return [...took].map(([depth, milliseconds]) => ({ depth, ...timesOf(milliseconds), givenUp: givenUp.get(depth) ?? 0 }));
}

/** The statement took longer than the register lets any take. */
function isGivenUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}

async function placeAt(client: pg.Client, depth: number): Promise<DifferenceRow> {
  const { rows } = await client.query<{ decision_id: string; since: Date }>(
    'select decision_id, since from national_sync as sync join decision on decision.id = decision_id join donor on donor.id = donor_id and latest_sequence = sequence order by since, decision_id offset $1 limit 1',
    [depth],
  );
  const [row] = rows;
  if (!row) throw new Error(`The list has no entry ${depth}`);
  return { decisionId: row.decision_id, since: row.since };
}

function historyAfter(server: Contender, token: string, before: number): ReturnType<Contender['request']> {
  const { id, operationName } = DecisionHistoryDocument;
  return { ...server.request(token), body: JSON.stringify({ documentId: id, operationName, variables: { after: cursorOf(before) } }) };
}

/** As the server writes cursors (`graphql/connections.ts`), which Node cannot load unbuilt; a wrong one is refused, which would be seen. */
function cursorOf(sequence: number): string {
  return Buffer.from(`c1:${sequence}`).toString('base64url');
}

async function answerTo({ origin }: Contender, { method, path, headers, body }: ReturnType<Contender['request']>): Promise<void> {
  const response = await fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  // A refusal is quick, too.
  if (!response.ok || text.includes('"errors"') || !text.includes('"fingerprint"')) throw new Error(`No decision in the answer: ${response.status} ${text.slice(0, 300)}`);
}
