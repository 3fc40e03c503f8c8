import { randomBytes, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type supertest from 'supertest';
import { afterAll } from 'vitest';
import { connect, type Orm } from '../../server/src/database/orm.ts';
import { secretDigest } from '../../server/src/identity/sessions.ts';
import { addPartner, type PartnerAgreement } from '../../server/src/partners/add-partner.ts';
import { PartnerKey } from '../../server/src/partners/partner-key.entity.ts';
import { partnerScopes } from '../../server/src/partners/partner-scope.ts';
import { PARTNER_TOKEN_PREFIX } from '../../server/src/partners/partner-tokens.ts';
import { PartnerToken } from '../../server/src/partners/partner-token.entity.ts';
import { publicKeysIn, type PublicKey } from '../../server/src/partners/public-keys.ts';

/** The address under which the register is known in tests of partners. */
export const PUBLIC_URL = 'https://register.example';
/** The issuer there, for which assertions are made. */
export const ISSUER = `${PUBLIC_URL}/oauth`;

/** A pair of keys as a partner holds it. */
export interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: PublicKey;
}

/** Makes a pair of keys. */
export async function keyPair(alg: 'ES256' | 'EdDSA' | 'PS256' = 'ES256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const [key] = await publicKeysIn(JSON.stringify({ keys: [await exportJWK(publicKey)] }));
  if (!key) throw new Error('The key was not taken');
  return { privateKey, publicKey: key };
}

/** A partner with its first pair of keys. */
export interface TestPartner extends KeyPair {
  readonly id: string;
}

/** The owner of the tables, who alone lets partners in. */
export async function ownerOf(databaseUrl: string): Promise<Orm> {
  const orm = await connect(databaseUrl);
  afterAll(() => orm.close());
  return orm;
}

/** Lets a partner in; what is left out is ordinary. */
export async function partner(owner: Orm, now: Date, wish: Partial<PartnerAgreement> = {}, pair?: KeyPair): Promise<TestPartner> {
  const { privateKey, publicKey } = pair ?? (await keyPair());
  const agreement = { name: `演示伙伴 ${randomUUID()}`, kind: 'PARTNER_APP', contact: '演示单位办公室', scopes: partnerScopes, keys: [publicKey], pointsPerHour: null, validFrom: '2026-01-01', validTo: null, ...wish };
  const { id } = await addPartner(owner, agreement, { now, requestId: randomUUID() });
  return { id, privateKey, publicKey };
}

/** A token as the token endpoint would have given it, for tests that are about something else. */
export async function partnerToken(owner: Orm, now: Date, { id, publicKey }: TestPartner, scopes = partnerScopes): Promise<string> {
  const em = owner.em.fork();
  const token = `${PARTNER_TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
  const key = await em.findOneOrFail(PartnerKey, { thumbprint: publicKey.kid });
  em.create(PartnerToken, { tokenHash: secretDigest(token), partner: id, key, scopes, issuedAt: now, expiresAt: new Date(now.getTime() + 600_000) });
  await em.flush();
  return token;
}

/** What may be wrong with an assertion. */
export interface AssertionWish {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey | Uint8Array;
}

/** A signed assertion of a partner, by the clock of the process. */
export function assertionOf({ id, privateKey, publicKey }: TestPartner, { claims = {}, header = {}, key = privateKey }: AssertionWish = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iss: id, sub: id, aud: ISSUER, jti: randomUUID(), iat: now, exp: now + 60, ...claims }).setProtectedHeader({ alg: publicKey.alg, kid: publicKey.kid, ...header }).sign(key);
}

/** The answer of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly access_token?: string; readonly error?: string; readonly error_description?: string; readonly scope?: string; readonly token_type?: string; readonly expires_in?: number };
}

/** A made-up address of a caller behind the one trusted proxy, so that no test locks out another. */
export function anyAddress(): string {
  return `10.${[...randomBytes(3)].join('.')}`;
}

/** Asks for a token with an assertion. */
export async function askForToken(http: ReturnType<typeof supertest>, assertion: string, form: Readonly<Record<string, string>> = {}, address = anyAddress()): Promise<TokenAnswer> {
  return http.post('/oauth/token').set('x-forwarded-for', address).type('form').send({
    grant_type: 'client_credentials',
    scope: partnerScopes.join(' '),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...form,
  });
}
