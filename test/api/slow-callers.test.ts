import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { start } from '../../server/src/main.ts';
import { createWorld } from '../kit/world.ts';

const { databaseUrl } = await createWorld();
const server = await start({ databaseUrl, port: 0, dataFolder: mkdtempSync(join(tmpdir(), 'sanxian-slow-')), mode: 'test' });
afterAll(() => server.close());

describe('a caller who never ends their headers', () => {
  it('is cut off after five seconds, and the server goes on', async () => {
    const { hostname, port } = new URL(server.url);
    const began = performance.now();
    const socket: Socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n'));
    const dripping = setInterval(() => socket.write('x: y\r\n'), 500);
    socket.on('error', () => undefined).resume();
    await new Promise((closed) => socket.once('close', closed));
    clearInterval(dripping);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  }, 45_000);
});
