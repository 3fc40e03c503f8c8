import { chownSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './account.ts';

/** The longest socket path every supported system takes (macOS: 104 bytes with the closing zero; Linux: 108). */
const LONGEST_PATH = 103;
const SHORT_FOLDER = join(tmpdir(), 'sanxian-');

/**
 * Makes an empty folder for the server's socket: `run` in the data folder, or a private temporary folder when that
 * path is too long for a socket, with a link `run` to it so that the next start can clear it away.
 */
export function makeSocketFolder(folder: string, { owner }: Account): string {
  removeSocketFolder(folder);
  const run = join(folder, 'run');
  const fits = Buffer.byteLength(join(run, '.s.PGSQL.5432.lock')) <= LONGEST_PATH;
  const made = fits ? run : mkdtempSync(SHORT_FOLDER);
  if (fits) mkdirSync(run, { mode: 0o700 });
  else symlinkSync(made, run);
  if (owner) chownSync(made, owner.uid, owner.gid);
  return made;
}

/** Removes the folder of a server that has ended. */
export function removeSocketFolder(folder: string): void {
  const run = join(folder, 'run');
  if (lstatSync(run, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    const target = readlinkSync(run);
    if (target.startsWith(SHORT_FOLDER)) rmSync(target, { recursive: true, force: true });
  }
  rmSync(run, { recursive: true, force: true });
}
