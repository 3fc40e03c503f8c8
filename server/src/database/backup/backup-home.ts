import { chmodSync, existsSync, lchownSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { tryLockFolder } from '../embedded/folder-lock.ts';
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
/** How the folder of a drill begins; whoever drills holds its lock. */
export const DRILL = 'drill-';
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

/** Whether the folder of backups is there: where its disk is not mounted, its path may lead to an empty folder of another disk. */
export function isHome(home: string): boolean {
  return existsSync(join(home, OWNER_FILE));
}

/**
 * Finds the folder of backups, or makes it; one that this register uses already is never made anew.
 * @returns its path without links
 * @throws BackupFault when it lies in the data folder, or is in use and away
 */
export function openHome(dataFolder: string, path: string): string {
  const home = withoutLinks(path);
  if (`${home}${sep}`.startsWith(`${realpathSync(dataFolder)}${sep}`)) {
    throw new BackupFault(
      `备份不能放在数据目录 ${dataFolder} 里：会与数据一起丢失，而且密钥就在旁边。请用 --to 指定另一块磁盘上的目录。`,
      `Backups cannot lie in the data folder ${dataFolder}: they would be lost with it, and beside its keys. Name a folder on another disk with --to.`,
    );
  }
  if (homeInUse(join(dataFolder, 'postgres')) === home && !isHome(home)) {
    throw new BackupFault(
      `${home} 里没有 ${OWNER_FILE}：这个登记库一直备份到那里，现在却不见了。磁盘挂载了吗？确实丢失时，请用 --to 指定另一个目录。`,
      `${home} has no ${OWNER_FILE}: this register is backed up there, and now it is away. Is the disk mounted? If it is lost, name another folder with --to.`,
    );
  }
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return home;
}

/** Where a path leads, also when its end is not there. */
function withoutLinks(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true) return withoutLinks(resolve(dirname(path), readlinkSync(path)));
  return found || dirname(path) === path ? realpathSync(path) : join(withoutLinks(dirname(path)), basename(path));
}

/**
 * Root writes into the home, while PostgreSQL runs as somebody else, who needs a way through it to the log: whoever can write into it could
 * put a link there, and have root write elsewhere. @throws BackupFault when there is one
 */
export function closeHome(home: string, databaseFolder: string): void {
  const [{ uid, mode }, { uid: databaseUid }] = [statSync(home), statSync(join(databaseFolder, 'data'))];
  if (process.getuid?.() === 0 && databaseUid !== 0) {
    // Former releases gave it to PostgreSQL's account.
    if (uid === databaseUid) lchownSync(home, 0, 0);
    chmodSync(home, (mode & 0o777) | 0o011);
  }
  const link = readdirSync(home, { withFileTypes: true }).find((entry) => entry.isSymbolicLink());
  if (link) throw new BackupFault(`${join(home, link.name)} 是链接，备份目录里不能有链接。`, `${join(home, link.name)} is a link: there can be none in the folder of backups.`);
}

/** @throws BackupFault when a folder holds the backups of another register, or something else. */
export function refuseForeign(home: string, systemIdentifier: string): void {
  if (!isHome(home)) {
    const other = readdirSync(home).some((name) => !['lock', 'lock-journal', 'holder', 'lost+found', `${OWNER_FILE}.part`].includes(name));
    if (other) throw new BackupFault(`${home} 里有别的文件，请指定空目录。`, `${home} holds something else: name an empty folder.`);
    return;
  }
  const { systemIdentifier: known } = JSON.parse(readFileSync(join(home, OWNER_FILE), 'utf8')) as { systemIdentifier?: string };
  if (known !== systemIdentifier) throw new BackupFault(`${home} 是另一个登记库的备份目录。`, `${home} holds the backups of another register.`);
}

/**
 * Makes sure that a home is one of this register's: the log of two registers in one folder would be the log of none. Call it while holding
 * the home. @throws BackupFault as above
 */
export function takeHome(home: string, systemIdentifier: string): void {
  refuseForeign(home, systemIdentifier);
  const path = join(home, OWNER_FILE);
  if (existsSync(path)) return;
  // Under another name first: half of it would make the home nobody's.
  writeFileSync(`${path}.part`, JSON.stringify({ systemIdentifier }), { mode: 0o600, flush: true });
  renameSync(`${path}.part`, path);
  for (const folder of [home, dirname(home)]) syncFolder(folder);
}

/** Removes what backups and drills cut short have left; a drill that is under way keeps its folder. Call it while holding the home. */
export function sweepUnfinished(home: string): void {
  for (const name of readdirSync(home).filter((entry) => entry.endsWith(UNFINISHED))) {
    if (name.startsWith(DRILL)) {
      const lock = tryLockFolder(join(home, name));
      if (!lock) continue;
      lock.release();
    }
    rmSync(join(home, name), { recursive: true, force: true });
  }
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
