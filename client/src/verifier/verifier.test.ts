import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askRegister, type KeptLists } from './kept-lists.ts';
import { checkCard } from './check-card.ts';
import { itemsByCode } from './card-items.ts';
import { freshnessOf } from './use-verification.ts';

interface Vectors {
  readonly issuer: string;
  readonly now: string;
  readonly jwks: { readonly keys: readonly { readonly kid: string; readonly alg: string; readonly kty: string }[] };
  readonly crl: { readonly kid: string; readonly ctr: number; readonly rids: readonly string[] };
  readonly vectors: readonly { readonly name: string; readonly token: string }[];
}
const { issuer, now, jwks, crl, vectors } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../schema/card-vectors/vectors.json'), 'utf8')) as Vectors;
const token = vectors.find(({ name }) => name === 'valid-full')?.token ?? '';
const known = { issuer, keys: jwks.keys, keysAreCurrent: true, revoked: new Map([[crl.kid, crl.rids]]), now: new Date(now) };
const nothing: KeptLists = { keys: [], lists: {}, askedAt: null };

/** What the register answers, by address; a missing one is not found. */
const answers = new Map<string, unknown>();
const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  answers.clear();
  answers.set('/.well-known/jwks.json', { keys: jwks.keys.map((key) => ({ ...key, crlVersion: crl.ctr })) });
  answers.set(`/.well-known/crl/${crl.kid}.json`, crl);
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const body = answers.get(path.split('?')[0] ?? '');
    return Promise.resolve(new Response(JSON.stringify(body ?? {}), { status: body === undefined ? 404 : 200 }));
  });
});
afterEach(() => void vi.unstubAllGlobals());

test('a browser that cannot check signatures does not call a true card forged', async () => {
  vi.spyOn(crypto.subtle, 'verify').mockRejectedValue(new TypeError('not here'));
  await expect(checkCard(token, known)).rejects.toThrow(TypeError);
});

test('a key of an algorithm that this page does not know makes no verdict about forgery', async () => {
  expect(await checkCard(token, { ...known, keys: known.keys.map((key) => ({ ...key, alg: 'SM2' })) })).toEqual({ verdict: 'UNKNOWN_KEY', claims: null });
});

test('what is asked of the register names no card: its keys, and the list of every key', async () => {
  const { known: fresh, isComplete } = await askRegister(nothing, new Date(now));
  expect(asked).toEqual(['/.well-known/jwks.json', `/.well-known/crl/${crl.kid}.json?ctr=${crl.ctr}`]);
  expect([isComplete, fresh.askedAt, fresh.lists[crl.kid]?.rids]).toEqual([true, now, crl.rids]);
});

test('a list that has not grown is not fetched again', async () => {
  const { known: fresh } = await askRegister(nothing, new Date(now));
  asked.length = 0;
  await askRegister(fresh, new Date(now));
  expect(asked).toEqual(['/.well-known/jwks.json']);
});

test('a list never goes back: an older copy of keys or list takes nothing off it', async () => {
  const { known: fresh } = await askRegister(nothing, new Date(now));
  answers.set('/.well-known/jwks.json', { keys: jwks.keys.map((key) => ({ ...key, crlVersion: 1 })) });
  answers.set(`/.well-known/crl/${crl.kid}.json`, { ...crl, ctr: 1, rids: [] });
  expect((await askRegister(fresh, new Date(now))).known.lists[crl.kid]?.rids).toEqual(crl.rids);
  // The keys say that there is more than the list that was fetched: the former one stays, and the lists are not of now.
  answers.set('/.well-known/jwks.json', { keys: jwks.keys.map((key) => ({ ...key, crlVersion: crl.ctr + 1 })) });
  const later = await askRegister(fresh, new Date('2030-01-01T00:00:00Z'));
  expect([later.isComplete, later.known.askedAt, later.known.lists[crl.kid]?.rids]).toEqual([false, now, crl.rids]);
});

test('a list that does not come costs neither the keys nor a card its name: not checked against the list, never a stranger’s', async () => {
  answers.delete(`/.well-known/crl/${crl.kid}.json`);
  const { known: keys, isComplete } = await askRegister(nothing, new Date(now));
  expect([isComplete, keys.askedAt, keys.lists, keys.keys.length]).toEqual([false, null, {}, jwks.keys.length]);
  expect(await checkCard(token, { ...known, keys: keys.keys, keysAreCurrent: true, revoked: new Map() })).toMatchObject({ verdict: 'UNCHECKED' });
});

test('a list for another key is not believed, and a register without keys is none', async () => {
  answers.set(`/.well-known/crl/${crl.kid}.json`, { ...crl, kid: 'another' });
  expect(await askRegister(nothing, new Date(now))).toMatchObject({ isComplete: false, known: { lists: {} } });
  answers.delete('/.well-known/jwks.json');
  await expect(askRegister(nothing, new Date(now))).rejects.toThrow('404');
});

test('twelve codes stand for twelve items', () => {
  expect([Object.keys(itemsByCode).length, new Set(Object.values(itemsByCode)).size]).toEqual([12, 12]);
});

test.each([
  ['never asked', null, 'never'],
  ['a day ago', '2026-11-25T12:00:00Z', 'kept'],
  ['more than a day ago', '2026-11-25T11:59:59Z', 'old'],
  ['by a clock a little ahead', '2026-11-26T12:09:00Z', 'kept'],
  ['by a clock that was set back since', '2026-11-26T13:00:00Z', 'old'],
] as const)('lists asked for %s', (_, askedAt, freshness) => {
  expect(freshnessOf({ askedAt }, new Date('2026-11-26T12:00:00Z'))).toBe(freshness);
});
