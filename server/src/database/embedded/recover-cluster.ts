import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { checkVersion, newPasswords, SUPERUSER, writePrivate } from './cluster.ts';
import { lockFolder } from './folder-lock.ts';
import { setPasswords } from './open-database.ts';
import { startServer } from './server.ts';
import { type Settings, walCommand } from './settings.ts';
import { removeSocketFolder } from './socket-folder.ts';

/** The folder of the log that is to be replayed, beside the cluster. */
export const REPLAY = 'replay';

/** What a copied cluster is to be brought to. */
export interface RecoveryOptions {
  /** The folder of the database: `data` in it is the copied cluster, with `backup_label` and `recovery.signal`, and `replay` the log. */
  readonly dataFolder: string;
  /** Replay ends before the first transaction after this instant; null replays all there is. */
  readonly until: Date | null;
}

/** What a recovery came to. */
export interface Recovered {
  /** When the last transaction that was replayed was committed; null when none was. */
  readonly lastTransaction: Date | null;
  /** Where in the log replay ended. */
  readonly endLsn: string;
}

/**
 * Replays the archived log over a copied cluster and opens it for writing, once, reachable by nobody else: without passwords, but
 * on a socket in a folder of its own. Passwords are drawn anew, because no backup holds them. Afterwards it is an ordinary cluster
 * that has been stopped in order.
 *
 * @throws DatabaseUnavailable with PostgreSQL's last words, for example that the log ends before `until`.
 */
export async function recoverCluster({ dataFolder, until }: RecoveryOptions): Promise<Recovered> {
  const folder = realpathSync(dataFolder);
  const cluster = join(folder, 'data');
  const binaries = findBinaries();
  const lock = await lockFolder(folder);
  try {
    checkVersion(cluster, binaries);
    mkdirSync(join(cluster, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 });
    // After the last file was written: the files go to the account that PostgreSQL runs under.
    const account = chooseAccount(folder, binaries.postgres);
    const everybodyHere = join(folder, 'restore.hba');
    writePrivate(everybodyHere, 'local all all trust\n', account);
    const passwords = newPasswords(folder, account);
    const server = await startServer(folder, cluster, binaries, account, false, recoverySettings(everybodyHere, until));
    try {
      const [lastTransaction, endLsn] = [await lastReplayed(server.socketFolder), endOfFormerHistory(join(cluster, 'pg_wal'))];
      await setPasswords(server.socketFolder, passwords);
      return { lastTransaction, endLsn };
    } finally {
      await server.stop();
      removeSocketFolder(folder);
      rmSync(everybodyHere, { force: true });
      rmSync(join(folder, REPLAY), { recursive: true, force: true });
    }
  } finally {
    lock.release();
  }
}

function recoverySettings(hbaFile: string, until: Date | null): Settings {
  return {
    hba_file: hbaFile,
    // Nobody asks anything before it is whole; and the limits of the machine it came from need not be ours.
    hot_standby: 'off',
    archive_mode: 'off',
    // Only "there is none" may end the log: PostgreSQL stops for nothing below 126.
    restore_command: `${walCommand('fetch', '"%f"', '"%p"', `../${REPLAY}`)}; case $? in 0) exit 0 ;; 3) exit 1 ;; *) exit 126 ;; esac`,
    // The history of the backup: the one of a register that was restored before begins with a backup of its own (ADR 47).
    recovery_target_timeline: 'current',
    // PostgreSQL reads this before it knows any name of a zone, `Z` included.
    ...(until ? { recovery_target_time: until.toISOString().replace('T', ' ').replace('Z', '+00'), recovery_target_action: 'promote' } : {}),
  };
}

async function lastReplayed(socketFolder: string): Promise<Date | null> {
  const client = new pg.Client({ host: socketFolder, user: SUPERUSER, database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<{ at: Date | null }>('SELECT pg_last_xact_replay_timestamp() AS at');
    return rows[0]?.at ?? null;
  } finally {
    await client.end();
  }
}

/** Opening the copy begins a new history; PostgreSQL writes down where it left the former one. */
function endOfFormerHistory(walFolder: string): string {
  const newest = readdirSync(walFolder).filter((name) => name.endsWith('.history')).toSorted().at(-1) ?? '';
  const lines = readFileSync(join(walFolder, newest), 'utf8').split('\n').filter((line) => /^\d+\t/.test(line));
  return lines.at(-1)?.split('\t')[1] ?? '';
}
