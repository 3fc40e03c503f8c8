/**
 * A verifier of donor cards with Node's own crypto and zlib and no library at all, tried on the published vectors: a sample to port to
 * another language (docs/donor-card.md). It ends with 1 when a verdict is not the one that is due.
 */
import { createPublicKey, verify, type JsonWebKeyInput } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

interface Vectors {
  readonly issuer: string;
  readonly now: string;
  readonly jwks: { readonly keys: readonly (JsonWebKeyInput['key'] & { readonly kid: string; readonly alg: string })[] };
  readonly crl: { readonly kid: string; readonly rids: readonly string[] };
  readonly vectors: readonly { readonly name: string; readonly verdict: string; readonly token: string; readonly keysAreCurrent: boolean; readonly hasList: boolean }[];
}
const { issuer, now, jwks, crl, vectors } = JSON.parse(readFileSync(new URL('../../schema/card-vectors/vectors.json', import.meta.url), 'utf8')) as Vectors;

const SIGNATURE_BYTES = 64;

function verdictOf(token: string, keysAreCurrent: boolean, hasList: boolean): string {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/.exec(token);
  if (!parts) return 'TRUNCATED';
  const [, head = '', payload = '', tail = ''] = parts;
  let header: { alg?: unknown; kid?: unknown; zip?: unknown };
  try {
    header = JSON.parse(Buffer.from(head, 'base64url').toString('utf8')) as typeof header;
  } catch {
    return 'TRUNCATED';
  }
  const key = jwks.keys.find(({ kid }) => kid === header.kid);
  if (!key) return keysAreCurrent ? 'RE_SIGNED' : 'UNKNOWN_KEY';
  if (header.alg !== key.alg || header.zip !== 'DEF') return 'FORGED';
  const signature = Buffer.from(tail, 'base64url');
  if (signature.length < SIGNATURE_BYTES) return 'TRUNCATED';
  const publicKey = createPublicKey({ key, format: 'jwk' });
  // JOSE writes both halves of the signature one after the other (IEEE P1363), not as ASN.1.
  if (!verify('sha256', Buffer.from(`${head}.${payload}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)) return 'FORGED';
  const { iss, rid, exp, iat } = JSON.parse(inflateRawSync(Buffer.from(payload, 'base64url'), { maxOutputLength: 4096 }).toString('utf8')) as { iss: string; rid: string; exp: number; iat: number };
  const seconds = Date.parse(now) / 1000;
  if (iss !== issuer) return 'RE_SIGNED';
  if (hasList && crl.rids.includes(rid)) return 'REVOKED';
  if (exp <= seconds) return 'EXPIRED';
  if (iat > seconds + 600) return 'NOT_YET_VALID';
  return hasList ? 'VALID' : 'UNCHECKED';
}

for (const { name, verdict, token, keysAreCurrent, hasList } of vectors) {
  const said = verdictOf(token, keysAreCurrent, hasList);
  process.stdout.write(`${said === verdict ? 'right' : 'WRONG'} ${name}: ${said}\n`);
  if (said !== verdict) process.exitCode = 1;
}
