import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { ARCHIVE_LINK } from '../embedded/settings.ts';
import { BackupFault } from './backup-fault.ts';
import { isComplete, readManifest } from './manifest.ts';
import { forgetSegmentsBefore, placeOf, syncFolder } from './wal-archive.ts';

/** The folder in a home where the log is kept. */
const WAL = 'wal';
/** Whose backups they are. */
const OWNER_FILE = 'register.json';
/** How a backup is called while it is being made. */
export const UNFINISHED = '.unfinished';
const DAY = 86_400_000;

/** Where the log of the register is kept in a home. */
export function archiveOf(home: string): string {
  return join(home, WAL);
}

/** The home to which the log of a running register goes; null before the first backup. */
export function homeInUse(databaseFolder: string): string | null {
  const link = join(databaseFolder, ARCHIVE_LINK);
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true ? dirname(readlinkSync(link)) : null;
}

/** The name of a backup that was begun at an instant; names sort by time. */
export function backupName(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-');
}

/** The names of the complete backups of a home, the newest first. */
export function backupsIn(home: string): string[] {
  if (!existsSync(home)) return [];
  const named = readdirSync(home).filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/.test(name)).toSorted().toReversed();
  return named.filter((name) => isComplete(join(home, name)));
}

/** @throws BackupFault when backups would lie in the data folder. */
export function refuseHomeWithin(dataFolder: string, home: string): void {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (`${realpathSync(home)}${sep}`.startsWith(`${realpathSync(dataFolder)}${sep}`)) {
    throw new BackupFault(
      `备份不能放在数据目录 ${dataFolder} 里：会与数据一起丢失，而且密钥就在旁边。请用 --to 指定另一块磁盘上的目录。`,
      `Backups cannot lie in the data folder ${dataFolder}: they would be lost with it, and beside its keys. Name a folder on another disk with --to.`,
    );
  }
}

/**
 * Makes sure that a home is one of this register's: the log of two registers in one folder would be the log of none.
 * @throws BackupFault when it belongs to another register or holds something else.
 */
export function takeHome(home: string, systemIdentifier: string): void {
  const path = join(home, OWNER_FILE);
  if (!existsSync(path)) {
    if (readdirSync(home).some((name) => !['lock', 'holder', 'lost+found', `${OWNER_FILE}.part`].includes(name))) throw new BackupFault(`${home} 里有别的文件，请指定空目录。`, `${home} holds something else: name an empty folder.`);
    // Under another name first: half of it would make the home nobody's.
    writeFileSync(`${path}.part`, JSON.stringify({ systemIdentifier }), { mode: 0o600, flush: true });
    renameSync(`${path}.part`, path);
  }
  const { systemIdentifier: known } = JSON.parse(readFileSync(path, 'utf8')) as { systemIdentifier?: string };
  if (known !== systemIdentifier) throw new BackupFault(`${home} 是另一个登记库的备份目录。`, `${home} holds the backups of another register.`);
}

/** Leads the log of the register into a home from now on; the folder for it belongs to whom PostgreSQL runs as. */
export function leadArchiveTo(databaseFolder: string, home: string): void {
  const archive = archiveOf(realpathSync(home));
  mkdirSync(archive, { recursive: true, mode: 0o700 });
  const { uid, gid } = statSync(join(databaseFolder, 'data'));
  // Under root PostgreSQL may run as somebody else, who must be able to get there.
  for (const path of [dirname(archive), archive]) {
    const own = statSync(path);
    if (own.uid !== uid || own.gid !== gid) chownSync(path, uid, gid);
  }
  const link = join(databaseFolder, ARCHIVE_LINK);
  if (homeInUse(databaseFolder) === dirname(archive)) return;
  // Under another name first: at no moment is there no link, and so no segment that nobody keeps.
  const next = `${link}.next`;
  rmSync(next, { force: true });
  symlinkSync(archive, next);
  renameSync(next, link);
  syncFolder(databaseFolder);
}

/** Removes what backups cut short have left. Call it while holding the home. */
export function sweepUnfinished(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.endsWith(UNFINISHED))) rmSync(join(home, name), { recursive: true, force: true });
}

/** What was forgotten. */
export interface Pruned {
  readonly backups: readonly string[];
  readonly segments: number;
}

/**
 * Forgets complete backups that are older than so many days, with the part of the log that no kept one needs. The newest complete
 * one stays whatever its age, and so does the newest that is older than the time: from it any moment of the time can be reached.
 */
export function prune(home: string, keepDays: number, now: Date): Pruned {
  const complete = backupsIn(home).map((name) => ({ name, ended: new Date(readManifest(join(home, name)).endedAt).getTime() }));
  const limit = now.getTime() - keepDays * DAY;
  const firstOld = complete.findIndex(({ ended }) => ended < limit);
  const forgotten = firstOld < 0 ? [] : complete.slice(firstOld + 1).map(({ name }) => name);
  for (const name of forgotten) {
    // A backup that is half removed must not look whole: its name goes first.
    const going = join(home, `${name}${UNFINISHED}`);
    renameSync(join(home, name), going);
    syncFolder(home);
    rmSync(going, { recursive: true, force: true });
  }
  // The oldest by its day need not begin first: numbers go back with a restored register, which is backed up into the same home.
  const starts = complete.filter(({ name }) => !forgotten.includes(name)).map(({ name }) => readManifest(join(home, name)).startSegment);
  const [first] = starts.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  const segments = first ? forgetSegmentsBefore(archiveOf(home), first) : 0;
  return { backups: forgotten, segments };
}
