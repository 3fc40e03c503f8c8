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

describe('a caller who never ends their body', () => {
  it('is cut off after ten seconds, and the server answers others all the while', async () => {
    const { hostname, port } = new URL(server.url);
    const began = performance.now();
    const socket: Socket = connect(Number(port), hostname, () => socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10000\r\n\r\n'));
    const dripping = setInterval(() => socket.write(' '), 500);
    socket.on('error', () => undefined).resume();
    const closed = new Promise((done) => socket.once('close', done));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await closed;
    clearInterval(dripping);
    // Not for a pause: each half second a byte came. The whole is limited.
    expect(performance.now() - began).toBeGreaterThan(9_000);
    expect(performance.now() - began).toBeLessThan(16_000);
  }, 45_000);
});

describe('callers who open more connections than there is room for', () => {
  it('are cut off at once, and those who are in are answered', async () => {
    const { databaseUrl: another } = await createWorld();
    const small = await start({ databaseUrl: another, port: 0, dataFolder: mkdtempSync(join(tmpdir(), 'sanxian-full-')), mode: 'test', maxConnections: 2 });
    const { hostname, port } = new URL(small.url);
    const open = () =>
      new Promise<Socket>((connected) => {
        const socket: Socket = connect(Number(port), hostname, () => connected(socket));
        socket.on('error', () => undefined);
      });
    const inside = [await open(), await open()];
    const outside = await open();
    await new Promise((closed) => outside.resume().once('close', closed));
    const [first] = inside;
    first?.write('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(String(await new Promise((said) => first?.once('data', said)))).toContain('200 OK');
    for (const socket of inside) socket.destroy();
    await small.close();
  });
});
