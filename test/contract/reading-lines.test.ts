import { createServer, type AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { ask, reading } from '../../server/src/database/readings.ts';
import { ReadingLines } from '../../server/src/database/reading-lines.ts';
import { isDatabaseUnavailable } from '../../server/src/database/unavailable.ts';
import { createWorld } from '../kit/world.ts';

const { databaseUrl, orm } = await createWorld();
const lines = new ReadingLines({ connectionString: databaseUrl, application_name: 'lines under test', query_timeout: 1_000 }, 2);
const other = new pg.Client(databaseUrl);
await other.connect();
afterAll(() => Promise.all([lines.close(), other.end()]));

const twice = (value: number) => lines.query<{ answer: number }>({ name: 'twice', text: 'select $1::int * 2 as answer', values: [value] });
const share = (by: number) => lines.query<{ answer: number }>({ name: 'share', text: 'select 12 / $1::int as answer', values: [by] });
const busyFor = (seconds: number) => lines.query({ name: 'sleep', text: 'select pg_sleep($1)', values: [seconds] });
const theirs = "from pg_stat_activity where application_name = 'lines under test'";

describe('the lines for short reads', () => {
  it('give each who asks at once their own answer, over no more connections than there are lines', async () => {
    const values = Array.from({ length: 200 }, (_, at) => at);
    const answers = await Promise.all(values.map(twice));
    expect(answers.map(([row]) => row?.answer)).toEqual(values.map((value) => value * 2));
    expect((await other.query(`select count(*)::int as count ${theirs}`)).rows).toEqual([{ count: 2 }]);
  });

  it('fail one statement and none beside it', async () => {
    const asked = await Promise.allSettled([1, 0, 2, 0, 3, 4].map(share));
    expect(asked.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value[0]?.answer : (outcome.reason as { code?: string }).code))).toEqual([12, '22012', 6, '22012', 4, 3]);
  });

  it('give instants as dates', async () => {
    expect(await lines.query({ name: 'instant', text: "select timestamptz '2026-11-26T12:00:00Z' as at", values: [] })).toEqual([{ at: new Date('2026-11-26T12:00:00Z') }]);
  });

  it('that are cut off fail what is on them as a database that is away, and are there again for the next', async () => {
    const onThem = [busyFor(0.8), busyFor(0.8), twice(1), twice(2)];
    const outcomes = Promise.allSettled(onThem);
    await expect.poll(async () => (await other.query(`select count(*)::int as count ${theirs} and query like '%pg_sleep%'`)).rows).toEqual([{ count: 2 }]);
    await other.query(`select pg_terminate_backend(pid) ${theirs}`);
    for (const outcome of await outcomes) expect(outcome.status === 'rejected' && isDatabaseUnavailable(outcome.reason)).toBe(true);
    expect((await Promise.all([1, 2, 3, 4].map(twice))).map(([row]) => row?.answer)).toEqual([2, 4, 6, 8]);
  });

  it('do not wait for ever for a statement that does not come to its end', async () => {
    const outcomes = await Promise.allSettled([busyFor(30), busyFor(30), twice(1)]);
    for (const outcome of outcomes) expect(outcome.status === 'rejected' && isDatabaseUnavailable(outcome.reason)).toBe(true);
    expect((await twice(21))[0]?.answer).toBe(42);
  });

  it('let go of a line whose greeting the database refuses, however often somebody asks', async () => {
    const refused = new ReadingLines({ connectionString: databaseUrl, application_name: 'refused' }, 2, async (client) => void (await client.query('select 1 / 0')));
    for (let time = 0; time < 10; time++) await expect(refused.query({ name: 'any', text: 'select 1', values: [] })).rejects.toThrow('division by zero');
    await expect.poll(async () => (await other.query(`select count(*)::int as count from pg_stat_activity where application_name = 'refused'`)).rows).toEqual([{ count: 0 }]);
  });

  it('answer nobody once they are closed', async () => {
    const own = new ReadingLines({ connectionString: databaseUrl }, 1);
    const last = own.query({ name: 'last', text: 'select 1 as one', values: [] });
    await own.close();
    expect(await last).toEqual([{ one: 1 }]);
    await expect(own.query({ name: 'late', text: 'select 1', values: [] })).rejects.toThrow('closed');
  });

  it('prepare anew where a table has changed since', async () => {
    await other.query('create table changing (word int)');
    const word = () => lines.query<{ word: unknown }>({ name: 'changing', text: 'select * from changing', values: [] });
    await Promise.all([word(), word()]);
    await other.query('alter table changing alter word type text');
    const first = await Promise.allSettled([word(), word()]);
    expect(first.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await Promise.all([word(), word()])).toEqual([[], []]);
  });

  it('tell that a database which does not answer at all is away', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    const nowhere = new ReadingLines({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port, user: 'nobody', connectionTimeoutMillis: 200 }, 1);
    await expect(nowhere.query({ name: 'any', text: 'select 1', values: [] })).rejects.toSatisfy(isDatabaseUnavailable);
    silent.close();
  });

  it('tell that the database cannot be reached, each time', async () => {
    const nowhere = new ReadingLines({ connectionString: 'postgres://nobody@127.0.0.1:9/none' }, 1);
    const any = () => nowhere.query({ name: 'any', text: 'select 1', values: [] });
    await expect(any()).rejects.toSatisfy(isDatabaseUnavailable);
    await expect(any()).rejects.toSatisfy(isDatabaseUnavailable);
  });
});

describe('what is asked by the lines of a server', () => {
  // As PostgreSQL keeps it for a statement that is asked often.
  const plan = 'explain (generic_plan) select answered_at from idempotent_request where person_index in ($1, $2) and key = $3';

  it('is found by an index, also where the plan was made while the table had no rows; by the pool it would not be', async () => {
    await other.query('analyze idempotent_request');
    const PLAN = reading({ name: 'plan', rows: {}, values: { line: ['not asked for', 'text'] }, text: () => plan });
    const planned = (await ask(orm.em.fork(), PLAN, [Buffer.alloc(0), Buffer.alloc(0), ''])).map(({ line }) => line).join('\n');
    expect(planned).toContain('idempotent_request_pkey');
    const usual = await orm.em.fork().execute<Readonly<Record<string, string>>[]>(plan.replace('$1, $2', "'', ''").replace('$3', "''"));
    expect(JSON.stringify(usual)).toContain('Seq Scan');
  });
});
