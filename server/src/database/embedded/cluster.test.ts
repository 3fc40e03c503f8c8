import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import { beginRestore, endRestore, prepareCluster, writePrivate } from './cluster.ts';
import { tryLockFolder } from './folder-lock.ts';

const account: Account = { description: 'own account', prefix: [], spawn: { cwd: '/' } };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sanxian-cluster-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a restored cluster is opened by its restore alone, until that has ended', async () => {
  const binaries = findBinaries();
  const open = (isRestore?: boolean) => prepareCluster(folder, binaries, account, () => undefined, isRestore);
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'PG_VERSION'), `${binaries.major}\n`);
  beginRestore(folder);
  await expect(open()).rejects.toThrow('was cut short');
  await open(true);
  // Cut short before the log was replayed, not even by that.
  writeFileSync(join(folder, 'data', 'recovery.signal'), '');
  await expect(open(true)).rejects.toThrow('was cut short');
  rmSync(join(folder, 'data', 'recovery.signal'));
  endRestore(folder);
  await open();
});

it('a private file is never written through a link that the cluster’s account put in its place', () => {
  symlinkSync(join(folder, 'victim'), join(folder, 'passwords.json'));
  expect(() => writePrivate(join(folder, 'passwords.json'), 'secret', account)).toThrow('ELOOP');
  expect(existsSync(join(folder, 'victim'))).toBe(false);
});

it('nor is the name of who holds a folder', () => {
  const victim = join(folder, 'victim');
  writeFileSync(victim, 'theirs');
  symlinkSync(victim, join(folder, 'holder'));
  tryLockFolder(folder)?.release();
  expect(readFileSync(victim, 'utf8')).toBe('theirs');
});
