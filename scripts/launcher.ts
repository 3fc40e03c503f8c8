/** Notices when the package manager that launched us is gone. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

interface Ancestor {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/**
 * Calls `gone` once, when `npx`, `npm` or `pnpm` above this process has ended. They do not pass every signal on: after
 * `kill` of npx the server would go on for nobody, hold the port and the data, and refuse the next start.
 * A server that was started without them (by an init system, or directly) is left alone.
 */
export function watchLauncher(gone: () => void): void {
  const launchers = launchersAbove(process.pid);
  if (launchers.length === 0) return;
  const timer = setInterval(() => {
    // Every link must still hold: a process whose parent ended gets another parent.
    if (launchers.every(({ pid, parent }) => lookUp(pid)?.parent === parent)) return;
    clearInterval(timer);
    gone();
  }, 1000);
  timer.unref();
}

/** This process and those above it, up to but not including the highest package manager; empty when there is none. */
function launchersAbove(pid: number): Ancestor[] {
  const chain: Ancestor[] = [];
  let above = lookUp(pid);
  while (above && chain.length < 20) {
    chain.push(above);
    above = lookUp(above.parent);
    if (above && !isLauncher(above.command) && !isShell(above.command)) break;
  }
  return chain.slice(0, Math.max(0, chain.findLastIndex(({ command }) => isLauncher(command))));
}

function isLauncher(command: string): boolean {
  return /(^|[\s/])(npx|npm|pnpm)([\s@.-]|$)/.test(command);
}

function isShell(command: string): boolean {
  return /^(\S*\/)?(ba|da|z|a)?sh\s/.test(command);
}

function lookUp(pid: number): Ancestor | undefined {
  return existsSync('/proc/self/stat') ? lookUpInProc(pid) : lookUpByPs(pid);
}

function lookUpInProc(pid: number): Ancestor | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

function lookUpByPs(pid: number): Ancestor | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
  return status === 0 && parent !== undefined ? { pid, parent: Number(parent), command } : undefined;
}
