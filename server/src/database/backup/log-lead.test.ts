import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { archiveOf, backupName, homeInUse, takeHome } from './backup-home.ts';
import { leadLog, makeArchive } from './log-lead.ts';
import { FORM, writeManifest } from './manifest.ts';
import { keepSegment, packedName, segmentsIn } from './wal-archive.ts';

let folder: string;
let database: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sanxian-lead-')));
  database = join(folder, 'postgres');
  mkdirSync(join(database, 'data'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function homeNamed(name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  takeHome(home, '1');
  makeArchive(database, home);
  return home;
}

const segment = (number: number) => `0000000100000000${String(number).padStart(8, '0')}`;

/** As PostgreSQL keeps a segment. */
function arrives(home: string, number: number): void {
  writeFileSync(join(folder, 'segment'), `segment ${number}`);
  keepSegment(join(folder, 'segment'), segment(number), archiveOf(home));
}

/** A register whose log goes into a home already. */
function backedUpInto(home: string): void {
  leadLog(database, home, false).settle(segment(1));
}

const mark = () => existsSync(join(database, 'archiving'));

it('the first backup has the log led into its home; when it fails, nothing is led anywhere', () => {
  const home = homeNamed('one');
  const failing = leadLog(database, home, false);
  expect(homeInUse(database)).toBe(home);
  arrives(home, 1);
  failing.giveUp();
  expect([homeInUse(database), mark()]).toEqual([null, false]);
  backedUpInto(home);
  expect([homeInUse(database), mark()]).toEqual([home, true]);
});

it('a change of homes happens when the backup is made, and leaves no hole in either', () => {
  const [one, two] = [homeNamed('one'), homeNamed('two')];
  backedUpInto(one);
  const failing = leadLog(database, two, false);
  expect(failing.archive()).toBe(archiveOf(one));
  failing.giveUp();
  expect(homeInUse(database)).toBe(one);
  const lead = leadLog(database, two, false);
  for (const number of [1, 2, 3]) arrives(one, number);
  lead.bring(segment(2));
  arrives(one, 4);
  lead.settle(segment(2));
  lead.giveUp();
  expect(homeInUse(database)).toBe(two);
  expect(segmentsIn(archiveOf(two))).toEqual([2, 3, 4].map(segment));
  expect(segmentsIn(archiveOf(one))).toEqual([1, 2, 3, 4].map(segment));
});

it('a change that was killed after the log was led away is finished by the next backup', () => {
  const [one, two] = [homeNamed('one'), homeNamed('two')];
  backedUpInto(one);
  for (const number of [1, 2, 3]) arrives(one, number);
  backedUpInto(two);
  rmSync(join(archiveOf(two), packedName(segment(3))));
  symlinkSync(archiveOf(one), join(database, 'archive.former'));
  const name = join(two, backupName(new Date()));
  mkdirSync(name);
  writeManifest(name, { form: FORM, startSegment: segment(2), endedAt: new Date().toISOString() } as Parameters<typeof writeManifest>[1]);
  leadLog(database, two, false);
  expect(segmentsIn(archiveOf(two))).toContain(segment(3));
  expect(lstatSync(join(database, 'archive.former'), { throwIfNoEntry: false })).toBeUndefined();
});

it('a home that is away is left at once; after a failure the log goes back, unless some of it came to lie in the other home alone', () => {
  const [one, two] = [homeNamed('one'), homeNamed('two')];
  backedUpInto(one);
  renameSync(one, `${one}.away`);
  const first = leadLog(database, two, false);
  expect(homeInUse(database)).toBe(two);
  first.giveUp();
  expect(homeInUse(database)).toBe(one);
  const second = leadLog(database, two, false);
  arrives(two, 5);
  second.giveUp();
  expect(homeInUse(database)).toBe(two);
});

it('a home that takes no log is left when that is seen, with what it kept; log of another register is never brought', () => {
  const [one, two, three] = [homeNamed('one'), homeNamed('two'), homeNamed('three')];
  backedUpInto(one);
  for (const number of [1, 2]) arrives(one, number);
  const lead = leadLog(database, two, false);
  expect([lead.divert(), lead.divert()]).toEqual([true, false]);
  lead.bring(segment(2));
  lead.settle(segment(2));
  expect([homeInUse(database), ...segmentsIn(archiveOf(two))]).toEqual([two, segment(2)]);
  leadLog(database, three, true).settle(segment(1));
  expect([homeInUse(database), ...readdirSync(archiveOf(three))]).toEqual([three]);
});
