import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';

/** The signatures that a partner may use (RFC 7518, RFC 8037). Others are not understood: no shared secret, no `none`. */
export const assertionAlgorithms = ['ES256', 'EdDSA', 'PS256'] as const;

/** A public key as it is kept: nothing beyond what checking a signature needs. */
export interface PublicKey extends JWK {
  readonly kty: 'EC' | 'OKP' | 'RSA';
  readonly alg: (typeof assertionAlgorithms)[number];
  readonly use: 'sig';
  readonly kid: string;
}

/** RFC 7518, 3.5: no shorter RSA key signs. */
const LEAST_RSA_BITS = 2_048;

/** Raised when a file of keys cannot be taken; the message says which key and why. */
export class UnusableKeys extends Error {
  override readonly name = 'UnusableKeys';
}

/**
 * The public keys of a JWKS (RFC 7517), each checked and reduced to what is needed, its name its own thumbprint (RFC 7638).
 *
 * @throws UnusableKeys
 */
export async function publicKeysIn(text: string): Promise<readonly PublicKey[]> {
  const keys = keysIn(text);
  if (keys.length === 0) throw new UnusableKeys('the set holds no key');
  const taken = await Promise.all(keys.map((key, index) => publicKey(key, `key ${index + 1}`)));
  if (new Set(taken.map(({ kid }) => kid)).size < taken.length) throw new UnusableKeys('one key stands there twice');
  return taken;
}

function keysIn(text: string): readonly JWK[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UnusableKeys('not JSON');
  }
  const set = typeof parsed === 'object' && parsed !== null && 'keys' in parsed ? parsed.keys : [parsed];
  if (!Array.isArray(set) || set.some((key) => typeof key !== 'object' || key === null)) throw new UnusableKeys('not a JSON Web Key Set');
  return set as JWK[];
}

async function publicKey(given: JWK, which: string): Promise<PublicKey> {
  // Whoever sends the private half has given it away: it must be made anew, not quietly cut off.
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((part) => part in given)) throw new UnusableKeys(`${which} holds a secret part; make a new pair and send the public half only`);
  const key = shapeOf(given, which);
  const usable = await importJWK({ ...key }, key.alg).then(
    () => true,
    () => false,
  );
  if (!usable) throw new UnusableKeys(`${which} is not a valid ${key.kty} key`);
  return { ...key, use: 'sig', kid: await calculateJwkThumbprint(key) };
}

function shapeOf({ kty, crv, x, y, n, e }: JWK, which: string): Omit<PublicKey, 'kid' | 'use'> {
  if (kty === 'EC' && crv === 'P-256' && x && y) return { kty: 'EC', crv, x, y, alg: 'ES256' };
  if (kty === 'OKP' && crv === 'Ed25519' && x) return { kty: 'OKP', crv, x, alg: 'EdDSA' };
  if (kty === 'RSA' && n && e) {
    if (Buffer.from(n, 'base64url').length * 8 < LEAST_RSA_BITS) throw new UnusableKeys(`${which} is an RSA key of less than ${LEAST_RSA_BITS} bits`);
    return { kty: 'RSA', n, e, alg: 'PS256' };
  }
  throw new UnusableKeys(`${which} is neither EC P-256, Ed25519 nor RSA`);
}
