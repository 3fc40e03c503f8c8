/**
 * A verifier of donor cards with the library `jose` and nothing of ours, tried on the published vectors: a sample to copy from
 * (docs/donor-card.md). It ends with 1 when a verdict is not the one that is due.
 */
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors, type JSONWebKeySet } from 'jose';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

interface Vectors {
  readonly issuer: string;
  readonly now: string;
  readonly jwks: JSONWebKeySet;
  readonly crl: { readonly kid: string; readonly rids: readonly string[] };
  readonly vectors: readonly { readonly name: string; readonly verdict: string; readonly token: string; readonly keysAreCurrent: boolean; readonly hasList: boolean }[];
}
const { issuer, now, jwks, crl, vectors } = JSON.parse(readFileSync(new URL('../../schema/card-vectors/vectors.json', import.meta.url), 'utf8')) as Vectors;
const keys = createLocalJWKSet(jwks);

async function verdictOf(token: string, keysAreCurrent: boolean, hasList: boolean): Promise<string> {
  const [, , signature = ''] = token.split('.');
  let kid: string | undefined;
  try {
    kid = decodeProtectedHeader(token).kid;
  } catch {
    return 'TRUNCATED';
  }
  if (token.split('.').length !== 3) return 'TRUNCATED';
  if (!jwks.keys.some((key) => key.kid === kid)) return keysAreCurrent ? 'RE_SIGNED' : 'UNKNOWN_KEY';
  // The one algorithm of that key, whatever the card says.
  if (decodeProtectedHeader(token).alg === 'ES256' && Buffer.from(signature, 'base64url').length < 64) return 'TRUNCATED';
  try {
    const { payload } = await compactVerify(token, keys, { algorithms: ['ES256'] });
    const { iss, rid, exp, iat } = JSON.parse(inflateRawSync(payload, { maxOutputLength: 4096 }).toString('utf8')) as { iss: string; rid: string; exp: number; iat: number };
    const seconds = Date.parse(now) / 1000;
    if (iss !== issuer) return 'RE_SIGNED';
    if (hasList && crl.rids.includes(rid)) return 'REVOKED';
    if (exp <= seconds) return 'EXPIRED';
    if (iat > seconds + 600) return 'NOT_YET_VALID';
    return hasList ? 'VALID' : 'UNCHECKED';
  } catch (fault) {
    if (fault instanceof errors.JOSEError) return 'FORGED';
    throw fault;
  }
}

for (const { name, verdict, token, keysAreCurrent, hasList } of vectors) {
  const said = await verdictOf(token, keysAreCurrent, hasList);
  process.stdout.write(`${said === verdict ? 'right' : 'WRONG'} ${name}: ${said}\n`);
  if (said !== verdict) process.exitCode = 1;
}
