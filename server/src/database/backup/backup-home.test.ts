import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { archiveOf, backupName, backupsIn, prune } from './backup-home.ts';
import { FORM, type Manifest, writeManifest } from './manifest.ts';
import { endsBefore, fetchSegment, firstHole, gatherSegments, keepSegment, packedName, segmentsBetween, segmentsIn } from './wal-archive.ts';

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
