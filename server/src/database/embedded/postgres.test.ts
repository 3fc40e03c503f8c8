import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findLeftover } from './leftover.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres.ts';

/** How long a busy machine may take for what an idle one does in a second or two. */
const PATIENCE = { timeout: 20_000 };
const OWNER = join(import.meta.dirname, 'owner.fixture.ts');

/** A cluster made once: making one takes most of a second, and only a few tests are about that. */
let prepared: string;
let folder: string;
let open: EmbeddedPostgres[];
let owners: ChildProcess[];

beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), 'sanxian-prepared-'));
  await (await startEmbeddedPostgres({ dataFolder: prepared, database: 'sanxian' })).stop();
});

afterAll(() => rmSync(prepared, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanxian-embedded-'));
  cpSync(prepared, folder, { recursive: true });
  open = [];
  owners = [];
});

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL');
  await Promise.all(open.map((database) => database.stop()));
  await vi.waitFor(() => expect(serverPid()).toBeUndefined(), PATIENCE);
  rmSync(folder, { recursive: true, force: true });
});

describe('a database over a folder', { timeout: 40_000 }, () => {
  it('keeps its rows over a restart', async () => {
    const first = await start();
    await run(first.url, 'CREATE TABLE kept (note text)', "INSERT INTO kept VALUES ('三献')");
    await first.stop();

    const second = await start();
    expect(await run(second.url, 'SELECT note FROM kept')).toEqual([{ note: '三献' }]);
  });

  it('sorts by bytes, listens on no network and serves the application as an ordinary role', async () => {
    const { url } = await start();
    const [facts] = await run(
      url,
      `SELECT current_setting('listen_addresses') AS network, current_setting('fsync') AS fsync,
              rolsuper AS superuser, datlocprovider AS provider, upper('é') AS upper,
              (SELECT string_agg(c, '' ORDER BY c) FROM unnest('{b,B,a,é,一}'::text[]) AS c) AS sorted
         FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
    );
    expect(facts).toEqual({ network: '', fsync: 'on', superuser: false, provider: 'b', upper: 'É', sorted: 'Babé一' });
  });

  it('writes no personal value to its log, whatever a statement fails on', async () => {
    const { url } = await start();
    await run(url, 'CREATE TABLE person (id text PRIMARY KEY)');
    await run(url, "INSERT INTO person VALUES ('33010619000101001X')");
    await expect(run(url, "INSERT INTO person VALUES ('33010619000101001X')")).rejects.toThrow(/duplicate key/);
    await expect(run(url, "SELECT '33010619000101001X'::int")).rejects.toThrow(/33010619000101001X/);
    expect(readFileSync(join(folder, 'log'), 'utf8')).not.toContain('33010619000101001X');
  });

  it('reports a server that was killed, and recovers what was committed', async () => {
    const first = await start();
    await run(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(serverPid() ?? 0, 'SIGKILL');
    await first.crashed;
    await first.stop();

    const second = await start();
    expect(await run(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('is not held up by the id of a process that has nothing to do with it', async () => {
    const first = await start();
    const [, ...lines] = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n');
    await first.stop();
    writeFileSync(join(folder, 'data', 'postmaster.pid'), [process.ppid, ...lines].join('\n'));
    writeFileSync(join(folder, 'holder'), `${process.ppid}\n`);

    const second = await start();
    expect(await run(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('refuses a folder another major version made, and leaves it as it is', async () => {
    await (await start()).stop();
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/由 PostgreSQL 15 创建[^]*made by PostgreSQL 15/);
    expect(readFileSync(join(folder, 'data', 'PG_VERSION'), 'utf8')).toBe('15\n');
  });

  it('starts again after a first start that was cut short', async () => {
    empty(folder);
    const owner = spawnOwner();
    await vi.waitFor(() => expect(readdirSync(folder).join()).toContain('unfinished'), { interval: 5, timeout: 20_000 });
    owner.kill('SIGKILL');
    await once(owner, 'exit');

    const { url } = await start();
    expect(await run(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});

describe('an owner that ends', { timeout: 40_000 }, () => {
  it('takes the server with it by a clean shutdown, even when killed', async () => {
    const { owner, url } = await owned();
    await run(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    const busy = new pg.Client(url);
    busy.on('error', () => undefined);
    await busy.connect();
    await busy.query('BEGIN');
    await busy.query('INSERT INTO kept VALUES (2)');

    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(serverPid()).toBeUndefined(), PATIENCE);

    expect(readFileSync(join(folder, 'log'), 'utf8')).toMatch(/database system is shut down\n$/);
    const next = await start();
    expect(await run(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it.runIf(existsSync('/proc/self'))('hands over a server whose keeper was killed too: the next start stops it and goes on', async () => {
    const { owner, url } = await owned();
    await run(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(keeperPid(), 'SIGKILL');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const orphan = serverPid();
    expect(orphan).toBeDefined();

    const told: string[] = [];
    const next = await start((message) => told.push(message));

    expect(told.join()).toContain(`pid ${orphan}`);
    expect(serverPid()).not.toBe(orphan);
    expect(await run(next.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('leaves the next start free even while the old server is still shutting down', async () => {
    const { owner } = await owned();
    owner.kill('SIGKILL');
    const next = await start();
    expect(await run(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('keeps the server through a Ctrl-C that reaches the whole process group', async () => {
    const { owner, url } = await owned();
    process.kill(-(owner.pid ?? 0), 'SIGINT');
    await once(owner.stdout ?? owner, 'data');
    expect(await run(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  it('deletes a forgetful database, even when killed', async () => {
    const { owner } = await owned('forgetful');
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), PATIENCE);
  });
});

describe('a second start over one folder', { timeout: 40_000 }, () => {
  it('is refused in words that name the owner, and harms nothing', async () => {
    const { owner, url } = await owned();
    await run(url, 'CREATE TABLE kept AS SELECT 1 AS n');

    await expect(start()).rejects.toThrow(new RegExp(`pid ${owner.pid}[^]*in use by another process \\(pid ${owner.pid}\\)`));

    expect(await run(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('is refused to all but one of several that come at once, even when it is the first', async () => {
    empty(folder);
    const outcomes = await Promise.all([1, 2, 3].map(async () => firstWords(spawnOwner())));
    const urls = outcomes.filter((words) => words.startsWith('postgresql:'));
    expect(urls).toHaveLength(1);
    expect(outcomes.filter((words) => words.includes('正被另一个进程'))).toHaveLength(2);
    expect(await run(urls[0] ?? '', 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});

function empty(path: string): void {
  for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true });
}

async function start(log: (message: string) => void = () => undefined): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataFolder: folder, database: 'sanxian', log });
  open.push(database);
  return database;
}

/** Runs statements one after another on one connection; answers the rows of the last. */
async function run(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/** A process of its own, in a process group of its own, that owns the folder. */
function spawnOwner(...words: string[]): ChildProcess {
  const owner = spawn(process.execPath, [OWNER, folder, ...words], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  owners.push(owner);
  return owner;
}

async function firstWords(owner: ChildProcess): Promise<string> {
  const [chunk] = (await once(owner.stdout ?? owner, 'data')) as [Buffer];
  return chunk.toString().trim();
}

async function owned(...words: string[]): Promise<{ owner: ChildProcess; url: string }> {
  const owner = spawnOwner(...words);
  return { owner, url: await firstWords(owner) };
}

/** The process that serves the folder, or undefined when none does. */
function serverPid(): number | undefined {
  const leftover = findLeftover(join(folder, 'data'));
  return leftover.state === 'running' ? leftover.pid : undefined;
}

function keeperPid(): number {
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && isKeeper(wordsOf(name))) ?? 0);
}

function isKeeper(words: string[]): boolean {
  return words.includes('sanxian-keeper') && words.includes(join(folder, 'data'));
}

function wordsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // ended meanwhile
  }
}
