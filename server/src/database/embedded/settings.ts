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

/** The words that start a server over `cluster` listening on a socket in `socketFolder` only. */
export function serverWords(cluster: string, socketFolder: string, forgetful: boolean): string[] {
  const settings = {
    ...MEMORY,
    ...SILENCE,
    ...ACCESS,
    ...(forgetful ? FORGETFUL : DURABLE),
    unix_socket_directories: `"${socketFolder.replaceAll('"', '""')}"`, // a list: quotes keep commas and spaces
    port: '5432', // part of the socket's file name only
    timezone: 'UTC',
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
