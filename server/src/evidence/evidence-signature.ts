import { CompactSign, compactVerify } from 'jose';
import { type AuditPublicKeys, type AuditSigningKey, type SignatureAlgorithm } from '../audit/audit-keys.ts';

/** What a signature is over, so that it can never pass for one over something else. */
const TYPE = 'sanxian-evidence+json';

/** The name of each algorithm in JWS (RFC 7518, RFC 8037); null has none yet, and no key of it is taken. */
const names: Readonly<Record<SignatureAlgorithm, string | null>> = { ed25519: 'EdDSA', 'sm2-sm3': null };

/**
 * Signs `evidence.json` as a detached JWS (RFC 7515 appendix F): `header..signature`. The payload stays a file of its own,
 * so that nothing is in the package twice.
 */
export async function signEvidence(json: Uint8Array, key: AuditSigningKey): Promise<string> {
  const alg = names[key.algorithm];
  if (alg === null) throw new Error(`No JWS name for ${key.algorithm}`);
  const [header, , signature] = (await new CompactSign(json).setProtectedHeader({ alg, kid: key.id, typ: TYPE }).sign(key.privateKey)).split('.');
  return `${header ?? ''}..${signature ?? ''}`;
}

/** Why a signature over `evidence.json` is not to be believed, or the id of the key that made it. */
export type SignatureCheck = { readonly keyId: string } | { readonly fault: 'MALFORMED' | 'UNKNOWN_KEY' | 'WRONG_SIGNATURE'; readonly keyId: string | null };

/** Checks a detached signature with public keys alone. */
export async function checkEvidenceSignature(json: Uint8Array, jws: string, keys: AuditPublicKeys): Promise<SignatureCheck> {
  const [header = '', payload, signature = '', ...more] = jws.split('.');
  const stated = statedHeader(header);
  if (!stated || payload !== '' || more.length > 0) return { fault: 'MALFORMED', keyId: null };
  const key = keys.get(stated.kid);
  const alg = key ? names[key.algorithm] : null;
  if (!key || alg === null) return { fault: 'UNKNOWN_KEY', keyId: stated.kid };
  try {
    await compactVerify(`${header}.${Buffer.from(json).toString('base64url')}.${signature}`, key.publicKey, { algorithms: [alg] });
    return { keyId: key.id };
  } catch {
    return { fault: 'WRONG_SIGNATURE', keyId: key.id };
  }
}

function statedHeader(base64url: string): { readonly kid: string } | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    if (typeof header !== 'object' || header === null || !('typ' in header) || header.typ !== TYPE || !('kid' in header) || typeof header.kid !== 'string') return null;
    return { kid: header.kid };
  } catch {
    return null;
  }
}
