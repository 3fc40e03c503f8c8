/** A server of the register as a process of its own, that can be killed and started again at the same address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How to start it. */
export interface ServerOptions {
  /** Its own folder: data and what it says. */
  readonly folder: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  /** Words for Node, before the program: a bound of memory, or a module that is loaded first. */
  readonly words?: readonly string[];
  /** Another build of it than the one that is shipped. */
  readonly built?: string;
}

/** How long a start may take, in milliseconds. */
const PATIENCE = 60_000;

/** A server that is there to be killed. */
export class RegisterServer {
  readonly origin: string;
  readonly #options: ServerOptions;
  #child: ChildProcess | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.origin = `http://127.0.0.1:${options.port}`;
    mkdirSync(options.folder, { recursive: true });
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** The id of its process; undefined when it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Settles when it answers; whatever state the database is in, it is tried again until then. @throws Error when it does not in a minute. */
  async start(): Promise<void> {
    const until = performance.now() + PATIENCE;
    while (!(await this.#attempt())) {
      if (performance.now() > until) throw new Error(`A server did not start:\n${this.lastWords()}`);
    }
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As a service manager stops it: requests under way are answered first. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** The end of what it said. */
  lastWords(): string {
    return readFileSync(this.#log, 'utf8').slice(-1_500);
  }

  get #log(): string {
    return join(this.#options.folder, 'log');
  }

  async #attempt(): Promise<boolean> {
    const { folder, port, settings, words = [], built } = this.#options;
    const log = openSync(this.#log, 'a');
    const child = spawn(process.execPath, [...words, join(import.meta.dirname, 'server-process.ts'), ...(built === undefined ? [] : [built])], {
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...settings, PORT: String(port), SANXIAN_DATA: folder },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#child = child;
    const ended = new Promise<false>((resolve) => child.once('exit', () => resolve(false)));
    void ended.then(() => {
      if (this.#child === child) this.#child = undefined;
    });
    return Promise.race([ended, new Promise<true>((resolve) => child.once('message', () => resolve(true)))]);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(late);
  }
}
