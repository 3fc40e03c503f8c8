import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../server/src/database/embedded/postgres.ts';
import { databaseLimits, memoryLimits, type LimitRule, type Limits } from '../../server/src/graphql/limits.ts';
import { sightingsIn } from '../kit/canaries.ts';
import { bringUp } from '../kit/world.ts';

/** A PostgreSQL of its own, because it is stopped. */
const cluster = await startEmbeddedPostgres({ dataFolder: mkdtempSync(join(tmpdir(), 'sanxian-limits-')), database: 'sanxian', forgetful: true });
await bringUp(cluster);
const rules = {
  together: { points: 10, seconds: 60, counted: 'TOGETHER' },
  guarded: { points: 10, seconds: 60, counted: 'TOGETHER', withoutTable: 'REFUSE' },
  flood: { points: 10, seconds: 60, counted: 'HERE' },
} as const satisfies Record<string, LimitRule>;
const digest = (text: string) => createHmac('sha256', 'a key of this test').update(text).digest();
const server = () => databaseLimits({ databaseUrl: cluster.runtimeUrl, digest, rules });
const [one, other] = [server(), server()];
afterAll(async () => {
  await one.close();
  await other.close();
  await cluster.stop();
});
afterEach(() => void vi.useRealTimers());

/** The rules of this test stand in for those of the register. */
const take = (limits: Limits, action: keyof typeof rules, caller: string) => limits.take(action as never, caller);
const allowed = async (servers: readonly Limits[], action: keyof typeof rules, caller: string, times: number) =>
  (await Promise.all(Array.from({ length: times }, (_, at) => take(servers[at % servers.length] ?? one, action, caller)))).filter((wait) => wait === null).length;

describe('a limit that servers count together', () => {
  it('lets ten of five hundred through that come to two servers at once', async () => {
    expect(await allowed([one, other], 'together', '192.0.2.1', 500)).toBe(10);
    expect(await allowed([one, other], 'together', '192.0.2.2', 500)).toBe(10);
  });

  it('tells how long to wait, and gives the allowance anew when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    expect(await allowed([one], 'together', '192.0.2.3', 10)).toBe(10);
    const wait = await take(other, 'together', '192.0.2.3');
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await take(other, 'together', '192.0.2.3')).toBeNull();
  });

  it('keeps neither address nor number: its keys are digests that need our key', async () => {
    const caller = '13911112222';
    await take(one, 'together', caller);
    const database = new pg.Client(cluster.url);
    await database.connect();
    const { rows } = await database.query<{ key: string }>('select * from rate_limit');
    await expect(database.query("insert into rate_limit (key) values ('13911112222')")).rejects.toThrow(/rate_limit_key_check/);
    await database.end();
    expect(rows.map(({ key }) => key)).toContain(digest(`together\u0000${caller}`).toString('hex'));
    expect(sightingsIn('rate_limit', JSON.stringify(rows), [{ name: 'number', value: caller }, { name: 'address', value: '192.0.2.1' }])).toEqual([]);
  });
});

describe('a limit against floods', () => {
  it('is counted by each server alone, and asks no table', async () => {
    expect(await allowed([one, other], 'flood', '192.0.2.4', 60)).toBe(20);
    expect(await allowed([memoryLimits(rules)], 'flood', '192.0.2.4', 60)).toBe(10);
  });
});

describe('when the table cannot be reached', () => {
  it('each server allows half and no more, and what is guarded is refused', async () => {
    expect(await take(one, 'guarded', '192.0.2.5')).toBeNull();
    await cluster.stop();
    expect(await allowed([one], 'together', '192.0.2.6', 40)).toBe(5);
    expect(await allowed([other], 'together', '192.0.2.6', 40)).toBe(5);
    expect(await take(one, 'guarded', '192.0.2.5')).toBe(30);
    expect(await allowed([one], 'flood', '192.0.2.7', 40)).toBe(10);
  });
});
