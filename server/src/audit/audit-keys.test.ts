import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configuredAuditKeys, configuredPublicKeys, isSignedWith, localAuditKeys, newSigningKey, publicKeyText, signWith } from './audit-keys.ts';

/** RFC 8032 7.1, test 3: seed, public key, message and signature of Ed25519. */
const rfc8032 = {
  seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
  publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  message: 'af82',
  signature: '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
};
const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
/** What stands before the bare key in PKCS #8 and SPKI (RFC 8410). */
const [pkcs8, spki] = ['302e020100300506032b657004220420', '302a300506032b6570032100'];

describe('the keys of the audit', () => {
  it('sign as RFC 8032 says', () => {
    const { signing } = configuredAuditKeys(`rfc:ed25519:${base64(pkcs8 + rfc8032.seed)}`, '');
    const message = Buffer.from(rfc8032.message, 'hex');
    expect(signWith(signing, message).toString('hex')).toBe(rfc8032.signature);
    expect(publicKeyText(signing)).toBe(`rfc:ed25519:${base64(spki + rfc8032.publicKey)}`);
    expect(isSignedWith(signing, message, Buffer.from(rfc8032.signature, 'hex'))).toBe(true);
    expect(isSignedWith(signing, Buffer.from('other'), Buffer.from(rfc8032.signature, 'hex'))).toBe(false);
  });

  it('can be SM2 with SM3 instead', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const { signing, known } = configuredAuditKeys(`gm:sm2-sm3:${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`, publicKeyText(configuredAuditKeys(newSigningKey('former'), '').signing));
    const signature = signWith(signing, Buffer.from('root'));
    const [read] = configuredPublicKeys(publicKeyText(signing)).values();
    expect(read && isSignedWith(read, Buffer.from('root'), signature)).toBe(true);
    expect(read && isSignedWith(read, Buffer.from('other'), signature)).toBe(false);
    expect([...known.keys()]).toEqual(['former', 'gm']);
  });

  it.each([
    ['without its algorithm', `2026:${base64('00')}`],
    ['of an unknown algorithm', `2026:rsa:${base64('00')}`],
    ['that is no key', `2026:ed25519:${base64('00')}`],
    ['without an id', `:ed25519:${base64('00')}`],
  ])('are refused %s, by the name of the setting and never the value', (_case, text) => {
    expect(() => configuredAuditKeys(text, '')).toThrow(/^SANXIAN_AUDIT_KEY /);
    expect(() => configuredPublicKeys(text)).toThrow(/^SANXIAN_AUDIT_PUBLIC_KEYS /);
    expect(() => configuredAuditKeys(text, '')).not.toThrow(base64('00'));
  });

  it('are refused when two have one id', () => {
    const signing = newSigningKey('2026');
    const other = publicKeyText(configuredAuditKeys(newSigningKey('2026'), '').signing);
    expect(() => configuredAuditKeys(signing, other)).toThrow(/needs a new id/);
    expect(() => configuredPublicKeys(`${other},${other}`)).toThrow(/one id/);
  });

  it('are made once for local use', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanxian-audit-keys-'));
    expect(publicKeyText(localAuditKeys(folder).signing)).toBe(publicKeyText(localAuditKeys(folder).signing));
    expect(readFileSync(join(folder, 'audit-keys.json'), 'utf8')).toContain('local-1:ed25519:');
  });
});
