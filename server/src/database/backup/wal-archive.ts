import { closeSync, constants as flags, existsSync, fchownSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** The ending of what is kept: a segment of 16 MB that was closed by the clock is nearly all zeros, and takes some kilobytes. */
const PACKED = '.zst';
const UNFINISHED = '.part';
/** A checksum in each file: a flipped bit must stop a restore, not look like the end of the log. */
const PACKING = { params: { [constants.ZSTD_c_checksumFlag]: 1, [constants.ZSTD_c_compressionLevel]: 3 } };

const SEGMENT = /^[0-9A-F]{24}$/;
/** A segment while it is being kept, with the number of the process. */
const LEFT_BY_KILLED = /^([0-9A-F]{24})\.\d+\.part$/;
const HISTORY = /^[0-9A-F]{8}\.history$/;
/** 8 hexadecimal digits each: timeline, and the two halves of the segment's number. */
const DIGITS = 8;
const FOUR_GIGABYTES = 2 ** 32;

/**
 * Keeps a finished file of the log, whole or not at all: PostgreSQL recycles the original as soon as this returns, so it must be on
 * the disk by then. Keeping the same again is no fault (a crash in between asks twice); keeping another one under its name is.
 * @throws Error and keeps what was there
 */
export function keepSegment(path: string, name: string, archive: string): void {
  keep(readFileSync(path), name, archive);
}

function keep(content: Buffer, name: string, archive: string): void {
  const target = join(archive, packedName(name));
  if (existsSync(target)) {
    // Whoever wrote it may have been killed before the disk had its name.
    if (zstdDecompressSync(readPlain(target)).equals(content)) return syncFolder(archive);
    throw new Error(`another ${name} is kept already`);
  }
  const unfinished = join(archive, `${name}.${process.pid}${UNFINISHED}`);
  try {
    rmSync(unfinished, { force: true });
    writeNew(unfinished, zstdCompressSync(content, PACKING), archive);
    renameSync(unfinished, target);
  } catch (error) {
    // A full disk is tried again and again, each time under another number: half a segment each would keep it full.
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncFolder(archive);
}

/** A file of whoever owns the archive: what root brought there PostgreSQL must be able to read. Never through a link that lies there. */
function writeNew(path: string, content: Buffer, archive: string): void {
  const { uid, gid } = statSync(archive);
  const handle = openSync(path, 'wx', 0o600);
  try {
    if (process.getuid?.() === 0) fchownSync(handle, uid, gid);
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Reads a file that lies there itself: whoever may write to an archive could lead root elsewhere by a link. @throws Error for a link */
function readPlain(path: string): Buffer {
  const handle = openSync(path, flags.O_RDONLY | flags.O_NOFOLLOW);
  try {
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Brings what one archive keeps into another, from a segment on, whatever its history; each is read through, so that no damaged one is
 * handed on. What is there already stays. @throws Error when one is damaged
 */
export function carrySegments(from: string, to: string, since: string): void {
  if (!existsSync(from)) return;
  for (const file of readdirSync(from).filter((each) => each.endsWith(PACKED))) {
    const name = file.slice(0, -PACKED.length);
    const wanted = HISTORY.test(name) || (SEGMENT.test(name) && placeOf(name) >= placeOf(since));
    if (wanted && !existsSync(join(to, file))) keep(zstdDecompressSync(readPlain(join(from, file))), name, to);
  }
}

/** Brings a kept file of the log back. @returns false when it is not there. @throws Error when it is damaged, or may not be read */
export function fetchSegment(name: string, path: string, archive: string): boolean {
  const [packed, plain] = [join(archive, `${name}${PACKED}`), join(archive, name)];
  if (!isThere(packed) && !isThere(plain)) return false;
  writeFileSync(path, isThere(packed) ? zstdDecompressSync(readPlain(packed)) : readPlain(plain), { mode: 0o600 });
  return true;
}

/** `existsSync` says no, too, where it may not look, and that would pass for the end of the log. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Copies what a recovery may ask for into a folder of its own: PostgreSQL may run as somebody who cannot reach the archives.
 * Archives come in order: what the first has is not taken from a later one. A running register adds to its archive meanwhile.
 * @returns the newest kept segment of the history of `since`; what lies unkept in `pg_wal` may be anything.
 */
export function gatherSegments(archives: readonly string[], since: string, target: string): string {
  mkdirSync(target, { mode: 0o700 });
  for (const archive of archives) {
    for (const file of readdirSync(archive)) {
      const name = file.endsWith(PACKED) ? file.slice(0, -PACKED.length) : file;
      const wanted = HISTORY.test(name) || (SEGMENT.test(name) && name.slice(DIGITS) >= since.slice(DIGITS));
      if (!wanted || isThere(join(target, name)) || isThere(join(target, packedName(name)))) continue;
      writeFileSync(join(target, file), readPlain(join(archive, file)), { mode: 0o600, flag: 'wx' });
    }
  }
  return segmentsIn(target).filter((name) => name.startsWith(since.slice(0, DIGITS))).at(-1) ?? since;
}

/** The name of the file in which a segment is kept. */
export function packedName(segment: string): string {
  return `${segment}${PACKED}`;
}

/** The names of all segments that are kept, in order. */
export function segmentsIn(archive: string): string[] {
  if (!existsSync(archive)) return [];
  return readdirSync(archive).filter((name) => name.endsWith(PACKED)).map((name) => name.slice(0, -PACKED.length)).filter((name) => SEGMENT.test(name)).toSorted();
}

/** All segments from one to another of the same history, both included. */
export function segmentsBetween(first: string, last: string, segmentSize: number): string[] {
  const timeline = first.slice(0, DIGITS);
  const [from, to] = [numberOf(first, segmentSize), numberOf(last, segmentSize)];
  return Array.from({ length: to - from + 1 }, (_, step) => nameOf(timeline, from + step, segmentSize));
}

/** The first segment that is missing although later ones of its history are kept; null when there is no hole. */
export function firstHole(archive: string, since: string, segmentSize: number): string | null {
  const kept = new Set(segmentsIn(archive).filter((name) => name.startsWith(since.slice(0, DIGITS)) && name >= since));
  const last = [...kept].at(-1);
  return last === undefined ? null : (segmentsBetween(since, last, segmentSize).find((name) => !kept.has(name)) ?? null);
}

/** Whether a place in the log lies before a segment. */
export function endsBefore(lsn: string, segment: string, segmentSize: number): boolean {
  return segmentAt(lsn, segmentSize) < numberOf(segment, segmentSize);
}

/**
 * The first kept segment of a history that a register at `lsn` has not written yet: it is not its own. A register whose disk was set back by
 * a snapshot writes other log under the same names. List `kept` before `lsn` is asked. @returns null when there is none
 */
export function firstAhead(kept: readonly string[], history: string, lsn: string, segmentSize: number): string | null {
  return kept.find((name) => name.startsWith(history) && numberOf(name, segmentSize) >= segmentAt(lsn, segmentSize)) ?? null;
}

/** The number of a segment's history, as it stands in its name. */
export function historyOf(segment: string): string {
  return segment.slice(0, DIGITS);
}

/** Where a segment stands in the log, whatever its history; sorts as text. */
export function placeOf(segment: string): string {
  return segment.slice(DIGITS);
}

/**
 * Forgets segments that no kept backup needs, of whatever history, and what whoever was killed while keeping one has left of it; the small
 * files that tell of histories stay. @returns how many segments
 */
export function forgetSegmentsBefore(archive: string, first: string): number {
  const old = segmentsIn(archive).filter((name) => placeOf(name) < placeOf(first));
  for (const name of old) rmSync(join(archive, packedName(name)));
  for (const file of readdirSync(archive)) {
    const name = LEFT_BY_KILLED.exec(file)?.[1];
    // One that is being written is neither: its name comes last.
    if (name && (placeOf(name) < placeOf(first) || existsSync(join(archive, packedName(name))))) rmSync(join(archive, file), { force: true });
  }
  return old.length;
}

/** Waits for the disk to have the names in a folder, too. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function segmentAt(lsn: string, segmentSize: number): number {
  const [high, low] = lsn.split('/').map((part) => Number.parseInt(part, 16));
  return Math.floor(((high ?? 0) * FOUR_GIGABYTES + (low ?? 0)) / segmentSize);
}

function numberOf(name: string, segmentSize: number): number {
  const [high, low] = [name.slice(DIGITS, 2 * DIGITS), name.slice(2 * DIGITS)].map((part) => Number.parseInt(part, 16));
  return (high ?? 0) * (FOUR_GIGABYTES / segmentSize) + (low ?? 0);
}

function nameOf(timeline: string, number: number, segmentSize: number): string {
  const inEach = FOUR_GIGABYTES / segmentSize;
  const parts = [Math.floor(number / inEach), number % inEach];
  return `${timeline}${parts.map((part) => part.toString(16).toUpperCase().padStart(DIGITS, '0')).join('')}`;
}
