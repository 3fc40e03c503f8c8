import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** The right to use a data folder, held until `release` or the end of this process. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process, or says which process has it.
 *
 * Node has no file locks of its own, but its SQLite does: an open exclusive transaction holds the kernel's lock on
 * the (empty) file. The kernel drops it with the process, however that ends, so a lock is never stale, a reused
 * process id cannot be mistaken for its former owner, and containers that share the folder see each other.
 *
 * @throws DatabaseUnavailable naming the process id that holds the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const lock = tryLockFolder(folder);
    if (lock) return lock;
    await sleep(50); // an owner that was just killed takes a moment to be gone
  }
  const pid = readHolder(folder);
  throw new DatabaseUnavailable(
    `数据目录 ${folder} 正被另一个进程（pid ${pid}）使用。请先停止它，或用 SANXIAN_DATA 指定其他目录。`,
    `The data folder ${folder} is in use by another process (pid ${pid}). Stop that one first, or name another folder in SANXIAN_DATA.`,
  );
}

/** Takes the data folder for this process, or returns undefined when another has it. */
export function tryLockFolder(folder: string): FolderLock | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  const holder = join(folder, 'holder');
  // Anew: the folder may be the account's that runs PostgreSQL, and a link that lies there must not lead root elsewhere.
  rmSync(holder, { force: true });
  writeFileSync(holder, `${process.pid}\n`, { flag: 'wx' });
  return {
    release() {
      if (!file.isOpen) return;
      rmSync(holder, { force: true });
      file.close();
    },
  };
}

const SQLITE_BUSY = 5;

function readHolder(folder: string): string {
  try {
    return readFileSync(join(folder, 'holder'), 'utf8').trim() || '?';
  } catch {
    return '?'; // between taking the lock and writing the name
  }
}
