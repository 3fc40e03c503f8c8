import type { JWK } from 'jose';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { importJWK } from 'jose/key/import';

/** Why a file gives no key: each has words of its own. */
export type KeyFault = 'NOT_JSON' | 'NOT_A_KEY' | 'PUBLIC_HALF' | 'SEVERAL_KEYS' | 'UNSUPPORTED' | 'NO_CRYPTO';

/** A file that gives no key to sign with. */
export class UnusableKey extends Error {
  readonly fault: KeyFault;

  constructor(fault: KeyFault) {
    super(fault);
    this.fault = fault;
  }
}

/** A key to sign with, and by which name the register knows it. */
export interface SigningKey {
  readonly key: CryptoKey;
  readonly alg: string;
  readonly kid: string;
}

/** By which algorithm keys of a kind sign when their file does not say (docs/partners/ names the same three). */
const usual: Readonly<Record<string, string>> = { EC: 'ES256', OKP: 'EdDSA', RSA: 'PS256' };

/**
 * The private key of a JWK, for signing only and not to be taken out of the browser again.
 * @throws UnusableKey
 */
export async function signingKeyIn(text: string): Promise<SigningKey> {
  // A page without https has no WebCrypto (localhost does).
  if (!globalThis.crypto?.subtle) throw new UnusableKey('NO_CRYPTO');
  const jwk = onlyKeyIn(text);
  const alg = jwk.alg ?? usual[jwk.kty ?? ''] ?? '';
  try {
    const [key, kid] = await Promise.all([importJWK({ ...jwk, ext: false, key_ops: ['sign'], use: 'sig' }, alg, { extractable: false }), jwk.kid ?? calculateJwkThumbprint(jwk)]);
    if (key instanceof Uint8Array) throw new UnusableKey('NOT_A_KEY');
    return { key: key as CryptoKey, alg, kid };
  } catch (fault) {
    throw fault instanceof UnusableKey ? fault : new UnusableKey('UNSUPPORTED');
  }
}

function onlyKeyIn(text: string): JWK {
  const value = parsed(text);
  const keys = typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys) ? (value.keys as unknown[]) : [value];
  if (keys.length > 1) throw new UnusableKey('SEVERAL_KEYS');
  const [jwk] = keys;
  if (typeof jwk !== 'object' || jwk === null || !('kty' in jwk)) throw new UnusableKey('NOT_A_KEY');
  if (!('d' in jwk)) throw new UnusableKey('PUBLIC_HALF');
  return jwk as JWK;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableKey('NOT_JSON');
  }
}
