import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { createApp } from '../../../server/src/app.ts';
import type { Mode } from '../../../server/src/config.ts';
import { SignInRefusedByProvider, type IdentityProvider } from '../../../server/src/identity/identity-provider.ts';
import { createLog } from '../../../server/src/log.ts';
import { SignInDocument } from '../../../schema/generated/graphql.ts';
import { Caller } from '../caller.ts';
import { createWorld, NOW, person, type World, type WorldDatabase } from '../world.ts';

/** One answer as it came, with what it cost. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly bytes: number;
  /** Processor time of the whole process while it was answered, in microseconds: this one sends it too. */
  readonly cpu: number;
}

/** What is sent; a body as bytes may be anything. */
export interface RawRequest {
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly body?: string | Buffer | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A world behind a real port, where thousands of requests may come from one address and nothing is set right on their way. */
export interface SurfaceWorld extends World {
  readonly send: (request: RawRequest) => Promise<RawAnswer>;
}

/** Serves a world in a mode; rate limits are off, for they would hide what lies behind them. */
export async function createSurfaceWorld(mode: Mode = 'test', database?: WorldDatabase): Promise<SurfaceWorld> {
  // Whoever sends thousands of requests decides more often than people do.
  const world = await createWorld({ SANXIAN_DECISIONS_PER_DAY: '1000' }, database);
  const { config, orm, vault, provider } = world;
  const log = createLog('info', { write: (line: string) => void (world.logged as string[]).push(line) });
  // A made-up ticket is refused as the real provider refuses it; the fake one takes it for a fault of the test.
  const strict: IdentityProvider = {
    method: provider.method,
    signInUrl: () => provider.signInUrl(),
    stepUpUrl: () => provider.stepUpUrl(),
    exchange: (ticket) => provider.exchange(ticket).catch(() => Promise.reject(new SignInRefusedByProvider('TICKET_INVALID'))),
  };
  const { app, close } = await createApp({ ...config, mode }, orm, { vault, identityProviders: [strict], limits: { take: () => Promise.resolve(null), waitFor: () => Promise.resolve(null) }, log, now: () => NOW });
  const server = createServer({ maxHeaderSize: 16_384 }, app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const agent = new Agent({ keepAlive: true });
  afterAll(async () => {
    agent.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await close();
  });
  const { port } = server.address() as AddressInfo;
  const send = (asked: RawRequest) => exchange(agent, port, asked);
  return {
    ...world,
    send,
    async citizen(identity = {}, container = 'OPEN_WEB') {
      const input = { method: 'ZHELIBAN_TICKET_ID', ticket: provider.ticketFor(person(identity)), container };
      const { text } = await send({ body: { documentId: SignInDocument.id, variables: { input } } });
      return new Caller(world.http, (JSON.parse(text) as { data: { signIn: { token: string } } }).data.signIn.token);
    },
  };
}

function exchange(agent: Agent, port: number, { method = 'POST', path = '/graphql', body = '', headers = {} }: RawRequest): Promise<RawAnswer> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const before = process.cpuUsage();
  return new Promise((resolve, reject) => {
    const sent = request({ agent, port, host: '127.0.0.1', method, path, headers: { 'content-type': 'application/json', ...(method === 'POST' ? { 'content-length': bytes.length } : {}), ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const { user, system } = process.cpuUsage(before);
        const whole = Buffer.concat(parts);
        resolve({ status: response.statusCode ?? 0, text: whole.toString(), bytes: whole.length, cpu: user + system });
      });
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? bytes : undefined);
  });
}
