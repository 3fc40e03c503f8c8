import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryLockFolder } from '../embedded/folder-lock.ts';
import { archiveOf, backupName, backupsIn, closeHome, prune, sweepUnfinished } from './backup-home.ts';
import { makeArchive } from './log-lead.ts';
import { FORM, type Manifest, writeManifest } from './manifest.ts';
import { carrySegments, endsBefore, fetchSegment, firstAhead, firstHole, gatherSegments, keepSegment, packedName, segmentsBetween, segmentsIn } from './wal-archive.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-26T02:30:00Z');
const SIZE = 16 * 1024 * 1024;

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sanxian-home-'));
  mkdirSync(archiveOf(home));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function segment(number: number, timeline = 1): string {
  return `${timeline.toString(16).padStart(8, '0')}00000000${number.toString(16).toUpperCase().padStart(8, '0')}`;
}

function keepLog(from: number, to: number, timeline = 1): void {
  for (let number = from; number <= to; number++) writeFileSync(join(archiveOf(home), packedName(segment(number, timeline))), '');
}

/** A backup so many days old that begins at a segment. */
function backedUp(days: number, first: number, complete = true): string {
  const at = new Date(NOW.getTime() - days * DAY);
  const name = backupName(at);
  mkdirSync(join(home, name));
  const manifest: Manifest = {
    form: FORM,
    postgres: '18.0',
    major: '18',
    systemIdentifier: '1',
    segmentSize: SIZE,
    startLsn: '0/0',
    stopLsn: '0/0',
    startSegment: segment(first),
    stopSegment: segment(first),
    startedAt: at.toISOString(),
    endedAt: at.toISOString(),
    keyMark: { index: null, index2: null, sealed: '' },
    schema: '',
    bytes: 0,
    folders: [],
    files: [],
  };
  if (complete) writeManifest(join(home, name), manifest);
  return name;
}

it('forgets what is older than the days to keep, but not the one from which the first of these days is reached', () => {
  const [oldest, base, recent, newest] = [backedUp(10, 1), backedUp(8, 4), backedUp(6, 6), backedUp(1, 9)];
  keepLog(1, 12);
  expect(prune(home, 7, NOW)).toEqual({ backups: [oldest], segments: 3 });
  expect(backupsIn(home)).toEqual([newest, recent, base]);
  expect(segmentsIn(archiveOf(home))[0]).toBe(segment(4));
});

it('keeps the newest complete backup whatever its age, also when later ones were cut short', () => {
  const [old, ...cut] = [backedUp(90, 1), backedUp(3, 5, false), backedUp(1, 8, false)];
  keepLog(1, 9);
  expect(prune(home, 7, NOW)).toEqual({ backups: [], segments: 0 });
  expect(backupsIn(home)).toEqual([old]);
  expect(cut.every((name) => existsSync(join(home, name)))).toBe(true);
});

it('keeps the log of a restored register, whose numbers went back, also when an older backup begins further on', () => {
  const [before, after] = [backedUp(3, 50), backedUp(1, 25)];
  keepLog(50, 52);
  keepLog(25, 30, 2);
  expect(prune(home, 7, NOW)).toEqual({ backups: [], segments: 0 });
  expect(backupsIn(home)).toEqual([after, before]);
});

it('forgets the log of every history, and never the small files that tell where histories part', () => {
  backedUp(1, 5);
  keepLog(1, 6);
  keepLog(3, 6, 2);
  writeFileSync(join(archiveOf(home), packedName('00000002.history')), '');
  prune(home, 7, NOW);
  expect(segmentsIn(archiveOf(home))).toEqual([segment(5), segment(6), segment(5, 2), segment(6, 2)]);
  expect(readdirSync(archiveOf(home))).toContain(packedName('00000002.history'));
});

it('finds a hole in the log of a history, and none where it merely ends or another one begins', () => {
  keepLog(3, 5);
  keepLog(7, 7, 2);
  expect(firstHole(archiveOf(home), segment(3), SIZE)).toBeNull();
  rmSync(join(archiveOf(home), packedName(segment(4))));
  expect(firstHole(archiveOf(home), segment(3), SIZE)).toBe(segment(4));
  expect(firstHole(archiveOf(home), segment(2), SIZE)).toBe(segment(2));
});

it('sees that a replay stopped before a segment', () => {
  expect(endsBefore('0/5000028', segment(5), SIZE)).toBe(false);
  expect(endsBefore('0/4FFFFFF', segment(5), SIZE)).toBe(true);
});

it('counts segments over the end of a four-gigabyte file of the log', () => {
  expect(segmentsBetween('0000000100000000000000FE', '000000010000000100000001', SIZE)).toEqual(['0000000100000000000000FE', '0000000100000000000000FF', '000000010000000100000000', '000000010000000100000001']);
});

it('keeps a file of the log once: the same again is no fault, another under its name is, and it comes back as it was', () => {
  const [file, back] = [join(home, 'segment'), join(home, 'back')];
  writeFileSync(file, 'one');
  keepSegment(file, segment(1), archiveOf(home));
  keepSegment(file, segment(1), archiveOf(home));
  writeFileSync(file, 'two');
  expect(() => keepSegment(file, segment(1), archiveOf(home))).toThrow('another');
  expect(fetchSegment(segment(1), back, archiveOf(home))).toBe(true);
  expect(fetchSegment(segment(2), back, archiveOf(home))).toBe(false);
  writeFileSync(join(archiveOf(home), packedName(segment(3))), 'damaged');
  expect(() => fetchSegment(segment(3), back, archiveOf(home))).toThrow();
});

it('gathers for a recovery what it may ask for: from the first archive that has it, nothing older, and the histories', () => {
  const [other, target] = [join(home, 'pg_wal'), join(home, 'replay')];
  mkdirSync(other);
  keepLog(1, 4);
  writeFileSync(join(archiveOf(home), packedName('00000002.history')), '');
  for (const name of [segment(4), segment(5), 'archive_status']) writeFileSync(join(other, name), '');
  expect(gatherSegments([archiveOf(home), other], segment(3), target)).toBe(segment(4));
  expect(readdirSync(target).toSorted()).toEqual([packedName('00000002.history'), packedName(segment(3)), packedName(segment(4)), segment(5)].toSorted());
});

it('sweeps up what was cut short, and leaves the folder of a drill that is under way', () => {
  const names = ['2026-11-26T02-30-00Z.unfinished', 'drill-1.unfinished', 'drill-2.unfinished'];
  for (const name of names) mkdirSync(join(home, name));
  const lock = tryLockFolder(join(home, 'drill-2.unfinished'));
  sweepUnfinished(home);
  expect(readdirSync(home).toSorted()).toEqual(['drill-2.unfinished', 'wal']);
  lock?.release();
  sweepUnfinished(home);
  expect(readdirSync(home)).toEqual(['wal']);
});

it('forgets what was left by whoever was killed while keeping a segment, and nothing that is being written', () => {
  backedUp(1, 5);
  keepLog(5, 6);
  for (const number of [4, 5, 7]) writeFileSync(join(archiveOf(home), `${segment(number)}.123.part`), '');
  // PostgreSQL's note of a backup goes on being kept while the backup ends.
  const note = `${segment(5)}.00000028.backup.123.part`;
  writeFileSync(join(archiveOf(home), note), '');
  prune(home, 7, NOW);
  expect(readdirSync(archiveOf(home)).filter((name) => name.endsWith('.part')).toSorted()).toEqual([note, `${segment(7)}.123.part`]);
});

it('knows log that a register has not written yet, of its own history alone', () => {
  const kept = [segment(4), segment(5), segment(9, 2)];
  expect(firstAhead(kept, '00000001', '0/6000028', SIZE)).toBeNull();
  expect(firstAhead(kept, '00000001', '0/6000000', SIZE)).toBeNull();
  expect(firstAhead(kept, '00000001', '0/5000028', SIZE)).toBe(segment(5));
});

it('hands no damaged segment on, and follows no link that lies in an archive', () => {
  const [other, secret] = [join(home, 'other'), join(home, 'secret')];
  mkdirSync(other);
  writeFileSync(join(archiveOf(home), packedName(segment(3))), 'damaged');
  expect(() => carrySegments(archiveOf(home), other, segment(4))).not.toThrow();
  expect(() => carrySegments(archiveOf(home), other, segment(3))).toThrow();
  writeFileSync(secret, 'secret');
  rmSync(join(archiveOf(home), packedName(segment(3))));
  symlinkSync(secret, join(archiveOf(home), packedName(segment(3))));
  expect(() => gatherSegments([archiveOf(home)], segment(3), join(home, 'replay'))).toThrow('ELOOP');
  expect(() => carrySegments(archiveOf(home), other, segment(3))).toThrow('ELOOP');
  symlinkSync(secret, join(archiveOf(home), `${segment(8)}.${process.pid}.part`));
  keepSegment(secret, segment(8), archiveOf(home));
  expect(readFileSync(secret, 'utf8')).toBe('secret');
});

describe.runIf(process.getuid?.() === 0)('under root, with PostgreSQL running as somebody else', () => {
  const NOBODY = 65_534;

  it('the folder of backups is root’s, and PostgreSQL’s account gets through it to the log alone', () => {
    const database = join(home, 'postgres');
    mkdirSync(join(database, 'data'), { recursive: true });
    chownSync(join(database, 'data'), NOBODY, NOBODY);
    chownSync(home, NOBODY, NOBODY);
    closeHome(home, database);
    makeArchive(database, home);
    expect(statSync(home)).toMatchObject({ uid: 0, gid: 0, mode: 0o040711 });
    expect(statSync(archiveOf(home))).toMatchObject({ uid: NOBODY, gid: NOBODY });
    // What root keeps there, PostgreSQL must be able to compare.
    writeFileSync(join(home, 'segment'), 'one');
    keepSegment(join(home, 'segment'), segment(1), archiveOf(home));
    expect(statSync(join(archiveOf(home), packedName(segment(1)))).uid).toBe(NOBODY);
  });

  it('a link that its account put there while the folder was its own is refused, and what it leads to stays as it is', () => {
    const [database, victim] = [join(home, 'postgres'), mkdtempSync(join(tmpdir(), 'sanxian-victim-'))];
    mkdirSync(join(database, 'data'), { recursive: true });
    for (const path of [join(database, 'data'), home]) chownSync(path, NOBODY, NOBODY);
    rmSync(archiveOf(home), { recursive: true });
    symlinkSync(victim, archiveOf(home));
    expect(() => closeHome(home, database)).toThrow('wal is a link');
    expect(statSync(victim).uid).toBe(0);
    rmSync(victim, { recursive: true });
  });
});
