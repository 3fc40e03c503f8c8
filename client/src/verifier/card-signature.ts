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
  /** The signed bytes. @throws when the signature is not that of the key. */
  verify(token: string, key: PublicKey): Promise<Uint8Array>;
}

/**
 * Every way of checking a card, by the algorithm of the key. Another one is a line here and one in
 * `server/src/donor-card/card-algorithms.ts`; a card that names another algorithm than its key is never believed.
 */
const checks: Readonly<Record<string, SignatureCheck>> = {
  ES256: {
    bytes: 64,
    async verify(token, { kty, crv, x, y }) {
      const key = await importJWK({ kty, crv, x, y } as Parameters<typeof importJWK>[0], 'ES256');
      return (await compactVerify(token, key, { algorithms: ['ES256'] })).payload;
    },
  },
};

/** How to check cards of an algorithm; undefined for one that this page does not know. */
export function checkOf(alg: string): SignatureCheck | undefined {
  return Object.hasOwn(checks, alg) ? checks[alg] : undefined;
}
