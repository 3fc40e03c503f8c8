import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Account, chooseAccount, waysForRoot } from './account.ts';
import { findBinaries } from './binaries.ts';

const OWNER = join(import.meta.dirname, 'owner.fixture.ts');
const isRoot = process.getuid?.() === 0;
const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanxian-account-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('runs PostgreSQL plainly for anyone but root', () => {
  expect(chooseAccount(folder, findBinaries().postgres, 1000)).toMatchObject({ prefix: [], spawn: { cwd: '/' } });
});

describe.runIf(isRoot)('for root', { timeout: 40_000 }, () => {
  it('prefers the ordinary user who owns the folder', () => {
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    chownSync(folder, nobody, nobody);
    expect(firstWay()).toMatchObject({ owner: { uid: nobody }, prefix: [] });
  });

  it('serves from a folder that is closed to everyone else, and leaves that as it is', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    expect(await serve(join(closed, 'data'))).toMatch(/^postgresql:/);
    expect(statSync(closed)).toMatchObject({ uid: 0, mode: 0o040700 });
  });

  it('serves where user namespaces are forbidden', async () => {
    chmodSync(folder, 0o755);
    expect(await serve(join(folder, 'data'), pathWithout('unshare'))).toMatch(/^postgresql:/);
    expect(statSync(join(folder, 'data')).uid).not.toBe(0);
  });

  it.runIf(has('setpriv'))('serves from a closed folder where user namespaces are forbidden', async () => {
    expect(await serve(join(folder, 'data'), pathWithout('unshare'))).toMatch(/^postgresql:/);
    expect(statSync(folder)).toMatchObject({ uid: 0, mode: 0o040700 });
  });

  it('follows a cluster whose owner changed', async () => {
    chmodSync(folder, 0o755);
    await serve(join(folder, 'data'), pathWithout('unshare'));
    execFileSync('chown', ['-R', '0:0', join(folder, 'data')]);
    expect(await serve(join(folder, 'data'))).toMatch(/^postgresql:/);
  });

  it('says what to do when no way works', async () => {
    const answer = await serve(join(folder, 'data'), pathWithout('unshare', 'setpriv'));
    expect(answer).toMatch(/不允许以 root 运行[^]*refuses to run as root/);
  });
});

function firstWay(): Account | undefined {
  const [first] = waysForRoot(folder);
  return first;
}

/** Starts and stops a database in a process of its own; answers its address, or why there is none. */
async function serve(data: string, path = process.env['PATH']): Promise<string> {
  const owner = spawn(process.execPath, [OWNER, data], { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: path } });
  const [chunk] = (await once(owner.stdout, 'data')) as [Buffer];
  owner.kill('SIGTERM');
  if (owner.exitCode === null) await once(owner, 'exit');
  return chunk.toString().trim();
}

/** A PATH with the few programs the database needs, less some, as on a machine that lacks or forbids them. */
function pathWithout(...missing: string[]): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['sh', 'id', 'sleep', 'rm', 'unshare', 'setpriv'].filter((name) => !missing.includes(name))) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found) symlinkSync(found, join(bin, name));
  }
  return bin;
}
