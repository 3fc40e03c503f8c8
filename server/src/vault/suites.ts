import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type CipherGCMTypes, type KeyObject } from 'node:crypto';

/** Which algorithms an installation seals and indexes with: the international ones, or the national ones that a 密评 asks for. */
export type CryptoSuite = 'international' | 'national';

/** The digest under a blind index. */
export type IndexDigest = 'sha256' | 'sm3';

/** The first byte of a sealed value: 1 is AES-256-GCM, 3 is SM4-GCM. 2 was set aside for SM4-CTR with HMAC-SM3, which Node 26 makes needless. */
export type SuiteByte = 1 | 3;

/** Raised when a sealed value cannot be opened: wrong key, wrong place or altered bytes. Always an alarm, never a user's fault. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** The byte that stands for a suite in a new seal. */
export const suiteBytes: Readonly<Record<CryptoSuite, SuiteByte>> = { international: 1, national: 3 };

/** The digest of a suite's blind indexes. */
export const indexDigests: Readonly<Record<CryptoSuite, IndexDigest>> = { international: 'sha256', national: 'sm3' };

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** GB/T 32907: a key of SM4 has 128 bits. */
const primitives: Readonly<Record<SuiteByte, { cipher: CipherGCMTypes; digest: IndexDigest; keyBytes: number }>> = {
  1: { cipher: 'aes-256-gcm', digest: 'sha256', keyBytes: 32 },
  // Node 26 has it; its types do not know yet.
  3: { cipher: 'sm4-gcm' as string as CipherGCMTypes, digest: 'sm3', keyBytes: 16 },
};

/** Encrypts and authenticates: `nonce(12) · tag(16) · ciphertext`. The nonce is random unless a published vector sets it. */
export function encrypt(suite: SuiteByte, key: KeyObject, associated: string | Uint8Array, plain: string | Uint8Array, nonce = randomBytes(NONCE_BYTES)): Buffer {
  const cipher = createCipheriv(primitives[suite].cipher, key, nonce);
  cipher.setAAD(Buffer.from(associated));
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws SealBroken when a byte was altered, the key or the associated data are others. */
export function decrypt(suite: SuiteByte, key: KeyObject, associated: string | Uint8Array, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new SealBroken('unknown seal');
  try {
    // A shorter tag would be accepted otherwise, and guessed.
    const decipher = createDecipheriv(primitives[suite].cipher, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(associated));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    // All of it comes at once: GCM keeps nothing back, and `final` only says whether it is genuine.
    const plain = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    if (decipher.final().length > 0) throw new Error('a cipher that keeps something back');
    return plain;
  } catch {
    // The cause is dropped on purpose: it could carry bytes of the value.
    throw new SealBroken('seal does not open');
  }
}

/** HMAC: all 32 bytes, so that a unique constraint means what it says. */
export function keyedDigest(digest: IndexDigest, key: KeyObject, text: string): Buffer {
  return createHmac(digest, key).update(text).digest();
}

/** A key of 32 random bytes, or one made of it, that seals by either suite: each cipher has a key of its own. */
export class SealingKey {
  readonly #bytes: KeyObject;
  readonly #make: (suite: SuiteByte, bytes: KeyObject) => KeyObject;
  readonly #made = new Map<SuiteByte, KeyObject>();

  constructor(bytes: Uint8Array | KeyObject, name = 'sealing key', make: (suite: SuiteByte, bytes: KeyObject) => KeyObject = ownKey) {
    [this.#bytes, this.#make] = [bytes instanceof Uint8Array ? secretKey(bytes, name) : bytes, make];
  }

  /** The key for a suite's cipher. */
  for(suite: SuiteByte): KeyObject {
    const made = this.#made.get(suite) ?? this.#make(suite, this.#bytes);
    this.#made.set(suite, made);
    return made;
  }

  /** Another key for one more purpose, from which nothing is learned of this one. */
  derived(purpose: string): SealingKey {
    return new SealingKey(this.#bytes, purpose, (suite, bytes) => derivedKey(suite, bytes, purpose));
  }

  /** A key that also needs a secret which only somebody else keeps. */
  boundTo(secret: string): SealingKey {
    return new SealingKey(this.#bytes, 'bound key', (suite, bytes) => {
      const { digest, keyBytes } = primitives[suite];
      return createSecretKey(createHmac(digest, bytes).update(`sanxian bound to a secret\u0000${secret}`).digest().subarray(0, keyBytes));
    });
  }
}

/** AES takes all 32 bytes, as it has from the beginning. */
function ownKey(suite: SuiteByte, bytes: KeyObject): KeyObject {
  return suite === 1 ? bytes : derivedKey(suite, bytes, 'sanxian sm4-gcm');
}

function derivedKey(suite: SuiteByte, bytes: KeyObject, purpose: string): KeyObject {
  const { digest, keyBytes } = primitives[suite];
  return createSecretKey(Buffer.from(hkdfSync(digest, bytes, '', purpose, keyBytes)));
}

/** A secret of exactly 32 bytes; the error names the key, never its value. */
export function secretKey(bytes: Uint8Array, name: string): KeyObject {
  if (bytes.length !== KEY_BYTES) throw new Error(`The ${name} must be ${KEY_BYTES} bytes`);
  return createSecretKey(bytes);
}
