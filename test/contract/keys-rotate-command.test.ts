import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepToOwnKeys } from '../../server/src/database/key-mark.ts';
import { connect } from '../../server/src/database/orm.ts';
import { configuredKeys } from '../../server/src/vault/local-keys.ts';
import { Vault } from '../../server/src/vault/vault.ts';
import { bareDatabase } from '../kit/bare-database.ts';

const PEOPLE = 8_000;
const databaseUrl = await bareDatabase();
const owner = new pg.Client(databaseUrl);
const key = () => randomBytes(32).toString('base64');
const [formerRing, nextRing, index] = [`former:${key()}`, `next:${key()}`, key()];
const script = resolve(import.meta.dirname, '../../scripts/keys-rotate.ts');
const environment = (ring: string) => ({ PATH: process.env['PATH'], DATABASE_URL: databaseUrl, SANXIAN_DATA: 'nowhere', SANXIAN_KEYS: ring, SANXIAN_INDEX_KEY: index });

function run(args: readonly string[], ring: string): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, ...args], { env: environment(ring) }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

async function closedBy(id: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>('select count(*)::int as count from key_store.person_key where key_id = $1', [id]);
  return rows[0]?.count ?? -1;
}

beforeAll(async () => {
  await owner.connect();
  const vault = new Vault(configuredKeys(formerRing, index));
  const orm = await connect(databaseUrl);
  await keepToOwnKeys(orm, vault);
  await orm.close();
  const ids = Array.from({ length: PEOPLE }, () => randomUUID());
  const wrapped = await Promise.all(ids.map(async (id) => (await vault.newDataKey(id, 1)).wrapped.bytes));
  await owner.query("insert into key_store.person_key select id, 1, 'former', wrapped, now() from unnest($1::uuid[], $2::bytea[]) as new (id, wrapped)", [ids, wrapped]);
});
afterAll(() => owner.end());

describe('pnpm keys:rotate', () => {
  it('that was killed goes on where it was, and then the former key is not needed any more', async () => {
    const child = spawn(process.execPath, [script, 'kek'], { env: environment(`${nextRing},${formerRing}`), stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    await expect.poll(() => closedBy('next'), { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    // What it had just asked of the database may still come to its end there.
    await expect.poll(async () => (await owner.query("select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'")).rowCount, { timeout: 20_000 }).toBe(0);
    const [done, left] = [await closedBy('next'), await closedBy('former')];
    expect(done + left).toBe(PEOPLE);

    const { code, said } = await run(['--', 'kek'], `${nextRing},${formerRing}`);
    expect([code, said]).toEqual([0, expect.stringContaining(`${left} 把数据密钥重新包裹`)]);
    expect([await closedBy('next'), await closedBy('former')]).toEqual([PEOPLE, 0]);
    expect((await run(['kek'], nextRing)).code).toBe(0);
    expect(await run(['kek'], formerRing)).toMatchObject({ code: 1, said: expect.stringContaining('SANXIAN_KEYS') });
  });

  it('tells who calls it wrongly what there is, and does nothing', async () => {
    for (const args of [[], ['everything'], ['kek', 'values']]) expect(await run(args, nextRing)).toMatchObject({ code: 2, said: expect.stringContaining('finish-index') });
  });
});
