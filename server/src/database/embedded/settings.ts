import { join } from 'node:path';

/** Settings of the server, given on its command line at every start so that old clusters follow new releases. */
export type Settings = Readonly<Record<string, string>>;

const MEMORY: Settings = {
  // A province on one laptop for a demonstration: everything together stays below 250 MB.
  shared_buffers: '32MB',
  max_connections: '40',
  max_wal_size: '256MB',
  jit: 'off',
  io_method: 'sync', // saves three worker processes
  max_logical_replication_workers: '0', // saves the launcher process
  huge_pages: 'off',
};

/** An error text may hold a person's values ("Key (…) already exists"): the application logs its own, masked. */
const SILENCE: Settings = {
  log_min_messages: 'log', // the server's own events; not the errors of statements
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_timezone: 'UTC',
};

/** The password is 192 random bits, which stretching cannot improve: one round keeps connecting cheap. */
const ACCESS: Settings = {
  listen_addresses: '', // no network at all
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  scram_iterations: '1',
};

/** For databases that end with a test run: nothing is worth waiting for the disk. Never for data somebody keeps. */
const FORGETFUL: Settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

const DURABLE: Settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Where a finished segment of the log is kept, seen from the cluster: a link that the first backup makes (`backup/`). */
export const ARCHIVE_LINK = 'archive';
/** A file beside the link that says there must be one. */
export const ARCHIVE_MARK = 'archiving';

/**
 * Archiving is always on, because turning it on takes a restart, and does nothing until a backup has made the link: without a
 * base to start from, kept segments would help nobody. Whatever is wrong with a link that is there, or was lost, is a failure: PostgreSQL
 * then keeps its segments and tries again, so that a disk that is away for an hour leaves no gap.
 */
const ARCHIVING: Settings = {
  archive_mode: 'on',
  archive_command: `if test -L ../${ARCHIVE_LINK}; then ${walCommand('keep', '"%p"', '"%f"', `../${ARCHIVE_LINK}`)}; else test ! -e ../${ARCHIVE_MARK}; fi`,
};

/** The words by which PostgreSQL, which runs them in its cluster's folder by `sh`, keeps or fetches a segment of its log. */
export function walCommand(...words: readonly string[]): string {
  const script = join(import.meta.dirname, '..', 'backup', 'wal-command.ts');
  return [quoted(process.execPath), quoted(script), ...words].join(' ');
}

/** A path as one word of the shell, in a text in which PostgreSQL replaces what follows a percent sign. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
}

/**
 * The words that start a server over `cluster` listening on a socket in `socketFolder` only.
 * @param special settings that take the place of the usual ones, for a recovery.
 */
export function serverWords(cluster: string, socketFolder: string, forgetful: boolean, special: Settings = {}): string[] {
  const settings = {
    ...MEMORY,
    ...SILENCE,
    ...ACCESS,
    ...(forgetful ? FORGETFUL : { ...DURABLE, ...ARCHIVING }),
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`, // a list: quotes keep commas and spaces
    port: '5432', // part of the socket's file name only
    timezone: 'UTC',
    ...special,
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
