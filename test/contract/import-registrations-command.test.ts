import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../server/src/database/orm.ts';
import { driftOfFigures } from '../../server/src/figures/figures.queries.ts';
import { bareDatabase } from '../kit/bare-database.ts';
import { FORMER, formerFile, formerNumber, formerRow } from '../kit/former-system.ts';

const databaseUrl = await bareDatabase();
const owner = new pg.Client(databaseUrl);
await owner.connect();
afterAll(() => owner.end());
const key = () => randomBytes(32).toString('base64');
const [ring, index] = [`test:${key()}`, key()];
const script = resolve(import.meta.dirname, '../../scripts/import-registrations.ts');
const environment = (indexKey = index) => ({ PATH: process.env['PATH'], DATABASE_URL: databaseUrl, SANXIAN_DATA: 'nowhere', SANXIAN_KEYS: ring, SANXIAN_INDEX_KEY: indexKey });
const count = async (table: string) => (await owner.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count ?? -1;

function run(words: readonly string[], indexKey = index): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, '--', ...words], { env: environment(indexKey) }, (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, said: stdout + stderr }));
  });
}

describe('pnpm import-registrations', { timeout: 120_000 }, () => {
  const people = 4_000;
  const path = formerFile(Array.from({ length: people }, (_, person) => formerRow(person)));

  it('that was killed at any moment loses nothing and doubles nothing, and goes on', async () => {
    // What a test run has not built, the command builds first.
    expect((await run([path, '--system', FORMER, '--dry-run'])).code).toBe(0);
    for (let kills = 1; kills <= 3; kills++) {
      const before = await count('donor');
      const child = spawn(process.execPath, [script, path, '--system', FORMER], { env: environment(), stdio: 'ignore' });
      const ended = new Promise((done) => child.once('exit', done));
      await expect.poll(() => count('donor'), { timeout: 60_000, interval: 5 }).toBeGreaterThan(before);
      child.kill('SIGKILL');
      await ended;
      await expect.poll(async () => (await owner.query("select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'")).rowCount, { timeout: 20_000 }).toBe(0);
      // Whole batches only, each person with their audit entry.
      expect((await count('donor')) % 500).toBe(0);
      expect(await count('audit_entry')).toBe(await count('donor'));
    }
    const done = await count('donor');
    const { code, said } = await run([path, '--system', FORMER]);
    expect([code, said]).toEqual([0, expect.stringContaining(`共 ${people} 行 = 新导入 ${people - done} + 同一人更晚的登记 0 + 以前已导入 ${done} + 没有导入 0`)]);
    for (const table of ['donor', 'decision', 'former_registration', 'outbox_event', 'national_sync', 'key_store.person_key']) expect(await count(table)).toBe(people);
    const orm = await connect(databaseUrl);
    expect(await driftOfFigures(orm)).toBe(0);
    await orm.close();
  });

  it('says by its exit code that rows were refused, and writes why into a file that is its owner’s alone', async () => {
    const file = formerFile([formerRow(1), formerRow(4_100, { phone: '1', full_name: '金丝雀人' })]);
    const summary = join(dirname(file), 'summary.json');
    const { code, said } = await run([file, '--system', FORMER, '--summary', summary]);
    expect([code, said]).toEqual([3, expect.stringContaining('共 2 行 = 新导入 0 + 同一人更晚的登记 0 + 以前已导入 1 + 没有导入 1')]);
    const [report = ''] = readdirSync(dirname(file)).filter((name) => name.endsWith('.report.csv'));
    expect(readFileSync(join(dirname(file), report), 'utf8')).toBe('\uFEFF行号,原系统编号,代码,说明\r\n3,DJ-4100,phone.MALFORMED,电话：没有填写或者写法不对\r\n');
    expect(statSync(join(dirname(file), report)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(summary, 'utf8'))).toMatchObject({ rows: 2, taken: 0, known: 1, refused: 1, isWhole: true });
    expect(said + report).not.toMatch(new RegExp(`金丝雀|${formerNumber(4_100)}`));
  });

  it('does nothing under other keys, over an older report, or when it is called wrongly', async () => {
    const file = formerFile([formerRow(4_200)]);
    expect(await run([file, '--system', FORMER], key())).toMatchObject({ code: 1, said: expect.stringContaining('SANXIAN_INDEX_KEY') });
    const older = join(mkdtempSync(join(tmpdir(), 'sanxian-former-')), 'report.csv');
    writeFileSync(older, 'kept');
    expect(await run([file, '--system', FORMER, '--report', older])).toMatchObject({ code: 1, said: expect.stringContaining('已经有这个报告文件') });
    expect(readFileSync(older, 'utf8')).toBe('kept');
    expect(await run([file, '--system', FORMER, '--report', join(dirname(file), 'no-folder', 'report.csv')])).toMatchObject({ code: 1, said: expect.stringContaining('写不了报告文件（ENOENT）') });
    for (const words of [[], [file], [file, '--system', 'Former System'], [file, '--system', FORMER, '--loud']]) expect(await run(words)).toMatchObject({ code: 2, said: expect.stringContaining('用法') });
    expect(await run([join(dirname(file), 'nowhere.csv'), '--system', FORMER])).toMatchObject({ code: 1, said: expect.stringContaining('读不到这个文件') });
    expect(await count('donor')).toBe(people);
  });
});
