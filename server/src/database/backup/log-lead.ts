import { existsSync, lchownSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARCHIVE_LINK, ARCHIVE_MARK } from '../embedded/settings.ts';
import { archiveOf, backupsIn, homeInUse, isHome } from './backup-home.ts';
import { readManifest } from './manifest.ts';
import { carrySegments, segmentsIn, syncFolder } from './wal-archive.ts';

/** Where the log of a register goes while a backup into a home is made. */
export interface LogLead {
  /** The folder into which PostgreSQL puts the log now. */
  readonly archive: () => string;
  /** Leads the log into the home at once, because it does not arrive where it went. @returns false when it goes there already */
  divert(): boolean;
  /** Brings into the home what was kept elsewhere, from a segment on. */
  bring(since: string): void;
  /** The backup is made: all later log goes into its home. @param since the first segment that the backup needs */
  settle(since: string): void;
  /** No backup was made: the log goes where it went, unless some of it lies in the home alone by now. */
  giveUp(): void;
}

/** The folder from which a change of homes has not brought everything yet. */
const FORMER = `${ARCHIVE_LINK}.former`;

/**
 * Until a backup is made, the log stays where it goes: a home without a base is worth nothing, and the former one would have a hole. Only
 * where there is no other, or the former one is away, it is led into the home before.
 * @param databaseFolder of the running register.
 * @param home taken and held, with its archive.
 * @param isForeign whether what lies where the log goes is not this register's log: then none of it is brought.
 */
export function leadLog(databaseFolder: string, home: string, isForeign: boolean): LogLead {
  const [own, mark] = [archiveOf(home), join(databaseFolder, ARCHIVE_MARK)];
  const former = homeInUse(databaseFolder);
  finishChange(databaseFolder);
  const before = new Set(segmentsIn(own));
  const hasArrived = () => segmentsIn(own).some((name) => !before.has(name));
  let [isLed, isSettled] = [former === home, false];
  const lead = () => {
    pointTo(databaseFolder, own);
    isLed = true;
  };
  if (former === null || isForeign || !isHome(former) || !existsSync(archiveOf(former))) lead();
  const archive = () => (isLed || former === null ? own : archiveOf(former));
  const bring = (since: string) => {
    if (former !== null && former !== home && !isForeign) carrySegments(archiveOf(former), own, since);
  };
  return {
    archive,
    divert() {
      if (isLed) return false;
      lead();
      return true;
    },
    bring,
    settle(since) {
      if (!isLed) {
        bring(since);
        // Killed from here on, the next backup brings what arrived in this moment.
        noteFormer(databaseFolder, archive());
        isSettled = true;
        lead();
        bring(since);
        forgetFormer(databaseFolder);
      }
      isSettled = true;
      if (existsSync(mark)) return;
      writeFileSync(mark, '', { mode: 0o600, flag: 'wx', flush: true });
      syncFolder(databaseFolder);
    },
    giveUp() {
      if (isSettled || !isLed || former === home) return;
      if (former === null) {
        // A link that was lost is not lost again.
        if (!existsSync(mark)) rmSync(join(databaseFolder, ARCHIVE_LINK), { force: true });
        return;
      }
      if (hasArrived()) return;
      pointTo(databaseFolder, archiveOf(former));
      // In that very moment, perhaps: then it stays.
      if (hasArrived()) pointTo(databaseFolder, own);
    },
  };
}

/** Makes the folder for the log in a home, which belongs to whom PostgreSQL runs as. */
export function makeArchive(databaseFolder: string, home: string): void {
  const archive = archiveOf(home);
  if (!existsSync(archive)) mkdirSync(archive, { mode: 0o700 });
  syncFolder(home);
  const [{ uid, gid }, own] = [statSync(join(databaseFolder, 'data')), lstatSync(archive)];
  if (own.uid !== uid || own.gid !== gid) lchownSync(archive, uid, gid);
}

/** At no moment is there no link, and so no segment that nobody keeps. */
function pointTo(databaseFolder: string, archive: string): void {
  const link = join(databaseFolder, ARCHIVE_LINK);
  const next = `${link}.next`;
  rmSync(next, { force: true });
  symlinkSync(archive, next);
  renameSync(next, link);
  syncFolder(databaseFolder);
}

function noteFormer(databaseFolder: string, archive: string): void {
  forgetFormer(databaseFolder);
  symlinkSync(archive, join(databaseFolder, FORMER));
  syncFolder(databaseFolder);
}

function forgetFormer(databaseFolder: string): void {
  rmSync(join(databaseFolder, FORMER), { force: true });
}

/** Does the rest of a change of homes that was killed. */
function finishChange(databaseFolder: string): void {
  const note = join(databaseFolder, FORMER);
  if (lstatSync(note, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const home = homeInUse(databaseFolder);
  const newest = home !== null && isHome(home) ? backupsIn(home)[0] : undefined;
  if (home !== null && newest !== undefined) carrySegments(readlinkSync(note), archiveOf(home), readManifest(join(home, newest)).startSegment);
  forgetFormer(databaseFolder);
}
