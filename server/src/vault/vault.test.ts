import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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

  it('refuses a key that is not 32 bytes', () => {
    expect(() => vault({ a: randomBytes(31) }, 'a')).toThrow('encryption key a must be 32 bytes');
  });
});
