import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { build, isBuilt, verifierPart } from '../../scripts/build.ts';
import { createWorld } from '../kit/world.ts';

const folder = join(import.meta.dirname, '../../client/verifier/dist');
if (!isBuilt(verifierPart)) await build(verifierPart);

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:html|js|css)$/.test(name));
const text = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('the verifier page', () => {
  it('weighs less than 60 kB, compressed, with its worker and all its words', () => {
    expect(files.length).toBe(4);
    expect(files.reduce((sum, name) => sum + gzipSync(text(name), { level: 9 }).length, 0)).toBeLessThan(60_000);
  });

  it('holds nothing that the oldest phones we promise (Chrome 87, Safari 14) do not know, but what it brings along itself', () => {
    const unknown = files.flatMap((name) => (text(name).match(/\(\?<[!=]|\.findLast\(|\.findLastIndex\(|\.at\(-|structuredClone\(|AbortSignal\.timeout|DecompressionStream/g) ?? []).map((found) => `${name} ${found}`));
    expect(unknown).toEqual([]);
    // jose calls it; `old-browsers.ts` brings it.
    expect(files.filter((name) => text(name).includes('Object.hasOwn(')).every((name) => text(name).includes('hasOwnProperty.call('))).toBe(true);
  });

  it('names no foreign host, and nothing of the app: no door to the register, no session', () => {
    const all = files.map(text).join('\n');
    expect([...all.matchAll(/https?:\/\/[\w.-]+/g)].map(([host]) => host).filter((host) => !/www\.w3\.org|vuejs\.org|bit\.ly/.test(host))).toEqual([]);
    expect(['Bearer ', 'sanxian.session', 'documentId'].filter((word) => all.includes(word))).toEqual([]);
  });
});

describe('the verifier page is served', async () => {
  const { http } = await createWorld();

  it('at /v itself, without a redirect: that address stands in the cards', async () => {
    for (const path of ['/v', '/v/', '/v?x=1']) expect((await http.get(path).expect(200)).text, path).toBe(text('verifier.html'));
  });

  it('with a policy that lets it load and ask nothing but what is ours, and a worker that may answer for /v', async () => {
    const { headers } = await http.get('/v').expect(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*connect-src 'self'/);
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-cache' });
    expect((await http.get('/v/worker.js').expect(200)).headers['service-worker-allowed']).toBe('/v');
  });

  it('and nothing else lies below', async () => {
    await http.get('/v/nothing').expect(404);
    await http.get('/vx').expect(404);
  });
});
