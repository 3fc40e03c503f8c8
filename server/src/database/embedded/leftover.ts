import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** What an earlier run left in a cluster: nothing, a server that still runs, or only the id of one that is gone. */
export type Leftover = { readonly state: 'none' } | { readonly state: 'running' | 'gone'; readonly pid: number };

/** Looks at `postmaster.pid` of a cluster folder and at the process it names. */
export function findLeftover(cluster: string): Leftover {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return { state: 'none' };
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!Number.isSafeInteger(pid) || pid <= 1) return { state: 'none' };
  return { state: isServerOf(cluster, pid) ? 'running' : 'gone', pid };
}

/**
 * Stops a server whose owner is gone and whose keeper could not stop it: fast shutdown, and harder when that hangs.
 * Call only while holding the folder's lock: a server in a locked folder belongs to somebody.
 */
export async function stopLeftover(cluster: string, pid: number): Promise<void> {
  for (const { signal, seconds } of [
    { signal: 'SIGINT', seconds: 60 },
    { signal: 'SIGQUIT', seconds: 15 },
  ] as const) {
    sendSignal(pid, signal);
    for (let waited = 0; waited < seconds * 1000; waited += 50) {
      if (!isServerOf(cluster, pid)) return;
      await sleep(50);
    }
  }
  throw cannotStop(pid);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
    throw cannotStop(pid, error);
  }
}

function cannotStop(pid: number, cause?: unknown): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `上次运行遗留的数据库进程（pid ${pid}）无法停止，请以其所有者身份结束它后重试。`,
    `A database process of an earlier run (pid ${pid}) cannot be stopped. End it as its owner and start again.`,
    cause,
  );
}

/** Whether the process is alive, not a zombie, and a PostgreSQL server over this very folder: ids are reused. */
function isServerOf(cluster: string, pid: number): boolean {
  return existsSync('/proc/self/stat') ? isServerByProc(cluster, pid) : isServerByPs(cluster, pid);
}

function isServerByProc(cluster: string, pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false;
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words[0]?.endsWith('postgres') === true && (words.includes(cluster) || worksIn(cluster, pid));
  } catch {
    return false;
  }
}

/** A server changes into its cluster folder, which finds it even when the folder was moved since. */
function worksIn(cluster: string, pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

function isServerByPs(cluster: string, pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'state=,command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(cluster) && !stdout.startsWith('Z');
}
