/** Starts the servers that are compared, each as a process of its own, and knows how to ask each for the same thing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from 'autocannon';
import { MyDecisionDocument, type MyDecisionQuery } from '../../schema/generated/graphql.ts';

/** A server under comparison. */
export interface Contender {
  readonly name: string;
  readonly pid: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Asks for the decision of the person whose session the token is. */
  request(token: string): Request;
  /** The decision in an answer of this contender; throws when there is none. */
  viewerIn(body: string): NonNullable<MyDecisionQuery['viewer']>;
  stop(): Promise<void>;
}

/** How to start a contender. */
export interface Start {
  readonly settings: Readonly<Record<string, string>>;
  /** For the file with what it says. */
  readonly folder: string;
}

/**
 * The register as `pnpm start` serves it, in production mode, with all its guarantees: the trusted document of the
 * screen "my decision" by its id, sent as the citizens' app sends it.
 */
export async function startShipped(start: Start): Promise<Contender> {
  const { pid, origin, stop } = await startProgram('shipped-server.ts', start);
  const body = JSON.stringify({ documentId: MyDecisionDocument.id, operationName: MyDecisionDocument.operationName, variables: {} });
  return {
    name: 'sanxian',
    pid,
    origin,
    stop,
    request: (token) => ({
      method: 'POST',
      path: '/graphql',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        'accept-language': 'zh-CN',
        authorization: `Bearer ${token}`,
      },
      body,
    }),
    viewerIn: (answer) => viewerOf('sanxian', (JSON.parse(answer) as { data?: Partial<MyDecisionQuery> }).data),
  };
}

/** The floor by hand, see `bare-server.ts`. */
export async function startBare(start: Start): Promise<Contender> {
  const { pid, origin, stop } = await startProgram('bare-server.ts', start);
  return {
    name: 'bare',
    pid,
    origin,
    stop,
    request: (token) => ({ method: 'GET', path: '/my-decision', headers: { accept: 'application/json', authorization: `Bearer ${token}` } }),
    viewerIn: (answer) => viewerOf('bare', JSON.parse(answer) as Partial<MyDecisionQuery>),
  };
}

function viewerOf(name: string, data: Partial<MyDecisionQuery> | undefined): NonNullable<MyDecisionQuery['viewer']> {
  if (!data?.viewer) throw new Error(`${name} did not answer with the person who is signed in`);
  return data.viewer;
}

async function startProgram(program: string, { settings, folder }: Start): Promise<{ pid: number; origin: string; stop(): Promise<void> }> {
  const complaints = join(folder, `${program}.log`);
  const log = openSync(complaints, 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, program)], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'info', ...settings },
    stdio: ['ignore', 'pipe', log, 'ipc'],
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const port = await Promise.race([portOf(child), ended]);
  if (port === undefined || child.pid === undefined) throw new Error(`${program} did not start:\n${readFileSync(complaints, 'utf8').slice(-2_000)}`);
  return {
    pid: child.pid,
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The port in the first address that the program prints. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
  });
}
