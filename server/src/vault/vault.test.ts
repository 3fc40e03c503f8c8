import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeyServiceUnavailable } from './key-encryption.ts';
import { SealBroken, Vault } from './vault.ts';

const key = () => randomBytes(32);
const vault = (ids: Record<string, Uint8Array>, activeId: string, index = key()) => new Vault({ encryption: new Map(Object.entries(ids)), activeId, index });

describe('the vault', () => {
  it('opens what it sealed, byte for byte, rare characters included', () => {
    const it = vault({ a: key() }, 'a');
    for (const text of ['', '演示', '𠮷野', '阿依古丽·买买提', 'x'.repeat(5000)]) expect(it.open(it.seal(text, 'p'), 'p')).toBe(text);
  });

  it('never gives the same bytes twice', () => {
    const it = vault({ a: key() }, 'a');
    expect(it.seal('same', 'p').equals(it.seal('same', 'p'))).toBe(false);
  });

  it('refuses a value that was moved to another row', () => {
    const it = vault({ a: key() }, 'a');
    expect(() => it.open(it.seal('x', 'donor.full_name:1'), 'donor.full_name:2')).toThrow(SealBroken);
  });

  it('refuses a value with any single byte altered or cut off', () => {
    const it = vault({ a: key() }, 'a');
    const sealed = it.seal('value', 'p');
    for (let at = 0; at < sealed.length; at++) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => it.open(altered, 'p')).toThrow(SealBroken);
      expect(() => it.open(sealed.subarray(0, at), 'p')).toThrow(SealBroken);
    }
  });

  it('opens values of a retired key and seals new ones with the active key', () => {
    const [first, second] = [key(), key()];
    const sealed = vault({ first }, 'first').seal('old', 'p');
    const rotated = vault({ second, first }, 'second');
    expect(rotated.open(sealed, 'p')).toBe('old');
    expect(rotated.seal('new', 'p').toString('latin1')).toContain('second');
  });

  it('gives equal indexes for equal values of one kind only', () => {
    const it = vault({ a: key() }, 'a');
    expect(it.blindIndex('identity-document', '1').equals(it.blindIndex('identity-document', '1'))).toBe(true);
    expect(it.blindIndex('identity-document', '1').equals(it.blindIndex('account', '1'))).toBe(false);
    expect(it.blindIndex('identity-document', '1')).toHaveLength(32);
  });

  it('enters a new row under each index key there is, each in its own column, and finds by the first', () => {
    const [first, second] = [key(), key()];
    const keys = { encryption: new Map([['a', key()]]), activeId: 'a' };
    const before = new Vault({ ...keys, index: first });
    const during = new Vault({ ...keys, index: first, otherIndex: { slot: 2, key: second, digest: 'sm3' } });
    const after = new Vault({ ...keys, index: second, indexSlot: 2, indexDigest: 'sm3', otherIndex: { slot: 1, key: first, digest: 'sha256' } });
    expect(before.blindIndexes('account', '1')).toEqual({ 1: before.blindIndex('account', '1'), 2: null });
    expect(during.blindIndexes('account', '1')).toEqual(after.blindIndexes('account', '1'));
    expect(during.blindIndexes('account', '1')).toEqual({ 1: before.blindIndex('account', '1'), 2: after.blindIndex('account', '1') });
    expect([during.indexSlot, after.indexSlot]).toEqual([1, 2]);
  });

  it('opens a value that was sealed with somebody’s secret for that secret only', () => {
    const it = vault({ a: key() }, 'a');
    const sealed = it.seal('value', 'p', 'token');
    expect(it.open(sealed, 'p', 'token')).toBe('value');
    for (const secret of [undefined, '', 'other']) expect(() => it.open(sealed, 'p', secret)).toThrow(SealBroken);
    expect(() => it.open(sealed, 'q', 'token')).toThrow(SealBroken);
    // A value from before there was a secret still opens.
    expect(it.open(it.seal('value', 'p'), 'p', 'token')).toBe('value');
  });

  it('opens what either suite sealed, whichever it seals by, and never one as the other', () => {
    const keys = { encryption: new Map([['a', key()]]), activeId: 'a', index: key() };
    const [international, national] = [new Vault({ ...keys, suite: 'international' }), new Vault({ ...keys, suite: 'national' })];
    for (const [one, other] of [[international, national], [national, international]] as const) {
      for (const secret of [undefined, 'token']) expect(other.open(one.seal('𠮷', 'p', secret), 'p', secret)).toBe('𠮷');
      const altered = one.seal('x', 'p');
      altered[0] = altered[0] === 1 ? 3 : 1;
      expect(() => one.open(altered, 'p')).toThrow(SealBroken);
    }
    expect([international.seal('x', 'p')[0], national.seal('x', 'p')[0]]).toEqual([1, 3]);
    expect(international.blindIndex('account', '1').equals(national.blindIndex('account', '1'))).toBe(false);
  });

  it('refuses a key that is not 32 bytes', () => {
    expect(() => vault({ a: randomBytes(31) }, 'a')).toThrow('encryption key a must be 32 bytes');
  });
});

describe('a person’s data key', () => {
  const keys = { encryption: new Map([['a', key()]]), activeId: 'a', index: key() };

  it('opens a value in its own table and column and for its own person only, in either suite', async () => {
    for (const suite of ['international', 'national'] as const) {
      const it = new Vault({ ...keys, suite });
      const [{ key: mine }, { key: another }] = [await it.newDataKey('1', 1), await it.newDataKey('2', 1)];
      const sealed = mine.seal('value', 'donor|sealed_phone');
      expect(mine.open(sealed, 'donor|sealed_phone')).toBe('value');
      expect(() => mine.open(sealed, 'donor|sealed_full_name')).toThrow(SealBroken);
      expect(() => another.open(sealed, 'donor|sealed_phone')).toThrow(SealBroken);
      expect(() => it.open(sealed, 'donor|sealed_phone')).toThrow(SealBroken);
    }
  });

  it('opens from what is stored, and for nobody else and under no other version', async () => {
    const it = new Vault(keys);
    const { key: made, wrapped } = await it.newDataKey('1', 1);
    const sealed = made.seal('value', 'p');
    const stored = { personId: '1', version: 1, ...wrapped };
    expect((await new Vault(keys).dataKey(stored)).open(sealed, 'p')).toBe('value');
    for (const special of [{ personId: '2' }, { version: 2 }]) await expect(new Vault(keys).dataKey({ ...stored, ...special })).rejects.toThrow(SealBroken);
  });

  it('stays in memory once opened, until it is forgotten; a failure does not', async () => {
    const asked: string[] = [];
    let away = true;
    const bytes = randomBytes(32);
    const service = {
      activeKeyId: async () => 'k',
      wrap: async () => ({ keyId: 'k', bytes: Buffer.from('closed') }),
      unwrap: async (_wrapped: unknown, context: string) => {
        asked.push(context);
        if (away) throw new KeyServiceUnavailable('TIMEOUT');
        return bytes;
      },
    };
    const it = new Vault(keys, service);
    const stored = { personId: '1', version: 1, keyId: 'k', bytes: Buffer.from('closed') };
    await expect(it.dataKey(stored)).rejects.toThrow(KeyServiceUnavailable);
    away = false;
    await Promise.all([it.dataKey(stored), it.dataKey(stored)]);
    await it.dataKey(stored);
    expect(asked).toHaveLength(2);
    it.forget('1');
    await it.dataKey(stored);
    expect(asked).toHaveLength(3);
  });
});
