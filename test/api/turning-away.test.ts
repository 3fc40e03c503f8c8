import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { FHIR_JSON } from '../../server/src/fhir/resources.ts';
import { start } from '../../server/src/main.ts';
import { createWorld } from '../kit/world.ts';

/** Four at once, and a quarter more for what cannot wait. */
const MOST = 4;

const { databaseUrl } = await createWorld();
vi.stubEnv('LOG_LEVEL', 'silent');
vi.stubEnv('SANXIAN_REQUESTS_AT_ONCE', String(MOST));
vi.stubEnv('SANXIAN_PUBLIC_URL', 'https://register.example');
const server = await start({ databaseUrl, port: 0, dataFolder: mkdtempSync(join(tmpdir(), 'sanxian-away-')), mode: 'test' });
const database = new pg.Client(databaseUrl);
await database.connect();
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.end();
  await server.close();
});
afterEach(() => database.query('rollback'));

const ask = (headers: Readonly<Record<string, string>> = {}, signal: AbortSignal | null = null) =>
  fetch(`${server.url}/graphql`, { method: 'POST', signal, headers: { 'content-type': 'application/json', authorization: 'Bearer nobody-has-this-token', 'accept-language': 'zh-CN', ...headers }, body: '{"query":"{ viewer { state } }"}' });
const urgent = { priority: 'u=0' };

/** Lets nobody be recognised, so that whoever is in stays in; ends with the transaction. */
async function holdWork(): Promise<void> {
  await database.query('begin');
  await database.query('lock table session in access exclusive mode');
}

/** One more than it works on at once, none of which can be answered: the one that comes too much, and all of them. */
async function full(): Promise<{ away: Response; all: Promise<Response>[] }> {
  await holdWork();
  const all = Array.from({ length: MOST + 1 }, () => ask());
  return { away: await Promise.race(all), all };
}

/** The same for what cannot wait, on top. */
async function fullOfUrgent(): Promise<{ away: Response; all: Promise<Response>[] }> {
  const { all } = await full();
  const more = [ask(urgent), ask(urgent)];
  return { away: await Promise.race(more), all: [...all, ...more] };
}

const statuses = async (all: readonly Promise<Response>[]) => (await Promise.all(all)).map(({ status }) => status).toSorted((one, other) => one - other);

describe('a server that is asked more than it works on at once', () => {
  it('says 503 in the caller’s language, when to come back, and which request it was; those who are in are answered', async () => {
    const { away, all } = await full();
    expect([away.status, away.headers.get('retry-after'), away.headers.get('cache-control')]).toEqual([503, expect.stringMatching(/^[2-5]$/), 'no-store']);
    const { errors } = (await away.json()) as { errors: { message: string; extensions: { code: string; requestId: string } }[] };
    expect(errors).toEqual([{ message: '服务暂时不可用，请稍后再试。', extensions: { code: 'SERVICE_UNAVAILABLE', requestId: away.headers.get('x-request-id') } }]);
    await database.query('rollback');
    expect(await statuses(all)).toEqual([200, 200, 200, 200, 503]);
    expect((await ask()).status).toBe(200);
  });

  it('has room for a quarter more of what cannot wait, and for no more of it', async () => {
    const { away, all } = await fullOfUrgent();
    expect(away.status).toBe(503);
    await database.query('rollback');
    expect(await statuses(all)).toEqual([200, 200, 200, 200, 200, 503, 503]);
  });

  it('takes hospitals at the FHIR door for what cannot wait, and refuses them as FHIR does', async () => {
    const { all } = await full();
    const question = () => fetch(`${server.url}/fhir/look-up/of-nobody`, { headers: { authorization: 'Bearer nobody-has-this-token' } });
    const both = [question(), question()];
    const away = await Promise.race(both);
    expect([away.status, away.headers.get('content-type'), Boolean(away.headers.get('retry-after'))]).toEqual([503, FHIR_JSON, true]);
    expect(await away.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'fatal', code: 'transient' }] });
    await database.query('rollback');
    expect(await statuses(both)).toEqual([401, 503]);
    await Promise.all(all);
  });

  it('still says how it is, and serves its pages', async () => {
    const { all } = await full();
    for (const path of ['/healthz', '/readyz', '/fhir/metadata', '/schema.graphql']) expect((await fetch(server.url + path)).status, path).toBe(200);
    await database.query('rollback');
    await Promise.all(all);
  });

  it('counts work only: twenty callers who send slowly hold up nobody', async () => {
    const slow = await Promise.all(Array.from({ length: 20 }, () => slowCaller(new URL(server.url).port)));
    expect((await ask()).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });

  it('frees the place of a caller who leaves', async () => {
    await holdWork();
    const leaving = new AbortController();
    const gone = Array.from({ length: MOST + 1 }, () => ask({}, leaving.signal));
    expect((await Promise.race(gone)).status).toBe(503);
    leaving.abort();
    await Promise.allSettled(gone);
    await database.query('rollback');
    await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(200);
  });
});

/** Somebody who sends the head of a request and half of its body, and waits. */
function slowCaller(port: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":', () => resolve(socket));
    });
    socket.on('error', () => undefined);
  });
}
