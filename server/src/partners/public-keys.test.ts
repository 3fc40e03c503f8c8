import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeysIn } from './public-keys.ts';

const publicOf = (pair: { publicKey: { export(options: { format: 'jwk' }): object } }) => pair.publicKey.export({ format: 'jwk' });
const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const set = (...keys: object[]) => JSON.stringify({ keys });

describe('the public keys of a partner', () => {
  it('are taken with what checking needs and no more, named by their thumbprints', async () => {
    const keys = await publicKeysIn(set({ ...publicOf(ec()), kid: 'mine', x5u: 'https://elsewhere.example', alg: 'HS256' }, publicOf(generateKeyPairSync('ed25519')), publicOf(generateKeyPairSync('rsa', { modulusLength: 2_048 }))));
    expect(keys.map(({ alg, use }) => [alg, use])).toEqual([['ES256', 'sig'], ['EdDSA', 'sig'], ['PS256', 'sig']]);
    for (const { kid } of keys) expect(kid).toMatch(/^[\w-]{43}$/);
    expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('may come alone, without a set around', async () => {
    expect(await publicKeysIn(JSON.stringify(publicOf(ec())))).toHaveLength(1);
  });

  it('have the thumbprint of the example in RFC 8037', async () => {
    const [key] = await publicKeysIn(JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }));
    expect(key?.kid).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  const twice = publicOf(ec());
  it.each<[string, string, RegExp]>([
    ['no JSON', '-----BEGIN PUBLIC KEY-----', /not JSON/],
    ['an empty set', '{"keys":[]}', /holds no key/],
    ['no set', '{"keys":"all"}', /not a JSON Web Key Set/],
    ['a list of words', '{"keys":["key"]}', /not a JSON Web Key Set/],
    ['a private key', JSON.stringify(ec().privateKey.export({ format: 'jwk' })), /secret part; make a new pair/],
    ['a shared secret', set({ kty: 'oct', k: 'c2VjcmV0' }), /secret part/],
    ['another curve', set(publicOf(ec('P-384'))), /neither EC P-256, Ed25519 nor RSA/],
    ['a key for agreements', set(publicOf(generateKeyPairSync('x25519'))), /neither/],
    ['a short RSA key', set(publicOf(generateKeyPairSync('rsa', { modulusLength: 1_024 }))), /less than 2048 bits/],
    ['a point that lies on no curve', set({ kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' }), /not a valid EC key/],
    ['one key twice', set(twice, twice), /stands there twice/],
  ])('are refused as %s', async (_, text, why) => {
    await expect(publicKeysIn(text)).rejects.toThrow(why);
  });
});
