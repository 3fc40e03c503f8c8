import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

/** The suites a sealed value may be written in; the first byte of the value names its suite, so suites can be added. */
const SUITE_AES_256_GCM = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The keys of the register. Every key is 32 random bytes; an encryption key is named by a short id. */
export interface VaultKeys {
  /** Encryption keys by id. Old ones stay as long as a value sealed with them exists. */
  readonly encryption: ReadonlyMap<string, Uint8Array>;
  /** The id of the key that seals new values. */
  readonly activeId: string;
  /** The key of the blind index: its own key, never used to encrypt. */
  readonly index: Uint8Array;
}

/** What a blind index is made of; kept apart so that equal values of two kinds never give equal digests. */
export type IndexedKind = 'identity-document' | 'account' | 'request' | 'key-mark' | 'look-up-name' | 'look-up-prefix';

/** Raised when a sealed value cannot be opened: wrong key, wrong place or altered bytes. Always an alarm, never a user's fault. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * Seals personal values (GB/T 39786-2021 8.4 e: confidentiality at rest) and makes blind indexes for finding them.
 *
 * A sealed value is `suite(1) · key id length(1) · key id · nonce(12) · tag(16) · ciphertext` and is bound to its
 * place (table, column, row) as associated data, so that a value copied to another row does not open.
 */
export class Vault {
  readonly #encryption: ReadonlyMap<string, KeyObject>;
  readonly #activeId: string;
  readonly #index: KeyObject;

  constructor(keys: VaultKeys) {
    this.#encryption = new Map([...keys.encryption].map(([id, bytes]) => [id, secretKey(bytes, `encryption key ${id}`)]));
    if (!this.#encryption.has(keys.activeId)) throw new Error(`The active encryption key ${keys.activeId} is not in the key ring`);
    this.#activeId = keys.activeId;
    this.#index = secretKey(keys.index, 'index key');
  }

  /** Seals a text for one place, e.g. `donor.full_name:<id>`. Two seals of one text differ. */
  seal(plain: string, place: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#activeId), nonce);
    cipher.setAAD(Buffer.from(place));
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const keyId = Buffer.from(this.#activeId);
    return Buffer.concat([Buffer.from([SUITE_AES_256_GCM, keyId.length]), keyId, nonce, cipher.getAuthTag(), ciphertext]);
  }

  /**
   * Opens a value sealed for this place.
   * @throws SealBroken when the key is unknown, the place differs or a byte was altered.
   */
  open(sealed: Uint8Array, place: string): string {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const keyIdEnd = 2 + (bytes[1] ?? 0);
    if (bytes[0] !== SUITE_AES_256_GCM || bytes.length < keyIdEnd + NONCE_BYTES + TAG_BYTES) throw new SealBroken('unknown seal');
    const nonceEnd = keyIdEnd + NONCE_BYTES;
    const tagEnd = nonceEnd + TAG_BYTES;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key(bytes.toString('utf8', 2, keyIdEnd)), bytes.subarray(keyIdEnd, nonceEnd));
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
      return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
    } catch {
      // The cause is dropped on purpose: it could carry bytes of the value.
      throw new SealBroken('seal does not open');
    }
  }

  /** HMAC-SHA-256 of a normalised value under the index key: all 32 bytes, so that a unique constraint means what it says. */
  blindIndex(kind: IndexedKind, normalised: string): Buffer {
    return createHmac('sha256', this.#index).update(`${kind}\u0000${normalised}`).digest();
  }

  #key(id: string): KeyObject {
    const key = this.#encryption.get(id);
    if (!key) throw new SealBroken('unknown key');
    return key;
  }
}

function secretKey(bytes: Uint8Array, name: string): KeyObject {
  if (bytes.length !== 32) throw new Error(`The ${name} must be 32 bytes`);
  return createSecretKey(bytes);
}
