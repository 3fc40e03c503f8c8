import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ConfiguredKeyEncryption } from './configured-key-encryption.ts';
import { DataKey } from './data-key.ts';
import { KeyServiceUnavailable, type KeyEncryption, type WrappedKey } from './key-encryption.ts';
import { openUnder, readSeal, sealUnder } from './sealed-value.ts';
import { indexDigests, keyedDigest, SealBroken, SealingKey, secretKey, suiteBytes, type CryptoSuite, type IndexDigest, type SuiteByte } from './suites.ts';
import { isTransitKeyId, TransitKeyEncryption, type TransitSettings } from './transit-key-encryption.ts';

export { SealBroken } from './suites.ts';

/** Which of the two columns of a blind index a key fills: while the index key is being replaced, both are filled. */
export type IndexSlot = 1 | 2;

/** A key of the blind index with its place and its digest. */
export interface IndexKey {
  readonly slot: IndexSlot;
  readonly key: Uint8Array;
  readonly digest: IndexDigest;
}

/** The keys of the register. Every key is 32 random bytes; an encryption key is named by a short id. */
export interface VaultKeys {
  /** Encryption keys by id. Old ones stay as long as a value sealed with them exists. */
  readonly encryption: ReadonlyMap<string, Uint8Array>;
  /** The id of the key that seals new values. */
  readonly activeId: string;
  /** The key of the blind index by which people are found: its own key, never used to encrypt. */
  readonly index: Uint8Array;
  /** Its place and digest; the first place and SHA-256 unless it says otherwise. */
  readonly indexSlot?: IndexSlot;
  readonly indexDigest?: IndexDigest;
  /** While the index key is being replaced: the other one, under which new rows are entered, too. */
  readonly otherIndex?: IndexKey | null;
  /** The algorithms of new seals. */
  readonly suite?: CryptoSuite;
  /** The service that holds the key-encryption key; null: the encryption keys above close data keys, too. */
  readonly kms?: TransitSettings | null;
}

/** What a blind index is made of; kept apart so that equal values of two kinds never give equal digests. */
export type IndexedKind = 'identity-document' | 'account' | 'request' | 'key-mark' | 'limit' | 'look-up-name' | 'look-up-prefix' | 'look-up-key' | 'family-secret' | 'family-link' | 'family-code' | 'health-card';

/** A new data key with what must be stored of it. */
export interface NewDataKey {
  readonly key: DataKey;
  readonly wrapped: WrappedKey;
}

/** A person's data key as it is stored. */
export interface StoredDataKey extends WrappedKey {
  readonly personId: string;
  readonly version: number;
}

/** A key of the register's own as it is stored, closed by the key service. */
export interface StoredRegisterKey extends WrappedKey {
  readonly version: number;
}

/** How many opened data keys are kept in memory at most, and how long, in milliseconds: a citizen reads several times in a row. */
const KEPT_KEYS = { max: 10_000, ttl: 5 * 60_000 };

/**
 * Seals personal values (GB/T 39786-2021 8.4 e: confidentiality at rest) and makes blind indexes for finding them. Values of a
 * donor are sealed under that person's data key (`newDataKey`, `dataKey`), all others under the register's own key (`seal`).
 *
 * A sealed value is `suite(1) · key id length(1) · key id · nonce(12) · tag(16) · ciphertext` and is bound to its
 * place (table, column, row) as associated data, so that a value copied to another row does not open.
 */
export class Vault {
  readonly #encryption: ReadonlyMap<string, SealingKey>;
  /** The register's own keys that a key service opened for us; empty without one, and until it has answered. */
  readonly #registerKeys = new Map<string, SealingKey>();
  #activeId: string | null;
  readonly #index: IndexInUse;
  readonly #otherIndex: IndexInUse | null;
  readonly #suite: SuiteByte;
  readonly #ringEncryption: KeyEncryption;
  readonly #keyEncryption: KeyEncryption;
  readonly #opened = new LRUCache<string, Promise<DataKey>>(KEPT_KEYS);

  constructor(keys: VaultKeys, keyEncryption?: KeyEncryption) {
    const suite = keys.suite ?? 'international';
    this.#encryption = new Map([...keys.encryption].map(([id, bytes]) => [id, new SealingKey(bytes, `encryption key ${id}`)]));
    const needsRing = !keys.kms;
    if (needsRing && !this.#encryption.has(keys.activeId)) throw new Error(`The active encryption key ${keys.activeId} is not in the key ring`);
    // With a key service the register's own key is one that the service closes, too.
    this.#activeId = needsRing ? keys.activeId : null;
    this.#suite = suiteBytes[suite];
    this.#index = inUse({ slot: keys.indexSlot ?? 1, key: keys.index, digest: keys.indexDigest ?? indexDigests[suite] });
    this.#otherIndex = keys.otherIndex ? inUse(keys.otherIndex) : null;
    this.#ringEncryption = new ConfiguredKeyEncryption(this.#encryption, keys.activeId, this.#suite);
    this.#keyEncryption = keyEncryption ?? (keys.kms ? new TransitKeyEncryption(keys.kms) : this.#ringEncryption);
  }

  /**
   * Seals a text that belongs to no donor for one place, e.g. `session.identity:<id>`. Two seals of one text differ. With a
   * `secret` that only somebody else keeps, it opens with that secret only. @throws KeyServiceUnavailable
   */
  seal(plain: string, place: string, secret?: string): Buffer {
    const id = this.#active();
    const key = this.#key(id);
    if (secret === undefined) return sealUnder(key, id, this.#suite, place, plain);
    return sealUnder(key.boundTo(secret), `bound:${id}`, this.#suite, place, plain);
  }

  /**
   * Opens a value that `seal` sealed for this place.
   * @throws SealBroken when the key is unknown, the place or the secret differs or a byte was altered; KeyServiceUnavailable
   *   while its key waits for the key service.
   */
  open(sealed: Uint8Array, place: string, secret?: string): string {
    const seal = readSeal(sealed);
    const [, bound] = /^bound:(.*)$/.exec(seal.keyName) ?? [];
    const key = this.#key(bound ?? seal.keyName);
    if (bound === undefined) return openUnder(key, seal, place).toString('utf8');
    if (secret === undefined) throw new SealBroken('sealed for a secret');
    return openUnder(key.boundTo(secret), seal, place).toString('utf8');
  }

  /** Whether a value was sealed under the key, and by the suite, that seals new ones. */
  isSealedAnew(sealed: Uint8Array): boolean {
    const { keyName, suite } = readSeal(sealed);
    return suite === this.#suite && keyName.replace(/^bound:/, '') === this.#active();
  }

  /** HMAC of a normalised value under the index key by which people are found. */
  blindIndex(kind: IndexedKind, normalised: string): Buffer {
    return digestOf(this.#index, kind, normalised);
  }

  /** The same under each index key there is: what a new row is entered under. Null: that column is not in use. */
  blindIndexes(kind: IndexedKind, normalised: string): Readonly<Record<IndexSlot, Buffer | null>> {
    const under = (slot: IndexSlot) => [this.#index, this.#otherIndex].find((each) => each?.slot === slot);
    const of = (index: IndexInUse | null | undefined) => (index ? digestOf(index, kind, normalised) : null);
    return { 1: of(under(1)), 2: of(under(2)) };
  }

  /** The suite of new seals. */
  get suite(): SuiteByte {
    return this.#suite;
  }

  /** The column of the index by which people are found. */
  get indexSlot(): IndexSlot {
    return this.#index.slot;
  }

  /** Makes a data key for a person. @throws KeyServiceUnavailable */
  async newDataKey(personId: string, version: number): Promise<NewDataKey> {
    const bytes = randomBytes(32);
    const key = new DataKey(personId, version, new SealingKey(bytes), this.#suite);
    const wrapped = await this.#keyEncryption.wrap(bytes, placeOfKey(personId, version));
    // Not kept in memory: the unit of work that stores it may still lose a race to another key of the same name.
    return { key, wrapped };
  }

  /** Keeps the data key of somebody whose id was made just now, so that nobody else can have made another of the same name. */
  keep(key: DataKey): void {
    this.#opened.set(`${key.personId}:${key.version}`, Promise.resolve(key));
  }

  /** A data key that is open in memory; undefined when it must be read and opened. */
  openedDataKey(personId: string, version: number): Promise<DataKey> | undefined {
    return this.#opened.get(`${personId}:${version}`);
  }

  /**
   * Opens a person's data key, or takes it from memory, where it stays for some minutes: a citizen's reading does not cost a
   * request to the key service each time. @throws KeyServiceUnavailable, SealBroken
   */
  dataKey(stored: StoredDataKey): Promise<DataKey> {
    const name = `${stored.personId}:${stored.version}`;
    const known = this.#opened.get(name);
    if (known) return known;
    const opening = this.#unwrap(stored).then((bytes) => new DataKey(stored.personId, stored.version, new SealingKey(bytes), this.#suite));
    this.#opened.set(name, opening);
    // What failed is asked for again the next time.
    opening.catch(() => this.#opened.delete(name));
    return opening;
  }

  /** Forgets the opened keys of a person, who is erased. */
  forget(personId: string): void {
    for (const name of this.#opened.keys()) if (name.startsWith(`${personId}:`)) this.#opened.delete(name);
  }

  /** Whether the register's own key is still to be opened by the key service. */
  get waitsForRegisterKey(): boolean {
    return this.#activeId === null;
  }

  /** Makes a key of the register's own, closed for storing. @throws KeyServiceUnavailable */
  async newRegisterKey(version: number): Promise<WrappedKey> {
    return this.#keyEncryption.wrap(randomBytes(32), placeOfRegisterKey(version));
  }

  /** Opens the register's own keys, oldest first, to be used from now on; the newest one seals. @throws KeyServiceUnavailable, SealBroken */
  async openRegisterKeys(stored: readonly StoredRegisterKey[]): Promise<void> {
    for (const key of stored) {
      const id = `register:${key.version}`;
      if (!this.#registerKeys.has(id)) this.#registerKeys.set(id, new SealingKey(await this.#encryptionOf(key).unwrap(key, placeOfRegisterKey(key.version)), id));
    }
    const newest = stored.at(-1);
    if (newest) this.#activeId = `register:${newest.version}`;
  }

  /** Closes a key of the register's own anew. @throws KeyServiceUnavailable, SealBroken */
  async rewrapRegisterKey(stored: StoredRegisterKey): Promise<WrappedKey> {
    const place = placeOfRegisterKey(stored.version);
    return this.#keyEncryption.wrap(await this.#encryptionOf(stored).unwrap(stored, place), place);
  }

  /** The id of the key that closes data keys now. @throws KeyServiceUnavailable */
  activeKeyEncryptionId(): Promise<string> {
    return this.#keyEncryption.activeKeyId();
  }

  /** Closes a data key anew under the key of today; the data key stays the same. @throws KeyServiceUnavailable, SealBroken */
  async rewrap(stored: StoredDataKey): Promise<WrappedKey> {
    return this.#keyEncryption.wrap(await this.#unwrap(stored), placeOfKey(stored.personId, stored.version));
  }

  #unwrap(stored: StoredDataKey): Promise<Buffer> {
    return this.#encryptionOf(stored).unwrap(stored, placeOfKey(stored.personId, stored.version));
  }

  /** Keys closed before a key service was there open with the configured ones. */
  #encryptionOf({ keyId }: WrappedKey): KeyEncryption {
    return !isTransitKeyId(keyId) && this.#encryption.has(keyId) ? this.#ringEncryption : this.#keyEncryption;
  }

  #active(): string {
    if (this.#activeId === null) throw new KeyServiceUnavailable('NOT-YET-OPENED');
    return this.#activeId;
  }

  #key(id: string): SealingKey {
    const key = this.#encryption.get(id) ?? this.#registerKeys.get(id);
    if (key) return key;
    if (id.startsWith('register:') && this.waitsForRegisterKey) throw new KeyServiceUnavailable('NOT-YET-OPENED');
    throw new SealBroken('unknown key');
  }
}

interface IndexInUse {
  readonly slot: IndexSlot;
  readonly key: KeyObject;
  readonly digest: IndexDigest;
}

function inUse({ slot, key, digest }: IndexKey): IndexInUse {
  return { slot, digest, key: secretKey(key, 'index key') };
}

function digestOf({ key, digest }: IndexInUse, kind: IndexedKind, normalised: string): Buffer {
  return keyedDigest(digest, key, `${kind}\u0000${normalised}`);
}

function placeOfKey(personId: string, version: number): string {
  return `key_store.person_key|wrapped|${personId}|${version}`;
}

function placeOfRegisterKey(version: number): string {
  return `key_store.register_key|wrapped|${version}`;
}
