import { statfsSync } from 'node:fs';

/**
 * The embedded database cannot be started, for a reason the person at the keyboard can act on.
 * `message` holds both languages, Chinese first, one per line; it never holds personal data.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(chinese: string, english: string, cause?: unknown) {
    super(`${chinese}\n${english}`, cause === undefined ? {} : { cause });
  }
}

/** Says in words what an operating-system error on `folder` means, or returns the error unchanged when it says nothing. */
export function explainFileError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return notWritable(folder, error);
  return error;
}

/** Says in words why `initdb` or `postgres` gave up, from what it printed. */
export function explainOutput(output: string, folder: string): DatabaseUnavailable {
  if (/No space left on device|Disk quota exceeded/.test(output) || isFull(folder)) return diskFull(folder);
  if (/Permission denied|Read-only file system|Operation not permitted/.test(output)) return notWritable(folder);
  const tail = output.trim().split('\n').slice(-5).join('\n');
  return new DatabaseUnavailable(
    `内置数据库未能启动或意外停止（数据目录 ${folder}）。PostgreSQL 的说明：`,
    `The embedded database did not start, or stopped by itself (data folder ${folder}). PostgreSQL said:\n${tail || '(nothing)'}`,
  );
}

/** On a full disk PostgreSQL cannot even write why it stopped. */
function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 1_000_000;
}

function diskFull(folder: string, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `磁盘已满，数据库无法写入 ${folder}。请清理空间后重新启动，已保存的数据不受影响。`,
    `The disk is full: the database cannot write to ${folder}. Free some space and start again; stored data are safe.`,
    cause,
  );
}

/** The data folder cannot be made or written. */
export function notWritable(folder: string, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `没有权限写入数据目录 ${folder}。请改用该目录的所有者运行，或用 SANXIAN_DATA 指定其他目录。`,
    `The data folder ${folder} cannot be written. Run as its owner, or name another folder in SANXIAN_DATA.`,
    cause,
  );
}
