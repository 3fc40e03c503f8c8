import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findBinaries } from '../embedded/binaries.ts';
import { beginRestore, RECOVERY_SIGNAL, RESTORING } from '../embedded/cluster.ts';
import { DatabaseUnavailable } from '../embedded/database-unavailable.ts';
import { recoverCluster, REPLAY } from '../embedded/recover-cluster.ts';
import { migrations } from '../migrations/list.ts';
import { BackupFault } from './backup-fault.ts';
import { archiveOf, backupsIn } from './backup-home.ts';
import { copyFile, isThere, type Manifest, MANIFEST, readManifest } from './manifest.ts';
import { endsBefore, firstHole, gatherSegments, segmentsIn, syncFolder } from './wal-archive.ts';

/** What to restore, and where to. */
export interface RestoreOptions {
  /** The folder of a backup, or a home: then the newest backup that was finished before `until`. */
  readonly from: string;
  /** An empty folder, or one that is made; the database comes to lie in `postgres` in it. */
  readonly to: string;
  /** The moment to go back to; null: as far as the log goes. */
  readonly until: Date | null;
  /** Whether the archive beside the backup is used; without it the copy ends where the backup ended. */
  readonly withArchive?: boolean;
  /** Further folders with segments, for example `pg_wal` of the damaged database. */
  readonly alsoFrom?: readonly string[];
  /** @throws BackupFault when the keys at hand are not those of the backup; asked before anything is copied. */
  readonly checkKeys: (manifest: Manifest) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

/** A restored database, stopped in order; an ordinary start is refused until `endRestore`, because it holds whom others erased since. */
export interface RestoredBackup {
  readonly from: string;
  readonly manifest: Manifest;
  /** The folder of the database, as `startEmbeddedPostgres` takes it. */
  readonly databaseFolder: string;
  /** When the last replayed transaction was committed; null when the log held none after the backup's beginning. */
  readonly lastTransaction: Date | null;
}

/**
 * Copies a backup into an empty folder, each file compared with the manifest, and replays the log until a moment. What goes wrong
 * leaves the folder as it was. @throws BackupFault
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const { until, checkKeys } = options;
  const from = chooseBackup(resolve(options.from), until);
  const manifest = readManifest(from);
  checkTarget(options.to);
  checkVersion(manifest);
  checkRelease(manifest);
  checkKeys(manifest);
  const ended = new Date(manifest.endedAt);
  if (until && until < ended) {
    throw new BackupFault(`这份备份在 ${manifest.endedAt} 才完成，晚于要恢复到的时刻。请选更早的备份。`, `This backup was finished at ${manifest.endedAt}, after the moment to restore. Take an older one.`);
  }
  const archive = archiveOf(dirname(from));
  const archives = [join(from, 'wal'), ...(options.withArchive === false ? [] : [archive]), ...(options.alsoFrom ?? [])].filter(existsSync);
  // Every backup saw its last segment arrive there: an archive without it is not the one, or not there.
  if (options.withArchive !== false && !segmentsIn(archive).includes(manifest.stopSegment)) {
    throw new BackupFault(`${archive} 里没有这份备份之后的日志。请检查该目录是否已挂载；确实只要备份本身，请用 --without-archive。`, `${archive} does not hold the log after this backup. Is the disk there? If the backup alone is wanted, say --without-archive.`);
  }
  const hole = archives.includes(archive) ? firstHole(archive, manifest.startSegment, manifest.segmentSize) : null;
  if (hole !== null && !until) throw new BackupFault(`日志缺少 ${hole}，其后的内容无法恢复。要恢复到缺失之前，请用 --until。`, `The log lacks ${hole}, so nothing after it can be restored. To restore what was before, name a moment with --until.`);

  const databaseFolder = join(resolve(options.to), 'postgres');
  mkdirSync(options.to, { recursive: true, mode: 0o700 });
  makeOwn(databaseFolder, options.to);
  try {
    beginRestore(databaseFolder);
    await copyBack(from, manifest, databaseFolder, options.onProgress ?? (() => undefined));
    const newest = gatherSegments(archives, manifest.startSegment, join(databaseFolder, REPLAY));
    const { lastTransaction, endLsn } = await recoverCluster({ dataFolder: databaseFolder, until }).catch((error: unknown) => {
      throw explained(error, databaseFolder);
    });
    // PostgreSQL takes whatever it cannot read for the end of the log.
    if (until === null && (endLsn === '' || endsBefore(endLsn, newest, manifest.segmentSize))) {
      throw new BackupFault(`日志只能读到 ${endLsn}，其后（直到 ${newest}）无法读取。`, `The log can be read up to ${endLsn} only, and not from there to ${newest}.`);
    }
    return { from, manifest, databaseFolder, lastTransaction };
  } catch (error) {
    rmSync(databaseFolder, { recursive: true, force: true });
    throw error;
  }
}

/** The backup to start from: the folder itself, or the newest of a home that was finished before the moment. */
function chooseBackup(from: string, until: Date | null): string {
  if (existsSync(join(from, MANIFEST))) return from;
  const backups = backupsIn(from).map((name) => join(from, name));
  const fitting = backups.find((folder) => !until || new Date(readManifest(folder).endedAt) <= until);
  if (fitting !== undefined) return fitting;
  if (backups.length === 0) {
    // Names what is missing from a folder that was meant to be one.
    readManifest(from);
  }
  throw new BackupFault(`${from} 里的备份都晚于要恢复到的时刻。`, `Every backup in ${from} is later than the moment to restore.`);
}

function checkTarget(to: string): void {
  if (existsSync(to) && readdirSync(to).length > 0) throw notEmpty(to);
}

/** Whoever makes the folder removes it when something goes wrong: it must not be another restore's, which began in the same moment. */
function makeOwn(databaseFolder: string, to: string): void {
  try {
    mkdirSync(databaseFolder, { mode: 0o700 });
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? notEmpty(to) : error;
  }
}

function notEmpty(to: string): BackupFault {
  return new BackupFault(`${to} 不是空目录。恢复只写入空目录，绝不覆盖。`, `${to} is not empty. A restore writes into an empty folder and overwrites nothing.`);
}

function checkVersion(manifest: Manifest): void {
  const { major } = findBinaries();
  if (manifest.major === major) return;
  throw new BackupFault(`这份备份由 PostgreSQL ${manifest.postgres} 写成，当前程序是 PostgreSQL ${major}。`, `This backup was made by PostgreSQL ${manifest.postgres}; this is PostgreSQL ${major}.`);
}

/** Told before anything is copied; what the log brings later is told at the end. */
function checkRelease({ schema }: Manifest): void {
  if (migrations.some(({ name }) => name === schema.replace(/#\d+$/, ''))) return;
  throw new BackupFault(`备份来自更新的版本（${schema}），请用那个版本恢复。`, `The backup is of a newer release (${schema}): restore it with that one.`);
}

async function copyBack(from: string, { files, folders, bytes }: Manifest, databaseFolder: string, onProgress: (done: number, all: number) => void): Promise<void> {
  const cluster = join(databaseFolder, RESTORING);
  mkdirSync(cluster, { mode: 0o700 });
  const place = (path: string) => join(cluster, path.slice('data/'.length));
  if ([...folders, ...files.map(({ path }) => path)].some((path) => path.split('/').includes('..'))) throw new BackupFault('清单中有越界的路径。', 'The manifest names a path outside of the backup.');
  for (const path of folders) mkdirSync(place(path), { recursive: true, mode: 0o700 });
  let done = 0;
  const onBytes = (count: number) => {
    done += count;
    onProgress(done, bytes);
  };
  for (const { path, size, sha256 } of files.filter((file) => file.path.startsWith('data/'))) {
    const copied = await copyFile(join(from, path), place(path), { flush: false, onBytes });
    if (copied?.size !== size || copied.sha256 !== sha256) {
      throw new BackupFault(`备份中的文件${copied ? '已损坏' : '缺失'}：${path}。请改用另一份备份。`, `A file of the backup is ${copied ? 'damaged' : 'missing'}: ${path}. Take another backup.`);
    }
  }
  // Before the folder gets its name: without this file PostgreSQL would take the copy for a crashed database.
  writeFileSync(join(cluster, RECOVERY_SIGNAL), '', { mode: 0o600 });
  if (!(await isThere(join(cluster, 'backup_label')))) throw new BackupFault('备份缺少 backup_label。', 'The backup lacks its backup_label.');
  renameSync(cluster, join(databaseFolder, 'data'));
  syncFolder(databaseFolder);
}

/** PostgreSQL opens no copy whose log ends before the moment: it cannot know whether anything is missing. */
function explained(error: unknown, databaseFolder: string): unknown {
  if (!(error instanceof DatabaseUnavailable)) return error;
  const log = existsSync(join(databaseFolder, 'log')) ? readFileSync(join(databaseFolder, 'log'), 'utf8') : '';
  if (log.includes('recovery ended before configured recovery target was reached')) {
    const last = /last completed transaction was at log time ([^\n]+)/.exec(log)?.[1] ?? '–';
    return new BackupFault(
      `日志到此为止，没有到达要恢复到的时刻。其中最后一笔写于 ${last}。不加 --until 即可恢复到这一笔。`,
      `The log ends before the moment to restore: its last transaction is of ${last}. Leave out --until to restore up to that one.`,
    );
  }
  if (/wal fetch: |could not restore file/.test(log)) return new BackupFault('归档的日志有一段已损坏，恢复已停止。', `A segment of the archived log is damaged; nothing was opened. ${/wal fetch: [^\n]+/.exec(log)?.[0] ?? ''}`);
  return error;
}
