/**
 * What PostgreSQL runs to keep (`keep <path> <name> <archive>`) or to fetch (`fetch <name> <path> <archive>`) a file of its log; see
 * `embedded/settings.ts`. Exit code 0: done. 3: there is no such file. Anything else: it is damaged, may not be read, or we broke; that
 * ends a recovery. PostgreSQL itself would take it for the end of the log, and open a register that lacks its last days.
 */
import { fetchSegment, keepSegment } from './wal-archive.ts';

const [kind = '', first = '', second = '', archive = ''] = process.argv.slice(2);

try {
  process.exitCode = run() ? 0 : 3;
} catch (error) {
  process.stderr.write(`wal ${kind}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function run(): boolean {
  if (kind !== 'keep') return fetchSegment(first, second, archive);
  keepSegment(first, second, archive);
  return true;
}
