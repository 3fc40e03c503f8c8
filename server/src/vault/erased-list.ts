import { constants, existsSync, readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Em } from '../database/orm.ts';
import { type Erasure, erasures, rememberErasures } from './erased-person.queries.ts';

/** How the list is called, beside the keys and in the folder of backups. */
export const ERASED_LIST = 'erased-people.txt';

const LINE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/**
 * The list of erasures outside of the database: going back to an earlier moment takes the database's own list back, too, and would
 * give the erased to the register again (个人信息保护法 art. 47). A line is a random number and an instant, and says nothing
 * about anybody. A line cut short by a crash is skipped, and its erasure is written again.
 */
export async function readErasedList(path: string): Promise<Erasure[]> {
  if (!existsSync(path)) return [];
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/).map((line) => LINE.exec(line));
  return lines.flatMap((line) => (line?.[1] === undefined || line[2] === undefined ? [] : [{ personId: line[1], at: new Date(line[2]) }]));
}

/** What a line looks like that a crash cut short. */
const CUT_SHORT = /^[0-9a-f-]{1,36}(?: [\dT:.-]{0,23})?$/;

/** The number of the first line, from 1, of a file that is no line of such a list, whole or cut short; null when there is none. A restore must not take another file for one. */
export function foreignLineOf(path: string): number | null {
  const place = readFileSync(path, 'utf8').split(/\r?\n/).findIndex((line) => line !== '' && !LINE.test(line) && !CUT_SHORT.test(line));
  return place < 0 ? null : place + 1;
}

/** Appends to the list at `path` every erasure that it lacks, and waits until the disk has them. What it has more stays. @returns how many */
export async function updateErasedList(em: Em, path: string): Promise<number> {
  const known = new Set((await readErasedList(path)).map(({ personId }) => personId));
  const news = (await erasures(em)).filter(({ personId }) => !known.has(personId));
  // An empty list is one, too: it says that nobody was erased. A folder that is away is not made, but complained of.
  const isThere = existsSync(path);
  if (news.length === 0 && isThere) return 0;
  // Never through a link: the folder of backups may be another account's, who could lead root to any file.
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    // Whatever was cut short stays a line of its own.
    if (news.length > 0) await file.appendFile(`${size === 0 ? '' : '\n'}${news.map(({ personId, at }) => `${personId} ${at.toISOString()}`).join('\n')}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  if (!isThere) await flushName(path);
  return news.length;
}

/** A new file survives a power cut only when the folder that names it is written out. */
async function flushName(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Takes in what lists know and the database does not; whoever is present though erased is erased again afterwards. @returns how many */
export async function adoptErasedLists(em: Em, paths: readonly string[]): Promise<number> {
  let adopted = 0;
  for (const path of paths) adopted += await rememberErasures(em, await readErasedList(path));
  return adopted;
}
