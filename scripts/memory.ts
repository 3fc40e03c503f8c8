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
  const measured = familyOf(launcher.pid ?? 0).map(({ pid, words }) => ({ kind: kindOf(words), megabytes: megabytesOf(pid) }));
  const sum = (wanted: readonly Kind[]) => measured.filter(({ kind }) => wanted.includes(kind)).reduce((total, { megabytes }) => total + megabytes, 0);
  const row = (name: string, wanted: readonly Kind[]) => {
    const count = measured.filter(({ kind }) => wanted.includes(kind)).length;
    console.log(`${sum(wanted).toFixed(1).padStart(8)} MB  ${String(count).padStart(2)} ×  ${name}`);
  };
  console.log('');
  for (const kind of ['server', 'database', 'keeper'] as const) row(kinds[kind], [kind]);
  row(`合计 · total (goal: below ${LIMIT} MB)`, ['server', 'database', 'keeper']);
  console.log('');
  row(`${kinds.launcher}（另计 · apart: not the product's）`, ['launcher']);
  console.log('\nPSS: pages that processes share are counted once, in shares.');
  if (sum(['server', 'database', 'keeper']) >= LIMIT) process.exitCode = 1;
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

function megabytesOf(pid: number): number {
  const [, kilobytes = '0'] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
