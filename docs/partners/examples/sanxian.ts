/**
 * What the other examples share, to be copied into your program: a token, and one way to ask. Settings: `CLIENT_ID`, `ISSUER`, and `KEY`,
 * the file with your private key.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { importJWK, SignJWT, type JWK } from 'jose';

const { CLIENT_ID: clientId = '', ISSUER: issuer = 'http://127.0.0.1:4000/oauth', KEY: keyFile = 'private.jwk.json' } = process.env;

/** What the API answers. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly requestId: string } }[];
  readonly extensions?: { readonly cost?: { readonly requested: number; readonly remaining: number; readonly resetAt: string; readonly limit: number } };
}

/** Gets a token for the scopes that you need. The assertion (RFC 7523) by which you prove who you are is good for this one time. */
export async function getToken(scope: string): Promise<string> {
  const jwk = JSON.parse(readFileSync(keyFile, 'utf8')) as JWK & { readonly alg: string; readonly kid: string };
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1 minute')
    .sign(await importJWK(jwk, jwk.alg));
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }),
  });
  const { access_token: token, error, error_description: why } = (await answer.json()) as { readonly access_token?: string; readonly error?: string; readonly error_description?: string };
  if (!token) throw new Error(`no token: ${answer.status} ${error ?? ''} (${why ?? ''})`);
  return token;
}

const tokens = new Map<string, Promise<string>>();

/**
 * Asks, with a token that is fetched when there is none or when it is over. What may be repeated is repeated with the same body: a
 * mutation carries its idempotency key, so nothing is done twice.
 */
export async function ask<Data>(scope: string, question: { readonly query: string; readonly variables?: object } | { readonly documentId: string; readonly variables?: object }): Promise<Answer<Data>> {
  for (let attempt = 1; ; attempt += 1) {
    const token = tokens.get(scope) ?? getToken(scope);
    tokens.set(scope, token);
    const response = await fetch(new URL('/graphql', issuer), {
      method: 'POST',
      headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify(question),
    }).catch((error: unknown) => (attempt < 3 ? null : Promise.reject(error as Error)));
    if (response?.status === 401) tokens.delete(scope);
    const mayRepeat = response === null || [401, 500, 503].includes(response.status);
    if (!mayRepeat || attempt === 3) return (await response?.json()) as Answer<Data>;
    await pause(attempt * 500);
  }
}

/** The data of an answer. @throws Error with the codes when there are none. */
export function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data;
}
