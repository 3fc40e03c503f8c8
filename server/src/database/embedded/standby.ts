import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { runningCluster } from './postgres.ts';
import { startServer } from './server.ts';
import { removeSocketFolder } from './socket-folder.ts';

/** A streaming replica that answers. */
export interface Standby {
  /** Its address for whoever knows one of the primary: the same roles, passwords and databases. */
  addressOf(primaryUrl: string): string;
  /** Ends it as a machine ends that loses its power. */
  kill(): Promise<void>;
  /** Stops it in order. */
  stop(): Promise<void>;
}

/** What lies in a cluster's folder and belongs to the running server alone; the log comes by streaming. */
const leftOut = /^(postmaster\.(pid|opts)|pg_wal\/[^/]+|pg_replslot\/.+|pg_dynshmem\/.+|pg_stat_tmp\/.+)$/;

/**
 * Copies a running embedded cluster and starts the copy as its streaming replica on the same machine: to show and to measure what reads from
 * replicas do. On one disk it protects nothing; a real one stands on another machine and is set up by PostgreSQL's own tools.
 *
 * @param primaryFolder the folder of the primary's cluster, as `startEmbeddedPostgres` was given it.
 * @param folder an empty folder for the copy.
 */
export async function startStandby(primaryFolder: string, folder: string): Promise<Standby> {
  const superuserUrl = runningCluster(primaryFolder);
  if (superuserUrl === null) throw new Error('there is no running cluster to copy');
  const cluster = join(realpathSync(folder), 'data');
  const slot = `standby_${randomUUID().slice(0, 8)}`;
  await copyCluster(superuserUrl, slot, join(primaryFolder, 'data'), cluster);
  writeFileSync(join(cluster, 'standby.signal'), '', { mode: 0o600 });
  const binaries = findBinaries();
  const account = chooseAccount(folder, binaries.postgres);
  const { username, password } = new URL(superuserUrl);
  const primarySocket = realpathSync(join(primaryFolder, 'run'));
  const server = await startServer(realpathSync(folder), cluster, binaries, account, false, {
    archive_mode: 'off',
    primary_conninfo: `host='${primarySocket}' user='${username}' password='${decodeURIComponent(password)}' application_name=standby`,
    primary_slot_name: slot,
    // Long enough behind a reader, then replay goes on: who reads falls back to the primary.
    max_standby_streaming_delay: '1s',
  });
  const addressOf = (primaryUrl: string): string => primaryUrl.replace(encodeURIComponent(primarySocket), encodeURIComponent(server.socketFolder));
  const end = async (signal: 'SIGQUIT' | 'SIGINT'): Promise<void> => {
    if (signal === 'SIGQUIT') process.kill(Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10), signal);
    else await server.stop();
    await server.ended;
    removeSocketFolder(realpathSync(folder));
  };
  return { addressOf, kill: () => end('SIGQUIT'), stop: () => end('SIGINT') };
}

async function copyCluster(superuserUrl: string, slot: string, from: string, to: string): Promise<void> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  try {
    // Replay begins before the copy: that part of the log must still be there when the replica first asks.
    await client.query('select pg_create_physical_replication_slot($1, true)', [slot]);
    await client.query('select pg_backup_start($1, fast => true)', [slot]);
    cpSync(from, to, { recursive: true, filter: (path) => !leftOut.test(relative(from, path)) });
    const { rows } = await client.query<{ label: string }>('select labelfile as label from pg_backup_stop(wait_for_archive => false)');
    writeFileSync(join(to, 'backup_label'), rows[0]?.label ?? '', { mode: 0o600 });
  } finally {
    await client.end();
  }
}
