import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { createApp } from '../../server/src/app.ts';
import { createLog } from '../../server/src/log.ts';
import type { Vault } from '../../server/src/vault/vault.ts';
import { NOW, type World } from './world.ts';

/** One answer as it came, and how long it took from the last byte of the question to the last of the answer, in milliseconds. */
export interface TimedAnswer {
  readonly text: string;
  readonly milliseconds: number;
}

/** What is sent to a server whose answers are timed: to GraphQL as JSON, elsewhere as a form. */
export interface TimedQuestion {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

/** A trusted document of ours with its variables. */
export const overGraphql = (body: object): TimedQuestion => ({ path: '/graphql', contentType: 'application/json', body: JSON.stringify(body) });

/** Asks a server whose answers are timed. */
export type Timed = (question: TimedQuestion, token: string | null) => Promise<TimedAnswer>;

/** Serves a world on a port of its own with answers held for `floor` milliseconds; limits are off, for they would end the measurement. */
export async function timedServer(world: World, floor: number, vault: Vault = world.vault): Promise<Timed> {
  const { config, orm, provider } = world;
  const lookUps = { ...config.lookUps, floorMilliseconds: floor };
  const log = createLog('silent');
  const { app, close } = await createApp({ ...config, lookUps }, orm, { vault, identityProviders: [provider], limits: { take: () => Promise.resolve(null), waitFor: () => Promise.resolve(null) }, log, now: () => NOW });
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const agent = new Agent({ keepAlive: true });
  afterAll(async () => {
    agent.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await close();
  });
  const { port } = server.address() as AddressInfo;
  return ({ path, contentType, body }, token) => {
    const bytes = Buffer.from(body);
    const headers = { 'content-type': contentType, 'content-length': bytes.length, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    return new Promise((resolve, reject) => {
      let sentAt = 0;
      const sent = request({ agent, port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve({ milliseconds: performance.now() - sentAt, text: Buffer.concat(parts).toString() }));
      });
      sent.on('error', reject);
      sent.end(bytes, () => {
        sentAt = performance.now();
      });
    });
  };
}

/**
 * How well the clock tells two kinds of answers apart: the chance that one of the first takes longer than one of the second
 * (area under the ROC curve); 0.5 tells nothing. Equal times count half. Told from whichever side is the larger.
 */
export function areaUnderCurve(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map((time) => ({ time, isFirst: true })), ...second.map((time) => ({ time, isFirst: false }))].sort((one, other) => one.time - other.time);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.time === all[start]?.time) end += 1;
    const rank = (start + 1 + end) / 2;
    for (let at = start; at < end; at++) if (all[at]?.isFirst) rankSum += rank;
    start = end;
  }
  const area = (rankSum - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
  return Math.max(area, 1 - area);
}

/** How far the area strays by chance alone when nothing can be told apart: one standard error for so many pairs. */
export function chanceOf(pairs: number): number {
  return Math.sqrt((2 * pairs + 1) / (12 * pairs * pairs));
}
