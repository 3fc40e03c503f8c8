import { JOSEError } from 'jose/errors';
import { importJWK } from 'jose/key/import';
import { compactVerify } from 'jose/jws/compact/verify';

/** A public key as the register publishes it: the algorithm is the key's, never the card's. */
export interface PublicKey {
  readonly kid: string;
  readonly alg: string;
  readonly kty: string;
  readonly crlVersion?: number;
  readonly [member: string]: unknown;
}

interface SignatureCheck {
  /** How long a whole signature is: a shorter one was cut off. */
  readonly bytes: number;
  /** The signed bytes; null when the signature is not that of the key. @throws when this browser cannot tell. */
  verify(token: string, key: PublicKey): Promise<Uint8Array | null>;
}

/**
 * Every way of checking a card, by the algorithm of the key. Another one is a line here and one in
 * `server/src/donor-card/card-algorithms.ts`; a card that names another algorithm than its key is never believed.
 */
const checks: ReadonlyMap<string, SignatureCheck> = new Map([
  ['ES256', {
    bytes: 64,
    async verify(token: string, { kty, crv, x, y }: PublicKey) {
      const key = await importJWK({ kty, crv, x, y } as Parameters<typeof importJWK>[0], 'ES256');
      return signedBytes(compactVerify(token, key, { algorithms: ['ES256'] }));
    },
  }],
]);

/** What jose says of a card is a verdict, unless this browser gets no signature right; anything else says nothing about the card. */
async function signedBytes(verified: Promise<{ readonly payload: Uint8Array }>): Promise<Uint8Array | null> {
  try {
    return (await verified).payload;
  } catch (fault) {
    if (fault instanceof JOSEError && (await knowsOwnSignature())) return null;
    throw fault;
  }
}

async function knowsOwnSignature(): Promise<boolean> {
  const [how, bytes] = [{ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }, new Uint8Array(32)];
  const { privateKey, publicKey } = await crypto.subtle.generateKey(how, false, ['sign', 'verify']);
  return crypto.subtle.verify(how, publicKey, await crypto.subtle.sign(how, privateKey, bytes), bytes);
}

/** How to check cards of an algorithm; undefined for one that this page does not know. */
export function checkOf(alg: string): SignatureCheck | undefined {
  return checks.get(alg);
}
