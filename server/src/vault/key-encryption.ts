/** A data key as it is stored: which key-encryption key closed it, and the closed bytes. */
export interface WrappedKey {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/**
 * What an HSM or a key management service does for us: it holds the key-encryption key, opens and closes data keys with it and
 * never gives it away. `context` says what a data key belongs to; under any other it does not open.
 */
export interface KeyEncryption {
  /** The id, with version, of the key that closes data keys now. @throws KeyServiceUnavailable */
  activeKeyId(): Promise<string>;
  /** Closes a data key. @throws KeyServiceUnavailable */
  wrap(dataKey: Uint8Array, context: string): Promise<WrappedKey>;
  /** Opens a data key. @throws KeyServiceUnavailable; SealBroken when it was altered, moved or closed under a key that is gone. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Buffer>;
}

/** The key service gives no answer, or none that can be used. Waiting may help; nothing was changed. */
export class KeyServiceUnavailable extends Error {
  override readonly name = 'KeyServiceUnavailable';
  /** What happened, as a word for the log; never text of the service. */
  readonly trouble: string;

  constructor(trouble: string) {
    super(`The key service cannot be used: ${trouble}`);
    this.trouble = trouble;
  }
}
