import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** The folder of the server package, whether this runs from `src` or from one bundled file in `dist`. */
function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The path of a reference file that ships with the server, named from `server/src`. */
export function referenceFile(name: string): string {
  return join(packageFolder(), 'src', name);
}

/** Reads a reference file in CSV: one record per row, by the names of its first line; lines that begin with # are comments. */
export function readReferenceRows<Column extends string>(name: string): Readonly<Record<Column, string>>[] {
  return parse<Record<Column, string>>(readFileSync(referenceFile(name)), { columns: true, comment: '#', comment_no_infix: true });
}
