import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { projectFile } from '../graphql/project-file.ts';

/** Reads a reference file in CSV, named from `server/src`: one record per row, by the names of its first line; lines that begin with # are comments. */
export function readReferenceRows<Column extends string>(name: string): Readonly<Record<Column, string>>[] {
  return parse<Record<Column, string>>(readFileSync(projectFile(`server/src/${name}`)), { columns: true, comment: '#', comment_no_infix: true });
}
