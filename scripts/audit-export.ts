/**
 * `pnpm audit:export [-- FILE]`: writes the public keys and every signed root as JSON lines, to a file or to standard
 * output, for a witness to keep elsewhere (docs/audit.md). A file that exists is replaced; nothing in it tells of a person.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { witnessLines } from '../server/src/audit/witness-file.ts';
import { publicKeysHere, readAudit, typedPath } from './audit-access.ts';

const files = process.argv.slice(2).filter((word) => word !== '--');
const [file] = files;

if (files.length > 1 || file?.startsWith('--') === true) {
  process.stderr.write('用法：pnpm audit:export -- [文件]\n');
  process.exitCode = 2;
} else {
  try {
    const target = file === undefined ? process.stdout : createWriteStream(typedPath(file));
    await readAudit((connection) => pipeline(Readable.from(witnessLines(connection, publicKeysHere())), target, { end: file !== undefined }));
  } catch (error) {
    process.stderr.write(`无法导出 · could not be exported: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
