/** `pnpm start`: builds what changed, starts the database, serves everything on one port until it is told to stop. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseUnavailable } from '../server/src/database/embedded/database-unavailable.ts';
import { startEmbeddedPostgres } from '../server/src/database/embedded/postgres.ts';
import type { RunningServer, StartOptions } from '../server/src/main.ts';
import { build, isBuilt, type Part, parts } from './build.ts';
import { watchLauncher } from './launcher.ts';
import { root } from './stages.ts';

/** A reason not to start that the person at the keyboard can act on, in Chinese and English. */
class NotStarted extends Error {}

const OLDEST_NODE = 24;
const began = performance.now();
/** What to undo when stopping, last first. */
const open: (() => Promise<void>)[] = [];
let stopping: number | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// Who launched us may be gone, and with it the reader of what we say.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
watchLauncher(() => void stop(0));

try {
  await run();
} catch (error) {
  // What fails because it is being stopped has nothing to say.
  if (stopping === undefined) complain(error);
  await stop(1);
}

async function run(): Promise<void> {
  checkNode();
  const port = readPort();
  const host = process.env['HOST'] ?? '127.0.0.1';
  const mode = readMode();
  await checkPortIsFree(port, host);
  for (const part of parts) await bring(part);

  const dataFolder = resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
  mkdirSync(dataFolder, { recursive: true });
  const given = process.env['DATABASE_URL'] ?? '';
  const addresses = given === '' ? await startDatabase(dataFolder) : { databaseUrl: given, migrationUrl: process.env['MIGRATION_DATABASE_URL'] || given };

  say('正在启动服务', 'starting the server');
  const { start } = (await import(pathToFileURL(join(root, 'server/dist/main.js')).href)) as {
    start: (options: StartOptions) => Promise<RunningServer>;
  };
  const server = await start({ ...addresses, port, host: process.env['HOST'] ?? '127.0.0.1', dataFolder, mode }).catch((error: unknown) => {
    throw isPortTaken(error) ? portTaken(port) : error;
  });
  open.push(() => server.close());
  giveBackMemory();
  if (stopping === undefined) announce(server.url, mode);
}

function checkNode(): void {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return;
  throw new NotStarted(
    `当前 Node.js 版本为 ${process.versions.node}，需要 ${OLDEST_NODE} 以上。请用 npx -y pnpm@12 start 启动，它会自带合适的版本。\n` +
      `This is Node.js ${process.versions.node}; ${OLDEST_NODE} or later is needed. Start with npx -y pnpm@12 start, which brings its own.`,
  );
}

function readPort(): number {
  const given = process.env['PORT'] ?? '4000';
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new NotStarted(`PORT 应为 0 到 65535 之间的整数，而不是“${given}”。\nPORT must be a number from 0 to 65535, not "${given}".`);
}

function readMode(): StartOptions['mode'] {
  const mode = (process.env['NODE_ENV'] ??= 'development');
  if (mode === 'development' || mode === 'production' || mode === 'test') return mode;
  throw new NotStarted(
    `NODE_ENV 应为 development、production 或 test，而不是“${mode}”。\nNODE_ENV must be development, production or test, not "${mode}".`,
  );
}

/** Asked first, so that nobody waits for a build to hear it. */
async function checkPortIsFree(port: number, host: string): Promise<void> {
  const probe = createServer();
  await new Promise<void>((done, failed) => {
    probe.once('error', (error) => {
      failed(isPortTaken(error) ? portTaken(port) : error);
    });
    probe.listen(port, host, done);
  });
  await new Promise((done) => probe.close(done));
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function portTaken(port: number): NotStarted {
  return new NotStarted(
    `端口 ${port} 已被占用或无权使用。请停止占用它的程序，或换一个端口，例如：PORT=4100 npx -y pnpm@12 start\n` +
      `Port ${port} is taken or not allowed. Stop the program that uses it, or choose another port: PORT=4100 npx -y pnpm@12 start`,
  );
}

async function bring(part: Part): Promise<void> {
  if (isBuilt(part)) {
    say(`${part.chinese}无改动`, `${part.english} is up to date`);
    return;
  }
  say(`正在构建${part.chinese}`, `building the ${part.english}`);
  await build(part);
}

async function startDatabase(dataFolder: string): Promise<Pick<StartOptions, 'databaseUrl' | 'migrationUrl'>> {
  say('正在启动数据库', 'starting the database');
  const database = await startEmbeddedPostgres({
    dataFolder: join(dataFolder, 'postgres'),
    database: 'sanxian',
    log: (message) => {
      console.log(`         ${message}`);
    },
  });
  open.push(() => database.stop());
  void database.crashed.then((reason) => {
    complain(reason);
    return stop(1);
  });
  return { databaseUrl: database.runtimeUrl, migrationUrl: database.url };
}

/**
 * Returns to the system what only the start needed: some 45 of 190 MB, which V8 would keep for later. It takes 0.2 s,
 * once, before anybody is told that we are ready.
 */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

function announce(url: string, mode: StartOptions['mode']): void {
  say('已就绪', 'ready');
  const addresses = [
    ['市民端 · citizen app', '/'],
    ['工作台 · work desk', '/desk/'],
    ['接口 · GraphQL', '/graphql'],
    ...(mode === 'production' ? [] : [['模拟浙里办容器 · simulated container', '/sim']]),
  ];
  console.log(`\n${addresses.map(([name, path]) => `  ${name}\n    ${url}${path}`).join('\n')}\n\n  按 Ctrl-C 停止 · press Ctrl-C to stop\n`);
}

/** Lets requests under way end, then stops the database. Asked again after a while, it leaves at once. */
async function stop(code: number): Promise<void> {
  const now = performance.now();
  if (stopping !== undefined) {
    // A terminal and pnpm each pass on the same Ctrl-C. Leaving at once is safe: the database's keeper ends it.
    if (now - stopping > 2000) process.exit(1);
    return;
  }
  stopping = now;
  if (code === 0) say('正在停止', 'stopping');
  for (const close of open.toReversed()) await close().catch(complain);
  if (code === 0) say('已停止，数据已保存', 'stopped, data are saved');
  process.exit(code);
}

function say(chinese: string, english: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
  console.log(`${seconds} s  ${chinese} · ${english}`);
}

/** Faults a person can mend are told in words; anything else is a bug and keeps its stack. */
function complain(error: unknown): void {
  const told = error instanceof NotStarted || error instanceof DatabaseUnavailable || (error instanceof Error && error.name === 'ConfigurationFault');
  console.error(`\n${told ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
