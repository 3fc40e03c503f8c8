import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, createLocalJWKSet, compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { makeVectors, type CardVectors } from '../../scripts/card-vectors/make-vectors.ts';
import { root } from '../../scripts/stages.ts';
import { checkCard } from '../../client/src/verifier/check-card.ts';
import { claimsOf, itemCodes, signCard } from '../../server/src/donor-card/card-claims.ts';
import { configuredCardKeys, newCardKey, publicCardKeyOf } from '../../server/src/donor-card/card-keys.ts';
import { allItems, sameForAll } from '../../server/src/donors/donation-kinds.ts';
import { claimsIn, isSignedByNode } from '../kit/cards.ts';
import { paper } from '../kit/papers.ts';

const text = readFileSync(join(root, 'schema/card-vectors/vectors.json'), 'utf8');
const published = JSON.parse(text) as CardVectors;
const { jwks, crl, vectors, issuer, now } = published;
const [key] = jwks.keys;
if (!key) throw new Error('no key is published');

describe('the published verification vectors', () => {
  it('are what the script makes today', async () => {
    expect(await makeVectors(published)).toEqual(published);
  });

  it('hold a card of every kind that must be told apart', () => {
    expect(new Set(vectors.map(({ verdict }) => verdict))).toEqual(new Set(['VALID', 'UNCHECKED', 'REVOKED', 'EXPIRED', 'NOT_YET_VALID', 'FORGED', 'RE_SIGNED', 'UNKNOWN_KEY', 'TRUNCATED']));
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  it.each(vectors)('$name is $verdict to the verifier page', async ({ token, verdict, claims, keysAreCurrent, hasList }) => {
    const known = { issuer, keys: jwks.keys, keysAreCurrent, revoked: new Map(hasList ? [[crl.kid, crl.rids] as const] : []), now: new Date(now) };
    expect(await checkCard(token, known)).toEqual({ verdict, claims });
  });

  // Two verifiers that are not ours and share nothing with it: one of a library alone, one of Node alone.
  const isSignedByTheRegister = (verdict: string) => ['VALID', 'UNCHECKED', 'REVOKED', 'EXPIRED', 'NOT_YET_VALID'].includes(verdict);
  it.each(vectors)('$name is signed by the register to jose exactly when its verdict says so', async ({ token, verdict, name }) => {
    const signed = await compactVerify(token, createLocalJWKSet({ keys: [...jwks.keys] }), { algorithms: ['ES256'] }).then(() => true, () => false);
    // The one card whose signature is the register’s and whose issuer is not.
    expect(signed).toBe(isSignedByTheRegister(verdict) || name === 're-signed-other-issuer');
  });

  it.each(vectors.filter(({ claims }) => claims))('$name holds what it should to Node’s own crypto and zlib', ({ token, claims }) => {
    expect(isSignedByNode(token, key)).toBe(true);
    expect(claimsIn(token)).toEqual(claims);
  });

  it.each(['jose', 'node'])('are judged alike by the sample verifier of %s alone, which has not a line of ours', async (kind) => {
    const path = join(root, `scripts/card-vectors/verify-with-${kind}.ts`);
    const imported = [...readFileSync(path, 'utf8').matchAll(/from '([^']+)'/g)].map(([, name = '']) => name);
    expect(imported.filter((name) => !(name.startsWith('node:') || (kind === 'jose' && name === 'jose')))).toEqual([]);
    const { stdout } = await promisify(execFile)(process.execPath, [path]);
    expect(stdout.trim().split('\n').map((line) => line.split(' ')[0])).toEqual(vectors.map(() => 'right'));
  });

  it('are signed by a key whose name is its thumbprint, and which no server but one under test takes', async () => {
    expect(await calculateJwkThumbprint(key)).toBe(key.kid);
  });

  it('and their codes and claims are told in docs/donor-card.md', () => {
    const told = paper('docs/donor-card.md');
    for (const item of allItems) expect(told).toContain(`| \`${itemCodes[item]}\` |`);
    for (const claim of Object.keys(vectors[1]?.claims ?? {})) expect(told).toContain(`| \`${claim}\` |`);
    for (const { verdict } of vectors) expect(told).toContain(`| \`${verdict}\` |`);
  });
});

describe('the size of a card', () => {
  const keys = configuredCardKeys(newCardKey(), '', '').signing;
  const mixed = { ...sameForAll('AGREE'), HEART: 'REFUSE', PANCREAS: 'REFUSE', SKIN: 'REFUSE', HEART_VALVE: 'REFUSE' } as const;
  const names = { usual: '陈志明', 'with a middle dot': '买买提·吐尔逊·阿卜杜热合曼·艾合买提江·库尔班', 'of rare characters': '𠮷𡃁𢦏𣎴𤳵𥻘𦰡𨉷𩸽𪚥𪜎𫝆𫞂𫠣', foreign: 'Wolfeschlegelsteinhausenbergerdorff Maximilian' };
  it.each(Object.entries(names))('of a full decision stays within 520 characters for a name that is %s', async (_kind, fullName) => {
    // The longest issuer that settings allow; chance decides how well a word packs, so many are tried.
    const issuer60 = `https://${'x'.repeat(12)}.organ-donation-register.zhejiang.example:8443`.slice(0, 60);
    const sizes = await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const rid = Buffer.from(`${at}${fullName}rid-of-the-card`).toString('base64url').slice(0, 12);
        const claims = claimsOf({ issuer: issuer60, cardNumber: 'DC-7K3M-9Q2P-ABCX', rid, issuedAt: new Date(1_795_424_400_000 + at * 1_234_567), expiresAt: new Date(1_826_960_400_000 + at * 1_234_567), fullName, birthday: '1968-05-17', state: 'AGREED', choices: mixed });
        return (await signCard(claims, keys)).length;
      }),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(520);
  });
});

describe('a key of cards', () => {
  const setting = newCardKey();
  it('is named by the thumbprint of RFC 7638', async () => {
    const { jwk } = configuredCardKeys(setting, '', '').signing;
    expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
    expect(publicCardKeyOf(setting).kid).toBe(jwk.kid);
  });

  it('is taken from settings only when it is whole and of a known algorithm', () => {
    const { setting: next, kid } = publicCardKeyOf(newCardKey());
    expect(configuredCardKeys(setting, next, '').coming.map(({ jwk }) => jwk.kid)).toEqual([kid]);
    const ed25519 = 'MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g';
    const p384 = publicCardKeyOf(setting).setting.slice(0, -8);
    for (const [bad, setTo] of [[`es256:${ed25519}`, 'SANXIAN_CARD_KEY'], ['sm2:AAAA', 'SANXIAN_CARD_KEY'], ['es256:', 'SANXIAN_CARD_KEY']] as const) expect(() => configuredCardKeys(bad, '', ''), bad).toThrow(setTo);
    expect(() => configuredCardKeys(setting, p384, '')).toThrow('SANXIAN_CARD_NEXT_KEYS');
    expect(() => configuredCardKeys(setting, '', 'short')).toThrow('SANXIAN_CARD_WITHDRAWN_KEYS');
    expect(() => configuredCardKeys(setting, '', publicCardKeyOf(setting).kid)).toThrow('SANXIAN_CARD_WITHDRAWN_KEYS');
  });
});
