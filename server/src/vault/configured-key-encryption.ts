import type { KeyEncryption, WrappedKey } from './key-encryption.ts';
import { openUnder, readSeal, sealUnder } from './sealed-value.ts';
import { SealBroken, type SealingKey, type SuiteByte } from './suites.ts';

/** What a key of the ring is derived for, so that it never closes a data key and seals a value alike. */
const PURPOSE = 'sanxian key-encryption key';

/** Key-encryption keys that this process holds itself: derived from the configured ring, or from the local key file. */
export class ConfiguredKeyEncryption implements KeyEncryption {
  readonly #keys: ReadonlyMap<string, SealingKey>;
  readonly #activeId: string;
  readonly #suite: SuiteByte;

  constructor(ring: ReadonlyMap<string, SealingKey>, activeId: string, suite: SuiteByte) {
    this.#keys = new Map([...ring].map(([id, key]) => [id, key.derived(PURPOSE)]));
    [this.#activeId, this.#suite] = [activeId, suite];
  }

  async activeKeyId(): Promise<string> {
    return this.#activeId;
  }

  async wrap(dataKey: Uint8Array, context: string): Promise<WrappedKey> {
    return { keyId: this.#activeId, bytes: sealUnder(this.#key(this.#activeId), this.#activeId, this.#suite, context, dataKey) };
  }

  async unwrap({ keyId, bytes }: WrappedKey, context: string): Promise<Buffer> {
    return openUnder(this.#key(keyId), readSeal(bytes), context);
  }

  #key(id: string): SealingKey {
    const key = this.#keys.get(id);
    if (!key) throw new SealBroken('unknown key');
    return key;
  }
}
