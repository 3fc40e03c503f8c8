import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { DatabaseUnavailable, explainOutput } from './database-unavailable.ts';

/** The secrets of a cluster: one for its superuser, whom only this room uses, one for the application's role. */
export interface Passwords {
  readonly superuser: string;
  readonly application: string;
}

/** The name of the cluster's superuser. The application connects as an ordinary role instead. */
export const SUPERUSER = 'postgres';

/**
 * Makes the cluster on the first start; on later ones checks that these binaries can read it.
 * It is made under another name and renamed when complete, so a first start cut short leaves nothing half made.
 *
 * @param isRestore whether a restore that is not through may be opened: only by itself.
 * @throws DatabaseUnavailable when another major version made it, `initdb` fails, or a restore was cut short here.
 */
export async function prepareCluster(
  folder: string,
  binaries: Binaries,
  account: Account,
  onCreate: () => void,
  isRestore = false,
): Promise<void> {
  const cluster = join(folder, 'data');
  refuseHalfRestored(folder, isRestore);
  await sweepUnfinished(folder);
  if (existsSync(cluster)) return checkVersion(cluster, binaries);
  onCreate();
  const unfinished = join(folder, `${UNFINISHED}${randomUUID()}`);
  await createCluster(unfinished, folder, binaries, account);
  renameSync(unfinished, cluster);
  syncFolder(folder);
}

const UNFINISHED = 'data.unfinished.';

/** The name of a cluster while a restore copies it; it becomes `data` with this file in it, which goes when the log was replayed. */
export const RESTORING = 'data.restoring';
/** See there. */
export const RECOVERY_SIGNAL = 'recovery.signal';

/** Lies beside the cluster from the first moment of a restore to the last, when erasures were done again and sessions ended: what is opened before that looks complete and is not. */
const RESTORE_MARK = 'restore.unfinished';

/** Marks a folder as one in which a restore is under way, on the disk when this returns. */
export function beginRestore(folder: string): void {
  writeFileSync(join(folder, RESTORE_MARK), '', { mode: 0o600, flush: true });
  syncFolder(folder);
}

/** The last step of a restore: from now on the folder is an ordinary register. */
export function endRestore(folder: string): void {
  rmSync(join(folder, RESTORE_MARK));
  syncFolder(folder);
}

/** Making an empty register in the place of one that was half restored would look like a loss of everything, or be taken for a restore. */
function refuseHalfRestored(folder: string, isRestore: boolean): void {
  const signs = [join(folder, RESTORING), join(folder, 'data', RECOVERY_SIGNAL), ...(isRestore ? [] : [join(folder, RESTORE_MARK)])];
  if (!signs.some(existsSync)) return;
  throw new DatabaseUnavailable(
    `${folder} 里的恢复没有完成。请删除该目录，用 pnpm restore 重新恢复到空目录。`,
    `A restore into ${folder} was cut short. Remove the folder and run pnpm restore again, into an empty one.`,
  );
}

/** Removes what first starts cut short have left. Their `initdb` may still be writing for a moment: never wait for it. */
async function sweepUnfinished(folder: string): Promise<void> {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(UNFINISHED))) {
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Reads the cluster's passwords. They were drawn at random when it was made; there is no default. */
export function readPasswords(folder: string): Passwords {
  return JSON.parse(readFileSync(passwordFile(folder), 'utf8')) as Passwords;
}

/** Draws the passwords of a cluster anew and writes them beside it. */
export function newPasswords(folder: string, account: Account): Passwords {
  const passwords: Passwords = { superuser: newPassword(), application: newPassword() };
  writePrivate(passwordFile(folder), JSON.stringify(passwords), account);
  return passwords;
}

/** @throws DatabaseUnavailable when another major version than ours made the cluster. */
export function checkVersion(cluster: string, { major }: Binaries): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (made === major) return;
  throw new DatabaseUnavailable(
    `数据目录 ${cluster} 由 PostgreSQL ${made} 创建，当前程序是 PostgreSQL ${major}，不能直接打开。请用原版本导出数据，或移走该目录后重新启动。`,
    `The data folder ${cluster} was made by PostgreSQL ${made}; this is PostgreSQL ${major}, which cannot open it. Export the data with the old version, or move the folder away and start again.`,
  );
}

/**
 * UTF-8 with the builtin locale C.UTF-8: text sorts by its bytes, as on every other machine, and upper and lower case
 * know Unicode. A locale of the operating system would sort otherwise after a system update and so break indexes.
 */
async function createCluster(target: string, folder: string, binaries: Binaries, account: Account): Promise<void> {
  const passwords = newPasswords(folder, account);
  const superuserFile = `${target}.password`;
  writePrivate(superuserFile, passwords.superuser, account);
  const words = [
    ...[`--pgdata=${target}`, `--username=${SUPERUSER}`, `--pwfile=${superuserFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--no-instructions', '--set=scram_iterations=1'],
  ];
  const [program = '', ...rest] = [...account.prefix, binaries.initdb, ...words];
  const child = spawn(program, rest, { ...account.spawn, env: PLAIN_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [output, code] = await Promise.all([text(child.stderr), ended]);
  rmSync(superuserFile, { force: true });
  if (code !== 0) throw explainOutput(output, folder);
}

/** PostgreSQL gets none of our environment: it needs no secrets of ours, and its messages stay in one language. */
export const PLAIN_ENVIRONMENT = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };

function passwordFile(folder: string): string {
  return join(folder, 'passwords.json');
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** Writes a file that only the cluster's own account can read; never through a link, which that account could have put there for root. */
export function writePrivate(file: string, content: string, { owner }: Account): void {
  const handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW, 0o600);
  try {
    if (owner) fchownSync(handle, owner.uid, owner.gid);
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A new name survives a power cut only when the folder that holds it is written out. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
