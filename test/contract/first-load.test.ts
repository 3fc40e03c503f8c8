import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { build, clientPart, isBuilt } from '../../scripts/build.ts';
import { createWorld } from '../kit/world.ts';

const folder = join(import.meta.dirname, '../../client/dist');
const weight = (text: string) => gzipSync(text, { level: 9 }).length;

// Before any world begins to serve it: a server knows the files of its start.
if (!isBuilt(clientPart)) await build(clientPart);

const page = () => readFileSync(join(folder, 'index.html'), 'utf8');
const scripts = (html: string) => [...html.matchAll(/<(?:script[^>]* src|link rel="modulepreload"[^>]* href)="([^"]+)"/g)].map(([, name = '']) => name);
/** What a browser asks for before anybody touches the page. */
const requests = (html: string) => [...html.matchAll(/<(?:script|link|img)\b[^>]*\s(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);

describe('the first load of the citizen app', () => {
  it('has at most 45 kB of scripts and 6 kB of styles, compressed', () => {
    const html = page();
    const loaded = scripts(html).map((name) => readFileSync(join(folder, name), 'utf8'));
    const styles = [...html.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map(([, text = '']) => text);
    expect(loaded.length).toBeGreaterThan(0);
    expect(styles.length).toBeGreaterThan(0);
    expect(loaded.reduce((sum, text) => sum + weight(text), 0)).toBeLessThanOrEqual(45_000);
    expect(styles.reduce((sum, text) => sum + weight(text), 0)).toBeLessThanOrEqual(6_000);
  });

  it('asks for few files, all of them our own and beside the page', () => {
    const asked = requests(page());
    expect(asked.length).toBeLessThanOrEqual(7);
    expect(asked.filter((address) => !address.startsWith('./'))).toEqual([]);
  });

  it('brings the first screen along: words, doors and help are there before any script has run', () => {
    const body = page().split('<body>')[1] ?? '';
    expect(body).toContain('捐不捐献，由您自己决定');
    expect(body).toContain('href="#/register"');
    expect(body).toContain('需要帮助？');
  });

  it('holds nothing that the oldest phones we promise (Chrome 87, Safari 14) do not know: it would stop a whole file', () => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /^assets\/.*\.js$/.test(name));
    const unknown = names.flatMap((name) => (readFileSync(join(folder, name), 'utf8').match(/\(\?<[!=]|\.findLast\(|\.findLastIndex\(|\.at\(-|structuredClone\(|Object\.hasOwn\(/g) ?? []).map((found) => `${name} ${found}`));
    expect(unknown).toEqual([]);
  });

  it('has no web font, and no file of the build names a foreign host', () => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => /\.(?:woff2?|ttf|otf)$/.test(name))).toEqual([]);
    const hosts = names.filter((name) => /\.(?:js|css|html)$/.test(name)).flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/https?:\/\/[\w.-]+/g)].map(([host]) => `${name} ${host}`));
    // Names of XML dialects and help pages of Vue's and Workbox's, which no browser fetches.
    expect(hosts.filter((host) => !/http:\/\/www\.w3\.org|https:\/\/vuejs\.org|worker\.js https:\/\/bit\.ly/.test(host))).toEqual([]);
  });
});

describe('the files of the citizen app are served', async () => {
  const world = await createWorld();
  const script = () => `/${(scripts(page())[0] ?? '').replace('./', '')}`;

  it.each([
    ['br', 'gzip, br'],
    ['gzip', 'gzip'],
    [undefined, 'identity'],
  ])('as %s to a phone that takes %s, kept for ever by their digest', async (encoding, accepted) => {
    const { headers, status } = await world.http.get(script()).set('accept-encoding', accepted);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': expect.stringContaining('javascript'), vary: 'Accept-Encoding', 'cache-control': 'public, max-age=31536000, immutable' });
    expect(headers['content-encoding']).toBe(encoding);
  });

  it('the page itself is asked for anew, and answered with 304 while it is the same', async () => {
    const first = await world.http.get('/');
    expect(first.headers['cache-control']).toBe('no-cache');
    expect((await world.http.get('/').set('if-none-match', first.headers['etag'] ?? '')).status).toBe(304);
  });

  it('the policy of the page allows inline what the build put there, by digest, and nothing else', async () => {
    const { headers } = await world.http.get('/');
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[^']+';style-src 'self' 'sha256-[^']+'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });

  it('whole or not at all: a strange range, another method, a hidden file, a way out of the folder', async () => {
    const range = await world.http.get(script()).set('range', 'bytes=9-2').set('accept-encoding', 'identity');
    expect([range.status, range.text.length]).toEqual([200, readFileSync(join(folder, script()), 'utf8').length]);
    expect((await world.http.post(script())).status).toBe(404);
    expect((await world.http.get('/.inputs')).status).toBe(404);
    expect((await world.http.get('/..%2f..%2fpackage.json')).status).toBe(404);
    expect((await world.http.get('/%E0%A4%A')).status).toBe(404);
  });

  it('the desk stands at its own address, with and without its last stroke', async () => {
    expect((await world.http.get('/desk')).headers['location']).toBe('/desk/');
    expect((await world.http.get('/desk/?code=1')).text).toContain('<title>');
  });
});
