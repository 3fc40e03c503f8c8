/** Runs commands of the toolchain, shows what they say and remembers how they ended. */
import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

/** One step of a longer run: a command of node_modules/.bin, or a function; it fails by exit code or by throwing. */
export interface Stage {
  readonly name: string;
  readonly run: (say: (text: string) => void) => Promise<boolean>;
}

export interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

/** A stage that runs one command from the project's root, or from the folder given. */
export function command(name: string, program: string, args: readonly string[], folder = '.'): Stage {
  return { name, run: (say) => succeeds(program, args, folder, say) };
}

function succeeds(program: string, args: readonly string[], folder: string, say: (text: string) => void): Promise<boolean> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: resolve(root, folder),
      env: { ...process.env, PATH: [resolve(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter), ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows the programs of node_modules/.bin are command files.
      shell: process.platform === 'win32',
    });
    child.stdout.on('data', (chunk: Buffer) => {
      say(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => {
      say(chunk.toString());
    });
    child.once('error', failed);
    child.once('close', (code) => {
      done(code === 0);
    });
  });
}

/** Runs one stage with its output streamed as it comes. */
export async function runStreaming(stage: Stage): Promise<Outcome> {
  console.log(`\n── ${stage.name}`);
  return timed(stage, (text) => process.stdout.write(text));
}

/** Runs stages side by side, at most `width` at once; each one's output is shown whole when it ends. */
export async function runSideBySide(stages: readonly Stage[], width: number): Promise<Outcome[]> {
  const waiting = [...stages];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) {
      const said: string[] = [];
      const outcome = await timed(stage, (text) => said.push(text));
      outcomes.push(outcome);
      console.log(line(outcome));
      if (!outcome.passed) console.log(said.join('').trimEnd());
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return outcomes;
}

async function timed({ name, run }: Stage, say: (text: string) => void): Promise<Outcome> {
  const start = performance.now();
  const passed = await run(say).catch((error: unknown) => {
    say(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return false;
  });
  return { name, passed, seconds: (performance.now() - start) / 1000 };
}

/** One outcome as a line. */
export function line({ name, passed, seconds }: Outcome): string {
  return `${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`;
}
