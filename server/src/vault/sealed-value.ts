import { decrypt, encrypt, SealBroken, type SealingKey, type SuiteByte } from './suites.ts';

/** A sealed value taken apart: which suite and which key it names, and what that key opens. */
export interface Seal {
  readonly suite: SuiteByte;
  readonly keyName: string;
  readonly body: Buffer;
}

/**
 * Seals: `suite(1) · key name length(1) · key name · nonce(12) · tag(16) · ciphertext`. `associated` is what the value belongs
 * to; under any other it does not open.
 */
export function sealUnder(key: SealingKey, keyName: string, suite: SuiteByte, associated: string, plain: string | Uint8Array): Buffer {
  const name = Buffer.from(keyName);
  return Buffer.concat([Buffer.from([suite, name.length]), name, encrypt(suite, key.for(suite), associated, plain)]);
}

/** @throws SealBroken when it is no sealed value of ours. */
export function readSeal(sealed: Uint8Array): Seal {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const suite = bytes[0];
  if (suite !== 1 && suite !== 3) throw new SealBroken('unknown seal');
  const end = 2 + (bytes[1] ?? 0);
  return { suite, keyName: bytes.toString('utf8', 2, end), body: bytes.subarray(end) };
}

/** @throws SealBroken when the key or what it belongs to is another, or a byte was altered. */
export function openUnder(key: SealingKey, { suite, body }: Seal, associated: string): Buffer {
  return decrypt(suite, key.for(suite), associated, body);
}

/** The suite that a value was sealed by. */
export function suiteOf(sealed: Uint8Array): SuiteByte {
  return readSeal(sealed).suite;
}
