import { closeSync, constants, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { PLAIN_ENVIRONMENT } from './cluster.ts';
import { type DatabaseUnavailable, explainOutput } from './database-unavailable.ts';
import { type KeptServer, startKept } from './keeper.ts';
import { findLeftover } from './leftover.ts';
import { type Settings, serverWords } from './settings.ts';
import { makeSocketFolder } from './socket-folder.ts';

/** A PostgreSQL server process that takes connections. */
export interface Server {
  readonly socketFolder: string;
  /** Settles when the process has ended, whoever ended it, with the last lines of its log. */
  readonly ended: Promise<DatabaseUnavailable>;
  /** Fast shutdown; harder only when that hangs. */
  stop(): Promise<void>;
}

/** Starts the server over a prepared cluster and waits until it takes connections, recovery included. */
export async function startServer(
  folder: string,
  cluster: string,
  binaries: Binaries,
  account: Account,
  forgetful: boolean,
  special: Settings = {},
): Promise<Server> {
  const patience = Date.now() + 15_000;
  for (;;) {
    const attempt = await attemptStart(folder, cluster, binaries, account, forgetful, special);
    if ('stop' in attempt) return attempt;
    // Children of a server that was killed end by themselves within moments, and hold its memory until then.
    const waits = attempt.message.includes('shared memory block') && Date.now() < patience;
    if (!waits) throw attempt;
    await sleep(300);
  }
}

async function attemptStart(
  folder: string,
  cluster: string,
  binaries: Binaries,
  account: Account,
  forgetful: boolean,
  special: Settings,
): Promise<Server | DatabaseUnavailable> {
  const socketFolder = makeSocketFolder(folder, account);
  const log = openLog(folder);
  const kept = startKept(account, [binaries.postgres, ...serverWords(cluster, socketFolder, forgetful, special)], {
    log: log.handle,
    environment: environment(cluster),
    remove: forgetful ? folder : '',
  });
  closeSync(log.handle);
  const ended = endOf(kept).then((fault) => explainOutput(fault ?? log.written(), folder));
  const ready = new AbortController();
  // Also when the log cannot be read: who goes on looking keeps a process alive that has failed.
  const outcome = await Promise.race([ended, untilReady(cluster, kept, { answersAsStandby: special['hot_standby'] !== 'off', signal: ready.signal })]).finally(() => ready.abort());
  return outcome ?? { socketFolder, ended, stop: () => stopServer(kept, ended) };
}

/**
 * The id in `postmaster.pid` may be in use again, in containers even by ourselves, and PostgreSQL then refuses to
 * start. We know better, because we looked at the process: this variable names an id that is not a rival.
 * It is what `pg_ctl` sets, and leaves PostgreSQL's own check of the shared memory in force.
 */
function environment(cluster: string): NodeJS.ProcessEnv {
  const leftover = findLeftover(cluster);
  return leftover.state === 'gone' ? { ...PLAIN_ENVIRONMENT, PG_GRANDPARENT_PID: String(leftover.pid) } : PLAIN_ENVIRONMENT;
}

function endOf({ process: server, release }: KeptServer): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('exit', () => {
      release();
      resolve(undefined);
    });
  });
}

/** The eighth line of `postmaster.pid` tells the server's state; `pg_ctl --wait` reads it too. A replica stands by when it answers; a recovery that answers nobody says so, too. */
async function untilReady(cluster: string, { process: server }: KeptServer, { answersAsStandby, signal }: { readonly answersAsStandby: boolean; readonly signal: AbortSignal }): Promise<undefined> {
  while (!signal.aborted) {
    const [pid, , , , , , , state] = readLines(join(cluster, 'postmaster.pid'));
    if (Number(pid) === server.pid && (state?.trim() === 'ready' || (answersAsStandby && state?.trim() === 'standby'))) return undefined;
    await sleep(10);
  }
  return undefined;
}

async function stopServer({ process: server }: KeptServer, ended: Promise<unknown>): Promise<void> {
  for (const { signal, seconds } of [
    { signal: 'SIGINT', seconds: 30 },
    { signal: 'SIGQUIT', seconds: 10 },
    { signal: 'SIGKILL', seconds: 5 },
  ] as const) {
    server.kill(signal);
    const timer = new AbortController();
    const late = sleep(seconds * 1000, 'late', { signal: timer.signal }).catch(() => 'late');
    const first = await Promise.race([ended, late]);
    timer.abort();
    if (first !== 'late') return;
  }
}

/** A plain file: the server must be able to write its last words after we are gone. It starts anew above 1 MB. */
function openLog(folder: string): { handle: number; written(): string } {
  const path = join(folder, 'log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const full = size > 1_000_000;
  if (full) renameSync(path, `${path}.1`);
  const start = full ? 0 : size;
  return {
    // The folder is the account's that runs the server: what it puts there must not lead root elsewhere.
    handle: openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600),
    written: () => readFileSync(path).subarray(start).toString('utf8'),
  };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return []; // not written yet
  }
}
