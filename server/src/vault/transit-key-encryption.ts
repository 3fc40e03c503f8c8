import { KeyServiceUnavailable, type KeyEncryption, type WrappedKey } from './key-encryption.ts';
import { SealBroken } from './suites.ts';
import { followedCall } from '../telemetry/traces.ts';

/** A key of a key management service that speaks the Transit protocol (OpenBao, HashiCorp Vault). */
export interface TransitSettings {
  /** Where the secrets engine is mounted, e.g. `https://kms.example/v1/transit`. */
  readonly url: string;
  /** The key's name there; the service counts its versions. */
  readonly keyName: string;
  /** What authorises us. */
  readonly token: string;
  readonly timeoutMilliseconds: number;
}

const CIPHERTEXT = /^vault:v(\d{1,9}):[A-Za-z0-9+/=]+$/;
/** The answers are some hundred bytes. */
const LARGEST_ANSWER = 16_384;

/** Whether a key id is one of ours: ids of configured keys have no slash. */
export function isTransitKeyId(keyId: string): boolean {
  return keyId.startsWith('transit/');
}

/**
 * Key-encryption keys that never leave a key management service; each closing and opening is a request to it. What a data key
 * belongs to travels as `associated_data`, so the key there must be of an authenticated type (aes256-gcm96, or what an HSM gives).
 */
export class TransitKeyEncryption implements KeyEncryption {
  readonly #settings: TransitSettings;

  constructor(settings: TransitSettings) {
    this.#settings = settings;
  }

  async activeKeyId(): Promise<string> {
    const { latest_version: latest } = await this.#ask('GET', `keys/${this.#settings.keyName}`);
    if (typeof latest !== 'number') throw new KeyServiceUnavailable('PROTOCOL');
    return this.#keyId(latest);
  }

  async wrap(dataKey: Uint8Array, context: string): Promise<WrappedKey> {
    const { ciphertext } = await this.#ask('POST', `encrypt/${this.#settings.keyName}`, { plaintext: base64(dataKey), associated_data: base64(Buffer.from(context)) });
    const version = typeof ciphertext === 'string' ? CIPHERTEXT.exec(ciphertext)?.[1] : undefined;
    if (typeof ciphertext !== 'string' || version === undefined) throw new KeyServiceUnavailable('PROTOCOL');
    return { keyId: this.#keyId(Number(version)), bytes: Buffer.from(ciphertext) };
  }

  async unwrap({ bytes }: WrappedKey, context: string): Promise<Buffer> {
    const { plaintext } = await this.#ask('POST', `decrypt/${this.#settings.keyName}`, { ciphertext: bytes.toString(), associated_data: base64(Buffer.from(context)) });
    if (typeof plaintext !== 'string') throw new KeyServiceUnavailable('PROTOCOL');
    return Buffer.from(plaintext, 'base64');
  }

  #keyId(version: number): string {
    return `transit/${this.#settings.keyName}:v${version}`;
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>> {
    const { url, token, timeoutMilliseconds } = this.#settings;
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    let status: number;
    let text: string;
    try {
      // A redirect would carry data keys elsewhere.
      const asked = fetch(`${url}/${path}`, { method, headers: { 'x-vault-token': token, 'content-type': 'application/json' }, redirect: 'error', signal, ...(body ? { body: JSON.stringify(body) } : {}) });
      const response = await followedCall('key-service', asked);
      [status, text] = [response.status, (await response.text()).slice(0, LARGEST_ANSWER)];
    } catch {
      throw new KeyServiceUnavailable(signal.aborted ? 'TIMEOUT' : 'NETWORK');
    }
    // 400 is the service's word for: altered, moved to another person, or under a version that is no longer allowed.
    if (status === 400 && path.startsWith('decrypt/')) throw new SealBroken('data key does not open');
    if (status !== 200) throw new KeyServiceUnavailable(`HTTP-${status}`);
    return dataIn(text);
  }
}

function dataIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    if (typeof data === 'object' && data !== null) return data as Record<string, unknown>;
  } catch {
    // The parser's message quotes its input, so it goes no further.
  }
  throw new KeyServiceUnavailable('PROTOCOL');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
