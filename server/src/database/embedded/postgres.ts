import { accessSync, constants, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chooseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { prepareCluster, readPasswords } from './cluster.ts';
import { type DatabaseUnavailable, explainFileError, notWritable } from './database-unavailable.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { findLeftover, stopLeftover } from './leftover.ts';
import { openDatabase, ownerAddress, superuserAddress } from './open-database.ts';
import { type Server, startServer } from './server.ts';
import type { Settings } from './settings.ts';
import { removeSocketFolder } from './socket-folder.ts';

/** What to start: where the data lie, which database to open, and where progress is told. */
export interface EmbeddedPostgresOptions {
  /** The database's own folder, made when missing. Nobody else may keep files in it. */
  readonly dataFolder: string;
  /** Name of the database, made when missing. */
  readonly database: string;
  /** Told about each slow step, in Chinese and English. */
  readonly log?: (message: string) => void;
  /** For tests: does not wait for the disk, and deletes the folder at the end, even when this process was killed. */
  readonly forgetful?: boolean;
  /** For benchmarks: settings in the place of a laptop's, see docs/operations.md. */
  readonly settings?: Settings;
  /** For a restore alone: opens what it has not finished yet, which every other start refuses. */
  readonly isRestore?: boolean;
}

/** A running database that ends with this process, however this process ends. */
export interface EmbeddedPostgres {
  /** `postgresql://` address of the database for its owner, who makes its tables: a Unix socket, an ordinary role, a random password. */
  readonly url: string;
  /** The same for a server at work: a role that owns nothing. */
  readonly runtimeUrl: string;
  /** Settles only if the server ends without `stop` having been called. */
  readonly crashed: Promise<DatabaseUnavailable>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk when this settles. */
  stop(): Promise<void>;
}

/**
 * Runs the real PostgreSQL over a folder, for as long as this process lives.
 *
 * The first start makes the cluster (about a second), later ones open it (about 0.1 s). One process at a time owns the
 * folder; a server left behind by an owner that was killed is stopped first. See ADR 0002.
 *
 * @throws DatabaseUnavailable in words for the person who started it: folder in use, not writable, disk full, other
 *   major version, no binaries for this platform, no account to run under.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const folder = makeFolder(options.dataFolder);
    const binaries = findBinaries();
    const lock = await lockFolder(folder);
    try {
      const server = await serveFolder(folder, binaries, options);
      return await openOrStop(folder, server, lock, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw explainFileError(error, options.dataFolder);
  }
}

/**
 * The owner's address of a database that another process serves over this folder; null when none does.
 * The files that tell it can be read only by who started that process.
 */
export function runningDatabase(dataFolder: string, database: string): string | null {
  if (findLeftover(join(dataFolder, 'data')).state !== 'running') return null;
  return ownerAddress(realpathSync(join(dataFolder, 'run')), readPasswords(dataFolder), database);
}

/** The superuser's address of a database that another process, or this one, serves over this folder; null when none does. */
export function runningCluster(dataFolder: string): string | null {
  if (findLeftover(join(dataFolder, 'data')).state !== 'running') return null;
  return superuserAddress(realpathSync(join(dataFolder, 'run')), readPasswords(dataFolder));
}

function makeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    // Below a read-only file system Node reports ENOENT.
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? notWritable(path, error) : error;
  }
  accessSync(path, constants.W_OK | constants.X_OK);
  return realpathSync(path);
}

/** Brings the server up over a folder this process has locked. */
async function serveFolder(
  folder: string,
  binaries: Binaries,
  { log = () => undefined, forgetful = false, isRestore = false, settings = {} }: EmbeddedPostgresOptions,
): Promise<Server> {
  const cluster = join(folder, 'data');
  const leftover = findLeftover(cluster);
  if (leftover.state === 'running') {
    log(`正在停止上次运行遗留的数据库进程（pid ${leftover.pid}） · stopping the database an earlier run left behind`);
    await stopLeftover(cluster, leftover.pid);
  }
  // Only now: the files of a running server must not change hands.
  const account = chooseAccount(folder, binaries.postgres);
  await prepareCluster(folder, binaries, account, () => log('首次启动，正在创建数据库 · first start, creating the database'), isRestore);
  return startServer(folder, cluster, binaries, account, forgetful, settings);
}

async function openOrStop(
  folder: string,
  server: Server,
  lock: FolderLock,
  { database, forgetful = false }: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= stopAll());
  const stopAll = async () => {
    await server.stop();
    removeSocketFolder(folder);
    lock.release();
    if (forgetful) rmSync(folder, { recursive: true, force: true });
  };
  const crashed = new Promise<DatabaseUnavailable>((resolve) => {
    void server.ended.then((reason) => stopped ?? resolve(reason));
  });
  try {
    return { ...(await openDatabase(server.socketFolder, readPasswords(folder), database)), crashed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
