import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { startKeyServiceStub } from '../nonprod/key-service/key-service-stub.ts';
import { ConfiguredKeyEncryption } from './configured-key-encryption.ts';
import { KeyServiceUnavailable } from './key-encryption.ts';
import { SealBroken, SealingKey } from './suites.ts';
import { TransitKeyEncryption } from './transit-key-encryption.ts';

const stub = await startKeyServiceStub();
afterAll(() => stub.close());
const transit = (special: Partial<ConstructorParameters<typeof TransitKeyEncryption>[0]> = {}) =>
  new TransitKeyEncryption({ url: stub.url, keyName: stub.keyName, token: stub.token, timeoutMilliseconds: 200, ...special });
const ring = new Map([['a', new SealingKey(randomBytes(32))]]);
const dataKey = randomBytes(32);

describe.each([
  ['configured keys, AES', () => new ConfiguredKeyEncryption(ring, 'a', 1), 'a'],
  ['configured keys, SM4', () => new ConfiguredKeyEncryption(ring, 'a', 3), 'a'],
  ['a key service', transit, 'transit/sanxian:v1'],
] as const)('a data key closed by %s', (_by, make, keyId) => {
  it('opens again where it belongs, and names the key that closed it', async () => {
    const wrapped = await make().wrap(dataKey, 'person 1');
    expect(wrapped.keyId).toBe(keyId);
    expect(await make().activeKeyId()).toBe(keyId);
    expect(wrapped.bytes.includes(dataKey)).toBe(false);
    expect((await make().unwrap(wrapped, 'person 1')).equals(dataKey)).toBe(true);
  });

  it('does not open for another person, nor altered', async () => {
    const wrapped = await make().wrap(dataKey, 'person 1');
    await expect(make().unwrap(wrapped, 'person 2')).rejects.toThrow(SealBroken);
    const altered = Buffer.from(wrapped.bytes);
    const at = altered.length - 6;
    altered[at] = altered[at] === 65 ? 66 : 65;
    await expect(make().unwrap({ ...wrapped, bytes: altered }, 'person 1')).rejects.toThrow(SealBroken);
  });
});

describe('a key service', () => {
  it('that is sealed, silent, gone or refuses us is unavailable, and says nothing of itself', async () => {
    const wrapped = await transit().wrap(dataKey, 'p');
    for (const [mood, trouble] of [['SEALED', 'HTTP-503'], ['SILENT', 'TIMEOUT']] as const) {
      stub.behave(mood);
      await expect(transit().unwrap(wrapped, 'p')).rejects.toThrow(new KeyServiceUnavailable(trouble));
    }
    stub.behave('AT_WORK');
    await expect(transit({ url: 'http://127.0.0.1:1/v1/transit' }).wrap(dataKey, 'p')).rejects.toThrow(new KeyServiceUnavailable('NETWORK'));
    await expect(transit({ token: 'x' }).wrap(dataKey, 'p')).rejects.toThrow(new KeyServiceUnavailable('HTTP-403'));
    await expect(transit({ keyName: 'other' }).activeKeyId()).rejects.toThrow(new KeyServiceUnavailable('HTTP-404'));
  });

  it('opens what a former version closed, until it is told to forget it', async () => {
    const wrapped = await transit().wrap(dataKey, 'p');
    stub.rotate();
    expect(await transit().activeKeyId()).toBe('transit/sanxian:v2');
    expect((await transit().unwrap(wrapped, 'p')).equals(dataKey)).toBe(true);
    stub.forgetBefore(2);
    await expect(transit().unwrap(wrapped, 'p')).rejects.toThrow(SealBroken);
  });
});
