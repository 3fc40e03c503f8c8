/** Makes the published verification vectors from the test keys: one card of each kind, with the verdict that is due. */
import { createHmac, createPrivateKey, createPublicKey, type JsonWebKeyInput, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { claimsOf, signCard, type CardClaims, type CardContent } from '../../server/src/donor-card/card-claims.ts';
import { configuredCardKeys, type CardSigningKey } from '../../server/src/donor-card/card-keys.ts';
import { sameForAll } from '../../server/src/donors/donation-kinds.ts';
import { root } from '../stages.ts';

/** One card, and what a verifier must say of it. */
export interface CardVector {
  readonly name: string;
  readonly verdict: string;
  /** Whether the verifier has just asked the register for its keys; only then can it tell a stranger's key from one that is new. */
  readonly keysAreCurrent: boolean;
  /** Whether the verifier has the list of revoked cards. */
  readonly hasList: boolean;
  readonly why: string;
  readonly token: string;
  /** What the card says, for those that may be believed to say anything. */
  readonly claims: CardClaims | null;
}

/** The public key of the vectors, as a register publishes one. */
export interface PublishedTestKey {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly crlVersion: number;
  readonly [member: string]: string | number;
}

/** Everything that is published. */
export interface CardVectors {
  readonly about: string;
  readonly issuer: string;
  /** The moment at which the verdicts hold. */
  readonly now: string;
  readonly jwks: { readonly keys: readonly PublishedTestKey[] };
  readonly crl: { readonly kid: string; readonly method: 'rid'; readonly ctr: number; readonly rids: readonly string[] };
  readonly vectors: readonly CardVector[];
}

const issuer = 'https://register.example';
const now = '2026-11-26T08:00:00.000Z';
const issuedAt = new Date('2026-09-01T02:00:00Z');
const year = 365 * 86_400_000;
const expiryOf = (issued: Date) => new Date(issued.getTime() + year);

const base = { issuer, fullName: '陈志明', birthday: '1968-05-17', state: 'AGREED', choices: sameForAll('AGREE'), issuedAt, expiresAt: expiryOf(issuedAt) } as const;
const full: CardContent = { ...base, cardNumber: 'DC-7K3M-9Q2P-ABCX', rid: 'Vd7pWb2LxQ0a' };
const mixed: CardContent = { ...base, cardNumber: 'DC-2345-6789-ABCQ', rid: 'k2N_b-7YtR4s', choices: { ...sameForAll('NOT_STATED'), LIVER: 'AGREE', KIDNEY: 'AGREE', EYE_TISSUE: 'AGREE', HEART: 'REFUSE', SKIN: 'REFUSE' } };
const refusal: CardContent = { ...base, cardNumber: 'DC-4MNP-QRTV-WXYG', rid: 'a9Zq3LmT-c0E', state: 'REFUSED', choices: sameForAll('REFUSE') };
const early = new Date('2025-10-01T02:00:00Z');
const late = new Date('2026-12-24T02:00:00Z');
const expired: CardContent = { ...base, cardNumber: 'DC-9XYZ-2345-KMNJ', rid: 'Q0w4Rr8uOpS1', issuedAt: early, expiresAt: expiryOf(early) };
const revoked: CardContent = { ...base, cardNumber: 'DC-BCDE-FGHJ-KMNC', rid: 'Zx3cVb5nM7_k' };
const coming: CardContent = { ...base, cardNumber: 'DC-PQRT-VWXY-Z23W', rid: 'p-L0oK9iJ8uH', issuedAt: late, expiresAt: expiryOf(late) };

/** Makes all of them; cards of before that still say the same are kept. */
export async function makeVectors(before: CardVectors | null): Promise<CardVectors> {
  const { register, stranger } = testKeys();
  const kept = new Map(before?.vectors.map(({ name, token }) => [name, token]));
  const vectors: CardVector[] = [];
  const add = async (name: string, verdict: string, why: string, made: Promise<string> | string, special: Partial<CardVector> = {}) => {
    const old = kept.get(name);
    const fresh = await made;
    const token = old && saysTheSame(old, fresh) ? old : fresh;
    vectors.push({ name, verdict, keysAreCurrent: true, hasList: true, why, token, claims: null, ...special });
    return token;
  };
  const good = async (name: string, verdict: string, why: string, content: CardContent, special: Partial<CardVector> = {}) =>
    add(name, verdict, why, signCard(claimsOf(content), register), { claims: claimsOf(content), ...special });

  const whole = await good('valid-full', 'VALID', 'Agreed to everything.', full);
  await good('valid-mixed', 'VALID', 'Agreed to some, refused some, said nothing of the others.', mixed);
  await good('valid-refusal', 'VALID', 'A refusal: it lists no item, because it is about every one.', refusal);
  await good('valid-without-list', 'UNCHECKED', 'The same kind of card, where the verifier has never had the list of revoked cards: it must not be called valid.', full, { hasList: false });
  await good('expired', 'EXPIRED', 'Its twelve months are over.', expired);
  await good('revoked', 'REVOKED', 'Its `rid` is on the list.', revoked);
  await good('issued-in-the-future', 'NOT_YET_VALID', 'Issued a month from now: the clock of the verifier is wrong.', coming);

  await add('forged-content', 'FORGED', 'A valid card whose content was replaced and whose signature was kept.', altered(whole, { ...claimsOf(refusal), st: 'AGREED' }));
  await add('forged-signature', 'FORGED', 'One bit of the signature is another.', flipped(whole));
  await add('forged-alg-none', 'FORGED', 'Says in its header that it needs no signature, and has some bytes in its place.', withHeader(whole, { alg: 'none' }));
  await add('forged-alg-hs256', 'FORGED', 'Signed by HMAC with the public key as its secret, which deceives verifiers that believe the header.', hmac(whole, register));
  await add('forged-under-our-kid', 'FORGED', 'Signed by a stranger who wrote the name of the register’s key into the header.', signCard(claimsOf(full), { ...stranger, jwk: register.jwk }));
  await add('re-signed', 'RE_SIGNED', 'A stranger made a card of their own in the name of the register; the register, asked just now, has no such key.', signCard(claimsOf(full), stranger));
  await add('re-signed-bringing-its-key', 'RE_SIGNED', 'The same, with the stranger’s key in the header: keys come from the register only.', signedWithJwk(stranger));
  await add('re-signed-other-issuer', 'RE_SIGNED', 'Signed by a key of the register, in the name of another one.', signCard(claimsOf({ ...full, issuer: 'https://elsewhere.example' }), register));
  await add('unknown-key', 'UNKNOWN_KEY', 'A key that is not among those the verifier has, and it could not ask for newer ones: it cannot tell.', signCard(claimsOf(mixed), stranger), { keysAreCurrent: false });

  await add('truncated-payload', 'TRUNCATED', 'The end is missing, signature and all.', whole.slice(0, Math.floor(whole.length / 2)));
  await add('truncated-signature', 'TRUNCATED', 'The last twenty characters are missing.', whole.slice(0, -20));
  await add('truncated-without-signature', 'TRUNCATED', 'The signature is missing.', whole.slice(0, whole.lastIndexOf('.') + 1));
  await add('truncated-beginning', 'TRUNCATED', 'The beginning is missing.', whole.slice(12));
  await add('truncated-empty', 'TRUNCATED', 'Nothing is there.', '');

  const rids = [revoked.rid, 'AAAAbbbbCCCC'].toSorted();
  return {
    about: 'TEST VECTORS for verifiers of donor cards. Signed by a key that everybody has (test-keys.json): no card here is real. See README.md.',
    issuer,
    now,
    jwks: { keys: [{ ...register.jwk, crlVersion: rids.length + 1 }] },
    crl: { kid: register.jwk.kid, method: 'rid', ctr: rids.length + 1, rids },
    vectors,
  };
}

/** The published test keys. */
export function testKeys(): { readonly register: CardSigningKey; readonly stranger: CardSigningKey } {
  const jwks = JSON.parse(readFileSync(join(root, 'schema/card-vectors/test-keys.json'), 'utf8')) as Readonly<Record<'register' | 'stranger', JsonWebKeyInput['key']>>;
  const keyOf = (jwk: JsonWebKeyInput['key']) => configuredCardKeys(`es256:${createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' }).toString('base64')}`, '', '').signing;
  return { register: keyOf(jwks.register), stranger: keyOf(jwks.stranger) };
}

/** Whether two cards differ by nothing but what chance puts into a signature and a version of zlib into a payload. */
function saysTheSame(old: string, fresh: string): boolean {
  if (old === fresh) return true;
  const [oldHeader, oldPayload = '', oldSignature = ''] = old.split('.');
  const [header, payload = '', signature = ''] = fresh.split('.');
  return oldHeader === header && oldSignature.length === signature.length && contentOf(oldPayload) === contentOf(payload);
}

function contentOf(payload: string): string {
  try {
    return inflateRawSync(Buffer.from(payload, 'base64url')).toString('utf8');
  } catch {
    return payload;
  }
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as Readonly<Record<string, string>>;

function altered(token: string, claims: CardClaims): string {
  const [header = '', , signature = ''] = token.split('.');
  return [header, deflateRawSync(JSON.stringify(claims), { level: 9 }).toString('base64url'), signature].join('.');
}

function withHeader(token: string, special: Readonly<Record<string, string>>): string {
  const [, ...rest] = token.split('.');
  return [base64url({ ...headerOf(token), ...special }), ...rest].join('.');
}

function flipped(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  return [header, payload, bytes.toString('base64url')].join('.');
}

function hmac(token: string, { privateKey }: { readonly privateKey: KeyObject }): string {
  const signed = withHeader(token, { alg: 'HS256' }).split('.').slice(0, 2).join('.');
  const secret = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' });
  // As long as a signature of the register, so that length does not give it away.
  return `${signed}.${createHmac('sha512', secret).update(signed).digest('base64url')}`;
}

async function signedWithJwk({ privateKey, jwk }: CardSigningKey): Promise<string> {
  const { CompactSign } = await import('jose');
  const { kid, ...key } = jwk;
  const header = { alg: 'ES256', zip: 'DEF', kid, jwk: key };
  return new CompactSign(deflateRawSync(JSON.stringify(claimsOf(full)), { level: 9 })).setProtectedHeader(header).sign(privateKey);
}
