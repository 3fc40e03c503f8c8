import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lockFolder } from '../embedded/folder-lock.ts';
import { BackupFault } from './backup-fault.ts';
import { archiveOf, backupName, closeHome, homeInUse, openHome, prune, type Pruned, refuseForeign, sweepUnfinished, takeHome, UNFINISHED } from './backup-home.ts';
import { leadLog, type LogLead, makeArchive } from './log-lead.ts';
import { type BackupFile, copyFile, FORM, type Manifest, writeManifest } from './manifest.ts';
import { describeRegister, type RegisterFacts } from './register-facts.ts';
import { firstAhead, historyOf, keepSegment, packedName, segmentsBetween, segmentsIn, syncFolder } from './wal-archive.ts';

/** What to back up, and where to. */
export interface BackupOptions {
  /** The data folder of the register; the database lies in `postgres` in it, the keys beside that. */
  readonly dataFolder: string;
  /** The superuser's address of the running cluster. */
  readonly superuserUrl: string;
  /** The name of the register's database. */
  readonly database: string;
  /** The folder in which this register's backups and its log are kept. */
  readonly home: string;
  readonly keepDays: number;
  readonly now: () => Date;
  readonly onProgress?: (done: number, all: number) => void;
}

/** A finished backup. */
export interface TakenBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly pruned: Pruned;
}

/**
 * What PostgreSQL makes anew at a start, or must not find in a copy (its manual, "Making a Base Backup Using the Low Level API"): only
 * the empty folders are kept. `pg_wal` is left out because its segments come from the archive, each whole.
 */
const emptied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const leftOut = /(^|\/)(postmaster\.(pid|opts)|pgsql_tmp[^/]*|pg_internal\.init[^/]*|backup_label(\.old)?|tablespace_map(\.old)?|backup_manifest|current_logfiles|postgresql\.auto\.conf\.tmp|(recovery|standby)\.signal)$/;
/** Tells where replay begins if there is no `backup_label`; copied last, as PostgreSQL's own tool does. */
const CONTROL = 'global/pg_control';

/** How long a next segment may take into the archive, in milliseconds, and how often that is looked at. */
const ARRIVES_WITHIN = 60_000;
const LOOK_EVERY = 50;

/** So often a segment is closed while there is something in it: what is lost with the whole disk is at most that old. */
const ARCHIVE_TIMEOUT = '60s';

/**
 * Copies the cluster while it is at work, file by file between `pg_backup_start` and `pg_backup_stop`, with the part of the log that
 * makes the copy whole, and leads all later log into the home. The manifest is written last and the folder gets its name after
 * that: killed at any moment, this leaves something that is called unfinished, and PostgreSQL ends its backup with our connection.
 * What goes wrong is swept away, and the log goes where it went before.
 *
 * @throws BackupFault
 */
export async function takeBackup(options: BackupOptions): Promise<TakenBackup> {
  const { dataFolder, superuserUrl, keepDays, now } = options;
  const databaseFolder = join(dataFolder, 'postgres');
  const home = openHome(dataFolder, resolve(options.home));
  const client = new pg.Client({ connectionString: superuserUrl, application_name: 'sanxian backup' });
  // A connection that is lost while files are copied is told by the next question; unheard, it would end this process and leave everything as it is.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await beAlone(client);
    const register = await describeRegister(client, superuserUrl, options.database);
    refuseForeign(home, register.systemIdentifier);
    closeHome(home, databaseFolder);
    const lock = await lockFolder(home);
    try {
      takeHome(home, register.systemIdentifier);
      sweepUnfinished(home);
      makeArchive(databaseFolder, home);
      // First: where another history has that number already, the log must not be led there.
      await keepHistories(join(databaseFolder, 'data', 'pg_wal'), archiveOf(home));
      const { folder, manifest } = await copyAndLead(client, { ...options, home }, register);
      return { folder, manifest, pruned: prune(home, keepDays, now()) };
    } finally {
      lock.release();
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function copyAndLead(client: pg.Client, options: BackupOptions, register: RegisterFacts): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const databaseFolder = join(options.dataFolder, 'postgres');
  if (await isAhead(client, options.home, register)) {
    throw new BackupFault(
      `${options.home} 里有这个登记库还没有写过的日志：它大概被快照退回过。请用 --to 指定空目录。`,
      `${options.home} holds log that this register has not written yet: its disk was probably set back by a snapshot. Name an empty folder with --to.`,
    );
  }
  const former = homeInUse(databaseFolder);
  const lead = leadLog(databaseFolder, options.home, former !== null && (await isAhead(client, former, register)));
  try {
    // PostgreSQL may be waiting for a minute, because the log did not arrive where it went.
    await client.query('select pg_reload_conf()');
    const made = await copyRunning(client, options, register, lead);
    lead.settle(made.manifest.startSegment);
    await client.query(`alter system set archive_timeout = '${ARCHIVE_TIMEOUT}'`);
    await client.query('select pg_reload_conf()');
    return made;
  } catch (error) {
    lead.giveUp();
    throw error;
  }
}

/** Whether a home holds log of the register's history that it has not written: other log would pass for its own. */
async function isAhead(client: pg.Client, home: string, { segmentSize }: RegisterFacts): Promise<boolean> {
  const kept = segmentsIn(archiveOf(home));
  const { lsn, segment } = await one<{ lsn: string; segment: string }>(client, 'select lsn, pg_walfile_name(lsn) as segment from pg_current_wal_insert_lsn() as lsn', []);
  return firstAhead(kept, historyOf(segment), lsn, segmentSize) !== null;
}

/** The lock by which PostgreSQL knows that a backup is under way; it forgets it with the connection. */
export const ONE_BACKUP = 0x73616e;
/** How long one that was killed a moment ago may still count. */
const PATIENCE = '1s';

/** Two backups of a register into two folders would lead its log away from one another. @throws BackupFault */
async function beAlone(client: pg.Client): Promise<void> {
  await client.query(`set lock_timeout = '${PATIENCE}'`);
  try {
    await client.query('select pg_advisory_lock($1)', [ONE_BACKUP]);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error;
    throw new BackupFault('另一个备份正在进行。', 'Another backup of this register is under way.');
  }
  await client.query('reset lock_timeout');
}

/**
 * A restored register begins a history of its own, while it is archived nowhere. The small file that tells so takes the history's
 * number: another restore from an older backup must not begin a second one under it.
 */
async function keepHistories(walFolder: string, archive: string): Promise<void> {
  for (const name of await readdir(walFolder)) if (name.endsWith('.history')) keepSegment(join(walFolder, name), name, archive);
}

async function copyRunning(client: pg.Client, options: BackupOptions, facts: RegisterFacts, lead: LogLead): Promise<{ readonly folder: string; readonly manifest: Manifest }> {
  const name = backupName(options.now());
  const [folder, finished] = [join(options.home, `${name}${UNFINISHED}`), join(options.home, name)];
  try {
    const manifest = await copyInto(client, folder, name, options, facts, lead);
    renameSync(folder, finished);
    syncFolder(options.home);
    return { folder: finished, manifest };
  } catch (error) {
    // Gigabytes, perhaps on a disk that is full.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function copyInto(client: pg.Client, folder: string, name: string, { dataFolder, home, onProgress = () => undefined }: BackupOptions, facts: RegisterFacts, lead: LogLead): Promise<Manifest> {
  const cluster = join(dataFolder, 'postgres', 'data');
  const target = join(folder, 'data');
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const start = await one<{ lsn: string; segment: string; at: Date }>(client, 'select lsn, pg_walfile_name(lsn) as segment, clock_timestamp() as at from pg_backup_start($1, fast => true) as lsn', [name]);
  // Asked before anything is copied: whether the log arrives at all.
  const { segment: probe } = await one<{ segment: string }>(client, 'select pg_walfile_name(pg_switch_wal()) as segment', []);
  await untilHere(client, lead, [probe], start.segment);

  const copied = await copyCluster(cluster, target, onProgress);
  const stop = await one<{ lsn: string; segment: string; label: string; at: Date }>(
    client,
    'select lsn, pg_walfile_name(lsn) as segment, labelfile as label, clock_timestamp() as at from pg_backup_stop(wait_for_archive => false)',
    [],
  );
  writeFileSync(join(target, 'backup_label'), stop.label, { mode: 0o600, flush: true });
  const segments = segmentsBetween(start.segment, stop.segment, facts.segmentSize);
  await untilHere(client, lead, segments, start.segment);
  const files = [...copied.files, await fileOf(folder, 'data/backup_label')];
  mkdirSync(join(folder, 'wal'), { mode: 0o700 });
  for (const segment of segments) {
    const copiedSegment = await copyFile(join(archiveOf(home), packedName(segment)), join(folder, 'wal', packedName(segment)), { flush: true, onBytes: () => undefined });
    if (!copiedSegment) throw new Error(`${segment} left the archive while it was needed`);
    files.push({ path: `wal/${packedName(segment)}`, ...copiedSegment });
  }
  const manifest: Manifest = {
    form: FORM,
    ...facts,
    startLsn: start.lsn,
    stopLsn: stop.lsn,
    startSegment: start.segment,
    stopSegment: stop.segment,
    startedAt: start.at.toISOString(),
    endedAt: stop.at.toISOString(),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    folders: copied.folders,
    files,
  };
  for (const inner of [target, join(folder, 'wal'), folder]) syncFolder(inner);
  writeManifest(folder, manifest);
  return manifest;
}

async function copyCluster(cluster: string, target: string, onProgress: (done: number, all: number) => void): Promise<{ readonly files: BackupFile[]; readonly folders: string[] }> {
  const entries = await readdir(cluster, { recursive: true, withFileTypes: true });
  const named = entries.map((entry) => ({ entry, path: relative(cluster, join(entry.parentPath, entry.name)) }));
  const folders = named.filter(({ entry, path }) => entry.isDirectory() && !leftOut.test(path)).map(({ path }) => path).filter((path) => !emptied.test(path)).toSorted();
  const wanted = named.filter(({ entry, path }) => entry.isFile() && !emptied.test(path) && !leftOut.test(path)).map(({ path }) => path);
  const ordered = [...wanted.filter((path) => path !== CONTROL).toSorted(), CONTROL];
  for (const path of folders) mkdirSync(join(target, path), { recursive: true, mode: 0o700 });
  const files: BackupFile[] = [];
  for (const [index, path] of ordered.entries()) {
    const copied = await copyFile(join(cluster, path), join(target, path), { flush: true, onBytes: () => undefined });
    // A table that was dropped meanwhile: its end is in the log.
    if (copied) files.push({ path: `data/${path}`, ...copied });
    onProgress(index + 1, ordered.length);
  }
  for (const path of folders) syncFolder(join(target, path));
  if (files.at(-1)?.path !== `data/${CONTROL}`) throw new Error('the cluster has no control file');
  return { files, folders: folders.map((path) => `data/${path}`) };
}

/** Waits until segments are in the home's archive, by way of where the log goes now, or straight when they do not arrive there. @throws BackupFault */
async function untilHere(client: pg.Client, lead: LogLead, segments: readonly string[], since: string): Promise<void> {
  const fault = await untilArchived(client, lead.archive(), segments);
  if (fault && lead.divert()) {
    await client.query('select pg_reload_conf()');
    lead.bring(since);
    const again = await untilArchived(client, lead.archive(), segments);
    if (again) throw again;
  } else if (fault) throw fault;
  lead.bring(since);
}

/** Waits until segments are in an archive. @returns what is wrong when PostgreSQL cannot put them there, or none arrives for a minute */
async function untilArchived(client: pg.Client, archive: string, segments: readonly string[]): Promise<BackupFault | null> {
  const before = await archiver(client);
  // A register that writes faster than its log is kept takes longer, and gets there.
  for (let [waited, last] = [0, before.archived]; waited < ARRIVES_WITHIN; waited += LOOK_EVERY) {
    if (segments.every((segment) => existsSync(join(archive, packedName(segment))))) return null;
    const { archived, failed } = await archiver(client);
    // Once may be a hiccup; PostgreSQL tries three times in a row before it waits a minute.
    if (failed - before.failed >= 3) break;
    if (archived > last) [waited, last] = [0, archived];
    await sleep(LOOK_EVERY);
  }
  return new BackupFault(
    `数据库的日志没有进入 ${archive}。请检查该目录可否由数据库进程写入、磁盘是否已满（数据目录中的 postgres/log 写有原因）。`,
    `The log of the database does not arrive in ${archive}. Can the database's process write there, is the disk full? The reason stands in postgres/log of the data folder.`,
  );
}

async function archiver(client: pg.Client): Promise<{ readonly archived: number; readonly failed: number }> {
  const { archived, failed } = await one<{ archived: string; failed: string }>(client, 'select archived_count as archived, failed_count as failed from pg_stat_archiver', []);
  return { archived: Number(archived), failed: Number(failed) };
}

async function fileOf(folder: string, path: string): Promise<BackupFile> {
  const content = await readFile(join(folder, path));
  return { path, size: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, text: string, values: readonly unknown[]): Promise<Row> {
  const { rows } = await client.query<Row>(text, [...values]);
  const [row] = rows;
  if (!row) throw new Error('the database gave no answer');
  return row;
}
