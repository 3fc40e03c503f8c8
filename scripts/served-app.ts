import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './stages.ts';

/**
 * Starts everything as `pnpm start` does, on a database of its own and a free port, for as long as `use` takes.
 *
 * @param use gets the citizen app's address, such as `http://localhost:40123/`.
 * @throws when the app does not start, and whatever `use` throws.
 */
export async function withServedApp(use: (url: string) => Promise<void>): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sanxian-served-'));
  const app = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0', SANXIAN_DATA: dataFolder, NODE_ENV: 'development', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => app.once('exit', resolve));
  try {
    await use(await addressOf(app.stdout));
  } finally {
    app.kill('SIGTERM');
    await ended;
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** The first address that the start announces is the citizen app's. */
async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error('The app did not start');
}
