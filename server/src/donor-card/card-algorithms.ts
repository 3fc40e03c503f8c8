import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';

/** One way of signing cards. */
export interface CardAlgorithm {
  /** Its name in the header of a card and in the published key. */
  readonly jws: string;
  /** Whether a key, public or private, is one of this algorithm. */
  fits(key: KeyObject): boolean;
  /** The members of a public key of this algorithm as a JWK, and no others: its thumbprint is over them (RFC 7638). */
  membersOf(publicKey: KeyObject): { readonly kty: string; readonly [member: string]: string };
  /** Signs a payload as a compact JWS. */
  sign(header: { readonly zip: 'DEF'; readonly kid: string }, payload: Uint8Array, privateKey: KeyObject): Promise<string>;
  generate(): KeyObject;
}

/**
 * Every way of signing cards, by the name that settings use. A verifier takes the algorithm from the key, never from the card, so
 * another one is a line here and a line in `client/src/verifier/card-signature.ts`: SM2 with SM3 (GB/T 32918, GB/T 32905) gets
 * its line on the day JOSE has a name for it.
 */
export const cardAlgorithms = {
  es256: {
    jws: 'ES256',
    fits: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
    membersOf(publicKey) {
      const { crv = '', kty = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
      return { crv, kty, x, y };
    },
    sign: (header, payload, privateKey) => new CompactSign(payload).setProtectedHeader({ alg: 'ES256', ...header }).sign(privateKey),
    generate: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  },
} as const satisfies Record<string, CardAlgorithm>;

/** The name of one of them in settings. */
export type CardAlgorithmName = keyof typeof cardAlgorithms;

/** Whether settings may name it. */
export function isCardAlgorithm(name: string): name is CardAlgorithmName {
  return Object.hasOwn(cardAlgorithms, name);
}
