import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

let data: string;
let port: number;
let started: Run[];

interface Run {
  readonly process: ChildProcess;
  /** All it has said so far. */
  said: string;
}

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'sanxian-start-'));
  port = await freePort();
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map(end));
  rmSync(data, { recursive: true, force: true });
});

it('serves the app, the API and the simulated container on one port, and says where', { timeout: 60_000 }, async () => {
  const run = await serve();

  for (const path of ['/', '/sim', '/healthz']) {
    expect(await fetch(`http://127.0.0.1:${port}${path}`)).toMatchObject({ status: 200 });
  }
  for (const address of ['/', '/graphql', '/sim']) expect(run.said).toContain(`http://localhost:${port}${address}\n`);
});

it('refuses a second start over the same data, and a port that is taken, in words', { timeout: 60_000 }, async () => {
  const first = await serve();

  const sameData = await finished(start(await freePort()));
  expect(sameData.said).toMatch(new RegExp(`pid ${first.process.pid}[^]*in use by another process`));
  expect(sameData.process.exitCode).toBe(1);

  const samePort = await finished(start(port));
  expect(samePort.said).toMatch(new RegExp(`端口 ${port} 已被占用[^]*Port ${port} is taken`));
  expect(samePort.process.exitCode).toBe(1);

  expect(await fetch(`http://127.0.0.1:${port}/healthz`)).toMatchObject({ status: 200 });
});

it('stops in order when it is asked to, and starts again over the same data', { timeout: 60_000 }, async () => {
  const first = await end(await serve());
  expect(first.said).toMatch(/正在停止[^]*已停止，数据已保存/);
  expect(first.process.exitCode).toBe(0);

  const second = await serve();
  expect(second.said).not.toContain('首次启动');
});

function start(onPort: number): Run {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', PORT: String(onPort), SANXIAN_DATA: data, DATABASE_URL: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const run = { process: child, said: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (run.said += chunk.toString()));
  started.push(run);
  return run;
}

/** Starts and waits until it says that it is ready. */
async function serve(): Promise<Run> {
  const run = start(port);
  while (!run.said.includes('Ctrl-C')) {
    if (run.process.exitCode !== null) throw new Error(run.said);
    await Promise.race([once(run.process.stdout ?? run.process, 'data'), once(run.process, 'close')]);
  }
  return run;
}

async function end(run: Run): Promise<Run> {
  run.process.kill('SIGTERM');
  return finished(run);
}

async function finished(run: Run): Promise<Run> {
  if (run.process.exitCode === null) await once(run.process, 'close');
  return run;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return free;
}
