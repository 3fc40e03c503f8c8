/** `pnpm memory`: how much memory the whole product takes when it is idle, started as `pnpm start` starts it. Linux only. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './stages.ts';

const IDLE_SECONDS = 20;
const LIMIT = 250;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly words: string;
}

interface Memory {
  readonly own: number;
  readonly shared: ReadonlyMap<string, number>;
}

type Kind = 'server' | 'database' | 'keeper' | 'launcher';
const kinds: Readonly<Record<Kind, string>> = {
  server: '服务进程 · server (Node.js)',
  database: '数据库 · PostgreSQL',
  keeper: '看护进程 · keeper (sh)',
  launcher: '启动器 · npx, pnpm, sh',
};

if (process.platform !== 'linux') {
  console.error('此命令读取 /proc，只能在 Linux 上运行。\nThis command reads /proc and runs on Linux only.');
  process.exit(1);
}

const data = mkdtempSync(join(tmpdir(), 'sanxian-memory-'));
const port = await freePort();
const launcher = spawn('npx', ['-y', 'pnpm@12', 'start'], {
  cwd: root,
  env: { ...process.env, PORT: String(port), SANXIAN_DATA: data },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await answer(`http://127.0.0.1:${port}/`);
  console.log(`已启动，空闲 ${IDLE_SECONDS} 秒后测量 · started; measuring after ${IDLE_SECONDS} s of rest`);
  await sleep(IDLE_SECONDS * 1000);
  const family = familyOf(launcher.pid ?? 0).map(({ pid, words }) => ({ kind: kindOf(words), memory: memoryOf(pid) }));
  const row = (name: string, wanted: readonly Kind[]): number => {
    const members = family.filter(({ kind }) => wanted.includes(kind)).map(({ memory }) => memory);
    const megabytes = together(members) / 1024;
    console.log(`${megabytes.toFixed(1).padStart(8)} MB  ${String(members.length).padStart(2)} ×  ${name}`);
    return megabytes;
  };
  console.log('');
  for (const kind of ['server', 'database', 'keeper'] as const) row(kinds[kind], [kind]);
  const total = row(`合计 · total (goal: below ${LIMIT} MB)`, ['server', 'database', 'keeper']);
  console.log('');
  row(`${kinds.launcher}（另计 · apart: not the product's）`, ['launcher']);
  if (total >= LIMIT) process.exitCode = 1;
} finally {
  // What was launched notices that its launcher is gone and stops by itself.
  const family = familyOf(launcher.pid ?? 0).map(({ pid }) => pid);
  launcher.kill('SIGTERM');
  while (family.some((pid) => lookUp(pid) !== undefined && pid !== launcher.pid)) await sleep(100);
  rmSync(data, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return free;
}

/** Waits for the first page, however long install and build take. */
async function answer(url: string): Promise<void> {
  while (launcher.exitCode === null) {
    const ok = await fetch(url).then((response) => response.ok).catch(() => false);
    if (ok) return;
    await sleep(200);
  }
  throw new Error('The server did not start');
}

/** The launcher, what it started, and the keeper, which is nobody's child. */
function familyOf(pid: number): Process[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).map(lookUp).filter((one) => one !== undefined);
  const family = all.filter((one) => one.pid === pid || (one.words.includes('sanxian-keeper') && one.words.includes(data)));
  for (const member of family) family.push(...all.filter(({ parent, pid: child }) => parent === member.pid && !family.some((one) => one.pid === child)));
  return family;
}

function lookUp(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return state === 'Z' ? undefined : { pid, parent: Number(parent), words };
  } catch {
    return undefined;
  }
}

function kindOf(words: string): Kind {
  if (words.includes('sanxian-keeper')) return 'keeper';
  if (/^postgres:|\/postgres -D/.test(words)) return 'database';
  return words === 'node scripts/start.ts' ? 'server' : 'launcher';
}

/** A process's own pages, and for each mapping the pages it shares with others; in kB. */
function memoryOf(pid: number): Memory {
  const memory = { own: 0, shared: new Map<string, number>() };
  let mapping = '';
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    const [, field, kilobytes] = /^(\w+):\s+(\d+) kB$/.exec(line) ?? [];
    if (/^[\da-f]+-[\da-f]+ /.test(line)) mapping = nameOf(line);
    else if (field?.startsWith('Private_') === true) memory.own += Number(kilobytes);
    else if (field?.startsWith('Shared_') === true) memory.shared.set(mapping, (memory.shared.get(mapping) ?? 0) + Number(kilobytes));
  }
  return memory;
}

/** The part of a file that is mapped; memory without a file is shared by children at the address it had when they began. */
function nameOf(line: string): string {
  const [address = '', , offset = '', , inode = '0', ...file] = line.split(/\s+/);
  return inode === '0' ? address : `${file.join(' ')} ${offset}`;
}

/**
 * What processes take together on a machine that runs nothing else: their own pages, and what they share once.
 * The usual measure, PSS, would leave part of Node's and PostgreSQL's code to strangers who happen to run the same.
 */
function together(members: readonly Memory[]): number {
  const shared = new Map<string, number>();
  for (const memory of members) for (const [mapping, size] of memory.shared) shared.set(mapping, Math.max(size, shared.get(mapping) ?? 0));
  return [...members.map(({ own }) => own), ...shared.values()].reduce((sum, size) => sum + size, 0);
}
