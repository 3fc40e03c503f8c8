/** Reads from Linux how much processor time processes have used, so that a server's work is told apart from its database's. */
import { readFileSync, readdirSync } from 'node:fs';

/** Ticks in a second as `/proc` counts them: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** What `/proc/<pid>/stat` says of one process; times in seconds, of all its threads. */
interface ProcessTimes {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended and were waited for. */
  readonly endedChildren: number;
}

/** Processor seconds (user and system) that a process has used with all its threads. */
export function processorSeconds(pid: number): number {
  return timesOf(pid).own;
}

/** Processor seconds of a PostgreSQL server: its first process, every backend, and the backends that have ended. */
export function processorSecondsOfFamily(pid: number): number {
  const first = timesOf(pid);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => timesIfThere(Number(name)))
    .filter((times) => times?.parent === pid);
  return children.reduce((sum, times) => sum + (times?.own ?? 0), first.own + first.endedChildren);
}

/** Seconds for which the machine's processors were busy since it was started, all of them together, with stolen time. */
export function busySeconds(): number {
  const [, user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, stolen = 0] = (/^cpu .*/.exec(readFileSync('/proc/stat', 'utf8'))?.[0] ?? '')
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + interrupts + softInterrupts + stolen) / TICKS;
}

/** The process that started this one. */
export function parentOf(pid: number): number {
  return timesOf(pid).parent;
}

/** What a process occupies in memory, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

function timesOf(pid: number): ProcessTimes {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name, stands in brackets and may hold anything; fields are counted after it (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
  const [parent = 0, userTime = 0, systemTime = 0, childrenUser = 0, childrenSystem = 0] = [fields[1], ...fields.slice(11, 15)];
  return { parent, own: (userTime + systemTime) / TICKS, endedChildren: (childrenUser + childrenSystem) / TICKS };
}

function timesIfThere(pid: number): ProcessTimes | undefined {
  try {
    return timesOf(pid);
  } catch {
    return undefined; // ended since the folder was listed
  }
}
