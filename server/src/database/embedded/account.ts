import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** How to run a PostgreSQL program here: words to put before the command, and the account to change to, if any. */
export interface Account {
  readonly description: string;
  /** Who must own the files, as the system outside any user namespace sees it; undefined leaves them alone. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  readonly prefix: readonly string[];
  /** Options for `spawn`; `cwd` is set because the new account may not be allowed into ours. */
  readonly spawn: { readonly cwd: '/'; readonly uid?: number; readonly gid?: number };
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Chooses how to run PostgreSQL, which refuses to run as root. Anyone else runs it plainly. For root each way below
 * is tried in turn on the real folder and the real binary, and the first that works is taken:
 * 1. as the ordinary user who already owns the folder (or the project, on the first start);
 * 2. in a user namespace, where root goes by another number: needs no access for others to anything, so the clone
 *    and the data may lie below root's own home, and the files stay root's;
 * 3. as `postgres` or `nobody`, when these reach the binary and the folder (containers that forbid namespaces);
 * 4. the same with leave to pass closed folders (containers that forbid namespaces, with a clone below `/root`).
 *
 * Folders outside `folder` are never changed.
 *
 * @throws DatabaseUnavailable when no way works, telling what to do instead.
 */
export function chooseAccount(folder: string, postgres: string, uid = process.getuid?.() ?? 0): Account {
  if (uid !== 0) return { description: 'own account', prefix: [], spawn: { cwd: '/' } };
  for (const account of waysForRoot(folder)) {
    if (account.owner) chownSync(folder, account.owner.uid, account.owner.gid);
    if (!works(account, folder, postgres)) continue;
    if (account.owner) giveTo(account.owner, folder);
    return account;
  }
  throw new DatabaseUnavailable(
    'PostgreSQL 不允许以 root 运行，而本机无法切换到普通用户。请改用普通用户运行 pnpm start，或用 DATABASE_URL 指向已有的 PostgreSQL。',
    'PostgreSQL refuses to run as root, and no ordinary account could be used here. Run pnpm start as an ordinary user, or point DATABASE_URL at a PostgreSQL of your own.',
  );
}

/** The ways to run PostgreSQL while being root, best first. Each may turn out not to work on this machine. */
export function* waysForRoot(folder: string): Generator<Account> {
  const owner = ordinaryOwner(folder);
  if (owner) yield asUser(owner);
  const ordinary = ['postgres', 'nobody'].map(userNamed).filter((user) => user !== undefined);
  for (const user of ordinary.slice(-1)) yield inUserNamespace(user);
  for (const user of ordinary) yield asUser(user);
  for (const user of ordinary) yield asUserPassingClosedFolders(user);
}

function asUser({ name, uid, gid }: User): Account {
  return { description: `user ${name}`, owner: { uid, gid }, prefix: [], spawn: { cwd: '/', uid, gid } };
}

/** `initdb` looks its user up by number, so the number shown inside must be one the system knows. */
function inUserNamespace({ uid, gid }: User): Account {
  return {
    description: 'user namespace',
    owner: { uid: 0, gid: 0 },
    prefix: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
    spawn: { cwd: '/' },
  };
}

/** PostgreSQL asks `access(2)`, which heeds the capability only with `no_setuid_fixup`. */
function asUserPassingClosedFolders({ name, uid, gid }: User): Account {
  const only = '-all,+dac_override';
  return {
    description: `user ${name} passing closed folders`,
    owner: { uid, gid },
    prefix: [
      'setpriv',
      ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
      ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`, '--'],
    ],
    spawn: { cwd: '/' },
  };
}

function works({ prefix, spawn }: Account, folder: string, postgres: string): boolean {
  const question = 'test "$(id -u)" != 0 && test -w "$1" && test -x "$1" && "$2" --version';
  const [command = 'sh', ...words] = [...prefix, 'sh', '-c', question, 'sh', folder, postgres];
  return spawnSync(command, words, { ...spawn, stdio: 'ignore' }).status === 0;
}

/** The ordinary user who owns the folder, or else the one who owns the place it lies in. */
function ordinaryOwner(folder: string): User | undefined {
  for (const path of [folder, dirname(folder), dirname(dirname(folder))]) {
    const { uid, gid } = statSync(path);
    const name = uid === 0 ? '' : ask('id', '-un', String(uid));
    if (name) return { name, uid, gid };
  }
  return undefined;
}

function userNamed(name: string): User | undefined {
  const uid = Number(ask('id', '-u', name) || Number.NaN);
  const gid = Number(ask('id', '-g', name) || Number.NaN);
  return uid > 0 && gid > 0 ? { name, uid, gid } : undefined;
}

function ask(command: string, ...words: string[]): string {
  const { status, stdout } = spawnSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.trim() : '';
}

/** Hands the folder and all below it to a user. Links are handed over, never followed. */
function giveTo(owner: { uid: number; gid: number }, folder: string): void {
  const pending = [folder];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const { uid, gid } = statSync(path);
    if (uid !== owner.uid || gid !== owner.gid) lchownSync(path, owner.uid, owner.gid);
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) pending.push(child);
      else lchownSync(child, owner.uid, owner.gid);
    }
  }
}
