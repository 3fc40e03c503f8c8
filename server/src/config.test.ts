import { createPrivateKey, generateKeyPairSync, randomBytes, type JsonWebKeyInput } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newSigningKey } from './audit/audit-keys.ts';
import { newCardKey, publicCardKeyOf } from './donor-card/card-keys.ts';
import { ConfigurationFault, readConfig, type Mode } from './config.ts';

const key = () => randomBytes(32).toString('base64');
const real = {
  SANXIAN_KEYS: `2026:${key()}`,
  SANXIAN_INDEX_KEY: key(),
  SANXIAN_AUDIT_KEY: newSigningKey('2026'),
  SANXIAN_EVIDENCE_KEY: newSigningKey('2026'),
  SANXIAN_CARD_KEY: newCardKey(),
  SANXIAN_PUBLIC_URL: 'https://register.example',
  ZHELIBAN_SERVICE_CODE: 'assigned-code',
  ZHELIBAN_SERVICE_PASSWORD: 'assigned-password',
  ZHELIBAN_ACCESS_KEY: 'assigned-ak',
  ZHELIBAN_SECRET_KEY: 'assigned-sk',
  ZHELIBAN_APP_ID: 'assigned-app',
};
/** As everybody finds it in the vectors. */
const testKeys = JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/card-vectors/test-keys.json'), 'utf8')) as Readonly<Record<'register', JsonWebKeyInput['key']>>;
const publishedTestKey = `es256:${createPrivateKey({ key: testKeys.register, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' }).toString('base64')}`;
const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const read = (mode: Mode, environment: Record<string, string | undefined>, dataFolder = '') =>
  readConfig({ mode, databaseUrl: 'postgresql://x/y', dataFolder, ownUrl: 'http://127.0.0.1:4000', environment });

describe('production', () => {
  it('starts with assigned keys, speaks to the real provider and brings no simulator', () => {
    const config = read('production', real);
    expect(config.simulator).toBeNull();
    expect(config.zheliban.ticketId.accessTokenUrl).toMatch(/^https:\/\/ibcdsg\.zj\.gov\.cn/);
    expect(config.zheliban.ticket.pages.baseUrl).toBe('https://puser.zjzwfw.gov.cn');
  });

  it.each(Object.keys(real))('refuses to start without %s and names it', (name) => {
    expect(() => read('production', { ...real, [name]: undefined })).toThrow(new RegExp(name));
  });

  it('vouches for partners and cards under its own address, which is an origin under https', () => {
    expect(read('production', real).partners).toEqual({ publicUrl: 'https://register.example', pointsPerHour: 5_000 });
    expect(read('production', real).donorCard.issuer).toBe('https://register.example');
    for (const unusable of ['http://register.example', 'https://register.example/', 'https://register.example/graphql', 'register.example', 'https://a@register.example']) expect(() => read('production', { ...real, SANXIAN_PUBLIC_URL: unusable }), unusable).toThrow(/SANXIAN_PUBLIC_URL/);
    expect(read('development', { ...real, SANXIAN_PUBLIC_URL: '' }).partners.publicUrl).toBe('http://127.0.0.1:4000');
  });

  it.each([
    ['ZHELIBAN_SERVICE_CODE', 'demo-service'],
    ['ZHELIBAN_SERVICE_PASSWORD', 'demo-password'],
    ['ZHELIBAN_ACCESS_KEY', 'demo-access-key'],
    ['ZHELIBAN_SECRET_KEY', 'demo-secret-key'],
    ['ZHELIBAN_APP_ID', 'demo-app'],
    ['SANXIAN_SIMULATOR', 'on'],
    ['SANXIAN_NATIONAL_REGISTER', 'simulator'],
    ['SANXIAN_NATIONAL_REGISTER', 'on'],
  ])('refuses the demo value of %s', (name, value) => {
    expect(() => read('production', { ...real, [name]: value })).toThrow(ConfigurationFault);
    expect(() => read('production', { ...real, [name]: value })).toThrow(new RegExp(name));
  });

  it.each<[fault: string, settings: Record<string, string>, name: string]>([
    ['zeros for a key', { SANXIAN_KEYS: `k:${Buffer.alloc(32).toString('base64')}` }, 'SANXIAN_KEYS'],
    ['a word for a key', { SANXIAN_INDEX_KEY: Buffer.from('correct horse battery staple ...').toString('base64') }, 'SANXIAN_INDEX_KEY'],
    ['one key for sealing and for finding', { SANXIAN_KEYS: `k:${real.SANXIAN_INDEX_KEY}` }, 'SANXIAN_INDEX_KEY'],
    ['a key that is too short', { SANXIAN_KEYS: `k:${randomBytes(16).toString('base64')}` }, 'SANXIAN_KEYS'],
    ['no base64', { SANXIAN_INDEX_KEY: '!'.repeat(44) }, 'SANXIAN_INDEX_KEY'],
    ['a key without an id', { SANXIAN_KEYS: key() }, 'SANXIAN_KEYS'],
    ['an id longer than its length byte can tell', { SANXIAN_KEYS: `${'k'.repeat(300)}:${key()}` }, 'SANXIAN_KEYS'],
    ['the id where the key should be', { SANXIAN_KEYS: `${key()}:2026` }, 'SANXIAN_KEYS'],
    ['two keys of one id', { SANXIAN_KEYS: `k:${key()},k:${key()}` }, 'SANXIAN_KEYS'],
    ['an audit key of no known algorithm', { SANXIAN_AUDIT_KEY: newSigningKey('2026').replace('ed25519', 'rsa') }, 'SANXIAN_AUDIT_KEY'],
    ['an audit key that is none', { SANXIAN_AUDIT_KEY: `2026:ed25519:${key()}` }, 'SANXIAN_AUDIT_KEY'],
    ['a former audit key that is none', { SANXIAN_AUDIT_PUBLIC_KEYS: `2025:ed25519:${key()}` }, 'SANXIAN_AUDIT_PUBLIC_KEYS'],
    ['a card key that is none', { SANXIAN_CARD_KEY: `es256:${key()}` }, 'SANXIAN_CARD_KEY'],
    ['a card key of no known algorithm', { SANXIAN_CARD_KEY: newCardKey().replace('es256', 'hs256') }, 'SANXIAN_CARD_KEY'],
    ['a card key on another curve', { SANXIAN_CARD_KEY: `es256:${p384}` }, 'SANXIAN_CARD_KEY'],
    ['the card key of the published test vectors', { SANXIAN_CARD_KEY: publishedTestKey }, 'SANXIAN_CARD_KEY'],
    ['that key as the one to come', { SANXIAN_CARD_NEXT_KEYS: publicCardKeyOf(publishedTestKey).setting }, 'SANXIAN_CARD_NEXT_KEYS'],
    ['a withdrawn key by no thumbprint', { SANXIAN_CARD_WITHDRAWN_KEYS: 'all' }, 'SANXIAN_CARD_WITHDRAWN_KEYS'],
    ['its own address too long for a code', { SANXIAN_PUBLIC_URL: `https://${'x'.repeat(60)}.example` }, 'SANXIAN_PUBLIC_URL'],
    ['an evidence key that no standard library could check', { SANXIAN_EVIDENCE_KEY: newSigningKey('2026').replace('ed25519', 'sm2-sm3') }, 'SANXIAN_EVIDENCE_KEY'],
    ['a former evidence key that is none', { SANXIAN_EVIDENCE_PUBLIC_KEYS: `2025:ed25519:${key()}` }, 'SANXIAN_EVIDENCE_PUBLIC_KEYS'],
    ['two index keys for one column', { SANXIAN_INDEX_KEY: `1:${key()},1:${key()}` }, 'SANXIAN_INDEX_KEY'],
    ['one index key twice', { SANXIAN_INDEX_KEY: `1:${real.SANXIAN_INDEX_KEY},2:${real.SANXIAN_INDEX_KEY}` }, 'SANXIAN_INDEX_KEY'],
    ['an index key of an unknown digest', { SANXIAN_INDEX_KEY: `1:md5:${key()}` }, 'SANXIAN_INDEX_KEY'],
    ['a key service without a key', { SANXIAN_KMS_URL: 'https://kms.example/v1/transit', SANXIAN_KMS_TOKEN: 'a-token-of-ours' }, 'SANXIAN_KMS_KEY'],
    ['a key service without TLS', { SANXIAN_KMS_URL: 'http://kms.example/v1/transit', SANXIAN_KMS_KEY: 'sanxian-register', SANXIAN_KMS_TOKEN: 'a-token-of-ours' }, 'SANXIAN_KMS_URL'],
    ['sign-in pages without TLS', { ZHELIBAN_PAGES_URL: 'http://puser.zjzwfw.gov.cn' }, 'ZHELIBAN_PAGES_URL'],
  ])('refuses %s, and names the setting without its value', (_fault, settings, name) => {
    expect(() => read('production', { ...real, ...settings })).toThrow(ConfigurationFault);
    expect(() => read('production', { ...real, ...settings })).toThrow(new RegExp(name));
    for (const value of Object.values(settings)) expect(() => read('production', { ...real, ...settings })).not.toThrow(value.slice(0, 20));
  });

  it.each<[fault: string, settings: Record<string, string>, name: string]>([
    ['the provider for demonstration', { SANXIAN_STAFF_ISSUER: 'https://staff-idp.demo.invalid' }, 'SANXIAN_STAFF_ISSUER'],
    ['a provider without TLS', { SANXIAN_STAFF_ISSUER: 'http://idp.example' }, 'SANXIAN_STAFF_ISSUER'],
    ['no client', { SANXIAN_STAFF_CLIENT_ID: '' }, 'SANXIAN_STAFF_CLIENT_ID'],
    ['the client for demonstration', { SANXIAN_STAFF_CLIENT_ID: 'sanxian-demo-desk' }, 'SANXIAN_STAFF_CLIENT_ID'],
    ['neither key nor secret', { SANXIAN_STAFF_CLIENT_SECRET: '' }, 'SANXIAN_STAFF_CLIENT_SECRET'],
    ['the secret for demonstration', { SANXIAN_STAFF_CLIENT_SECRET: 'demo-desk-secret' }, 'SANXIAN_STAFF_CLIENT_SECRET'],
    ['a key of no known algorithm', { SANXIAN_STAFF_CLIENT_KEY: 'k:HS256:AAAA' }, 'SANXIAN_STAFF_CLIENT_KEY'],
    ['no page to return to', { SANXIAN_STAFF_RETURN_URLS: '' }, 'SANXIAN_STAFF_RETURN_URLS'],
    ['a page without TLS among those to return to', { SANXIAN_STAFF_RETURN_URLS: 'https://desk.example/desk/,http://desk.example/desk/' }, 'SANXIAN_STAFF_RETURN_URLS'],
  ])('refuses %s for staff, and names the setting', (_fault, settings, name) => {
    const provider = { SANXIAN_STAFF_ISSUER: 'https://idp.example', SANXIAN_STAFF_CLIENT_ID: 'desk', SANXIAN_STAFF_CLIENT_SECRET: 'a secret', SANXIAN_STAFF_RETURN_URLS: 'https://desk.example/desk/' };
    expect(read('production', { ...real, ...provider }).staff).toMatchObject({ issuer: 'https://idp.example', returnUrls: ['https://desk.example/desk/'] });
    expect(() => read('production', { ...real, ...provider, ...settings })).toThrow(new RegExp(name));
  });

  it('lets nobody of the staff in while no provider is configured', () => {
    expect(read('production', real).staff).toBeNull();
  });

  it('takes several keys, the first for new values', () => {
    const { keys } = read('production', { ...real, SANXIAN_KEYS: `2027-01:${key()}, 2026:${key()}` });
    expect([keys.activeId, new Set(keys.encryption.keys())]).toEqual(['2027-01', new Set(['2027-01', '2026'])]);
  });

  it('needs no sealing key of its own beside a key service', () => {
    const kms = { SANXIAN_KMS_URL: 'https://kms.example/v1/transit', SANXIAN_KMS_KEY: 'sanxian', SANXIAN_KMS_TOKEN: 'token' };
    expect(read('production', { ...real, ...kms, SANXIAN_KEYS: undefined }).keys).toMatchObject({ kms: { keyName: 'sanxian' }, suite: 'international' });
  });

  it.each([
    ['SANXIAN_NATIONAL_URL', { SANXIAN_NATIONAL_REGISTER: 'api', SANXIAN_NATIONAL_URL: 'http://national.example', SANXIAN_NATIONAL_TOKEN: 'given-token' }],
    ['SANXIAN_NATIONAL_URL', { SANXIAN_NATIONAL_REGISTER: 'api', SANXIAN_NATIONAL_TOKEN: 'given-token' }],
    ['SANXIAN_NATIONAL_TOKEN', { SANXIAN_NATIONAL_REGISTER: 'api', SANXIAN_NATIONAL_URL: 'https://national.example' }],
    ['SANXIAN_NATIONAL_FOLDER', { SANXIAN_NATIONAL_REGISTER: 'folder' }],
  ])('refuses a national register without %s, or with one in the clear, and never repeats a token', (name, settings) => {
    expect(() => read('production', { ...real, ...settings })).toThrow(new RegExp(name));
    expect(() => read('production', { ...real, ...settings })).not.toThrow('given-token');
  });

  it('reaches the national register as it is set, and not at all unless it is', () => {
    expect(read('production', real).national).toEqual({ way: 'off' });
    expect(read('production', { ...real, SANXIAN_NATIONAL_REGISTER: 'api', SANXIAN_NATIONAL_URL: 'https://national.example/', SANXIAN_NATIONAL_TOKEN: 'given-token' }).national).toEqual({ way: 'api', url: 'https://national.example', token: 'given-token' });
    expect(read('development', { ...real, SANXIAN_NATIONAL_REGISTER: 'simulator' }).national).toMatchObject({ way: 'simulator', url: expect.stringContaining('/sim/') as string });
  });

  it('takes two index keys while one takes the place of the other, and the national suite', () => {
    const { keys } = read('production', { ...real, SANXIAN_INDEX_KEY: `2:${key()},1:sha256:${key()}`, SANXIAN_CRYPTO_SUITE: 'national' });
    expect(keys).toMatchObject({ indexSlot: 2, indexDigest: 'sm3', otherIndex: { slot: 1, digest: 'sha256' }, suite: 'national' });
  });

  it('never repeats a value in its complaint', () => {
    expect(() => read('production', { ...real, SANXIAN_INDEX_KEY: undefined })).not.toThrow(real.ZHELIBAN_SECRET_KEY);
  });
});

describe('development', () => {
  it('does not take one of the two keys for both', () => {
    expect(() => read('development', { SANXIAN_KEYS: real.SANXIAN_KEYS })).toThrow(/SANXIAN_INDEX_KEY/);
    expect(() => read('development', { SANXIAN_INDEX_KEY: real.SANXIAN_INDEX_KEY })).toThrow(/SANXIAN_KEYS/);
  });

  it('makes its own keys once, readable by nobody else, and signs in at the simulator', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sanxian-config-'));
    const [first, second] = [read('development', {}, folder), read('development', {}, folder)];
    expect(second.keys.index).toEqual(first.keys.index);
    expect(second.audit.keys.signing.publicKey.equals(first.audit.keys.signing.publicKey)).toBe(true);
    for (const file of ['keys.json', 'audit-keys.json', 'evidence-keys.json']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(first.zheliban.ticketId.userInfoUrl).toMatch(/^http:\/\/127\.0\.0\.1:4000\/restapi\/prod\//);
    expect(first.simulator?.serviceCode).toBe('demo-service');
  });

  it('names a setting that makes no sense', () => {
    expect(() => read('development', { SANXIAN_SESSION_IDLE_MINUTES: 'soon' })).toThrow(/SANXIAN_SESSION_IDLE_MINUTES/);
    for (const name of ['SANXIAN_SESSION_IDLE_MINUTES', 'SANXIAN_SESSION_TOTAL_MINUTES', 'SANXIAN_TRUSTED_PROXIES']) {
      expect(() => read('development', { [name]: '99999999999999' })).toThrow(new RegExp(name));
    }
    expect(() => read('development', { ZHELIBAN_NETWORK: 'pigeon' })).toThrow(/ZHELIBAN_NETWORK/);
  });
});
