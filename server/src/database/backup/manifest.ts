import { createHash } from 'node:crypto';
import { constants, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { KeptMark } from '../key-mark.ts';
import { BackupFault } from './backup-fault.ts';
import { syncFolder } from './wal-archive.ts';

/** A file of a backup. */
export interface BackupFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a backup is and holds. It is written last: a folder without one is no backup. */
export interface Manifest {
  /** Of this description; another number is for another release to read. */
  readonly form: number;
  /** The full version of PostgreSQL, and the part of it that reads these files. */
  readonly postgres: string;
  readonly major: string;
  /** The number that PostgreSQL drew when the cluster was made, the same in all its copies. */
  readonly systemIdentifier: string;
  readonly segmentSize: number;
  readonly startLsn: string;
  readonly stopLsn: string;
  /** The segments of the log without which these files are no database; they lie in the backup itself. */
  readonly startSegment: string;
  readonly stopSegment: string;
  /** By the database's clock. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** By which a restore under other keys is refused before anything is copied; nothing in it is secret. */
  readonly keyMark: KeptMark;
  /** The newest migration of the schema. */
  readonly schema: string;
  readonly bytes: number;
  readonly folders: readonly string[];
  readonly files: readonly BackupFile[];
}

/** The name of the manifest in the folder of a backup. */
export const MANIFEST = 'manifest.json';

/** The number of the form that is written and read here. */
export const FORM = 1;

/** How much is read at once. */
const CHUNK = 1_048_576;

/** Writes the manifest with a digest of its own, on the disk when this returns. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const unfinished = join(folder, `${MANIFEST}.part`);
  writeFileSync(unfinished, JSON.stringify({ manifest, sha256: digestOf(manifest) }), { mode: 0o600, flush: true });
  renameSync(unfinished, join(folder, MANIFEST));
  syncFolder(folder);
}

/** @throws BackupFault when the folder is no complete backup, or its manifest was altered. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) throw new BackupFault(`${folder} 不是完整的备份：没有 ${MANIFEST}，可能中途中断。`, `${folder} is no complete backup: it has no ${MANIFEST}, so it was probably cut short.`);
  const kept = parsed(readFileSync(path, 'utf8'));
  if (!kept || kept.manifest.form !== FORM || digestOf(kept.manifest) !== kept.sha256) throw new BackupFault(`${path} 已损坏或被改动。`, `${path} is damaged or was altered.`);
  return kept.manifest;
}

/** Whether a folder holds a backup that was finished; what is in its files is not looked at. */
export function isComplete(folder: string): boolean {
  try {
    readManifest(folder);
    return true;
  } catch (error) {
    if (error instanceof BackupFault) return false;
    throw error;
  }
}

/** Reads every file of a backup and says of each what is wrong: missing, another size, another content, not in the manifest. */
export async function faultsOfFiles(folder: string, { files }: Manifest, onBytes: (bytes: number) => void): Promise<string[]> {
  const faults: string[] = [];
  const known = new Map(files.map((file) => [file.path, file]));
  for (const path of await filesBelow(folder)) if (path !== MANIFEST && !known.has(path)) faults.push(`不在清单里 · not in the manifest: ${path}`);
  for (const { path, size, sha256 } of files) {
    const found = await digestOfFile(join(folder, path), onBytes);
    if (!found) faults.push(`缺少 · missing: ${path}`);
    else if (found.size !== size) faults.push(`大小不符 · another size: ${path}`);
    else if (found.sha256 !== sha256) faults.push(`内容不符 · another content: ${path}`);
  }
  return faults;
}

/** Copies a file and says what it held; null when it went away before it was opened, as PostgreSQL's files may. */
export async function copyFile(source: string, target: string, options: { readonly flush: boolean; readonly onBytes: (bytes: number) => void }): Promise<Omit<BackupFile, 'path'> | null> {
  const from = await opened(source);
  if (!from) return null;
  const to = await open(target, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let { bytesRead } = await from.read(buffer, 0, CHUNK); bytesRead > 0; { bytesRead } = await from.read(buffer, 0, CHUNK)) {
      const chunk = buffer.subarray(0, bytesRead);
      hash.update(chunk);
      await to.writeFile(chunk);
      size += bytesRead;
      options.onBytes(bytesRead);
    }
    if (options.flush) await to.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await from.close();
    await to.close();
  }
}

async function digestOfFile(path: string, onBytes: (bytes: number) => void): Promise<Omit<BackupFile, 'path'> | null> {
  const file = await opened(path);
  if (!file) return null;
  try {
    const hash = createHash('sha256');
    let size = 0;
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let { bytesRead } = await file.read(buffer, 0, CHUNK); bytesRead > 0; { bytesRead } = await file.read(buffer, 0, CHUNK)) {
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
      onBytes(bytesRead);
    }
    return { size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** Never through a link: whoever runs the database could have put one there, for root to copy what it leads to. */
async function opened(path: string) {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Every file below a folder by its path in it; links are listed, never followed. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).toSorted();
}

/** Whether there is a folder, link or file of this name. */
export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}

function digestOf(manifest: Manifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

function parsed(text: string): { readonly manifest: Manifest; readonly sha256: string } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('manifest' in value) || !('sha256' in value)) return null;
    return typeof value.manifest === 'object' && value.manifest !== null ? (value as { manifest: Manifest; sha256: string }) : null;
  } catch {
    return null;
  }
}
