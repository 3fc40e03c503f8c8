import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How roots are signed; each root names its own. SM2 with SM3 (GB/T 32918, GB/T 32905) stands ready for 密评. */
export type SignatureAlgorithm = 'ed25519' | 'sm2-sm3';

/** A key that can check roots. */
export interface AuditPublicKey {
  readonly id: string;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: KeyObject;
}

/** The key that signs new roots. */
export interface AuditSigningKey extends AuditPublicKey {
  readonly privateKey: KeyObject;
}

/** Every key by which roots may be checked, by its id: after a rotation the former ones stay. */
export type AuditPublicKeys = ReadonlyMap<string, AuditPublicKey>;

/** What an installation signs and checks its roots with. */
export interface AuditKeys {
  readonly signing: AuditSigningKey;
  readonly known: AuditPublicKeys;
}

/** Ed25519 hashes by itself and takes no digest; SM2 is told to use SM3. */
const digests: Readonly<Record<SignatureAlgorithm, string | null>> = { ed25519: null, 'sm2-sm3': 'sm3' };

/** Signs bytes with the key's own algorithm. */
export function signWith(key: AuditSigningKey, bytes: Uint8Array): Buffer {
  return sign(digests[key.algorithm], bytes, key.privateKey);
}

/** Whether the signature over the bytes was made with the private half of this key. */
export function isSignedWith(key: AuditPublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify(digests[key.algorithm], bytes, key.publicKey, signature);
}

/** Which settings keys come from, and where local ones are kept: faults are told by these names. */
export interface KeySettings {
  readonly signing: string;
  readonly others: string;
  readonly localFile: string;
}

const auditSettings: KeySettings = { signing: 'SANXIAN_AUDIT_KEY', others: 'SANXIAN_AUDIT_PUBLIC_KEYS', localFile: 'audit-keys.json' };

/**
 * Reads the configured keys: `signing` is `id:algorithm:base64` of a PKCS #8 key, `others` are former public keys,
 * `id:algorithm:base64` of SPKI keys, separated by commas.
 * @throws Error that names the setting, never its value.
 */
export function configuredAuditKeys(signing: string, others: string, settings = auditSettings): AuditKeys {
  const { id, algorithm, bytes } = partsOf(signing, settings.signing);
  const privateKey = parsed(settings.signing, () => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }));
  const own: AuditSigningKey = { id, algorithm, privateKey, publicKey: createPublicKey(privateKey) };
  const known = new Map(configuredPublicKeys(others, settings));
  if (known.has(id)) throw new Error(`${settings.others} names the key of ${settings.signing} again: a new key needs a new id`);
  return { signing: own, known: known.set(id, own) };
}

/**
 * Reads public keys, `id:algorithm:base64` of SPKI keys, separated by commas; none gives none.
 * @throws Error that names the setting when one of them is unusable, or two have one id.
 */
export function configuredPublicKeys(text: string, { others: setting }: KeySettings = auditSettings): AuditPublicKeys {
  const keys = new Map<string, AuditPublicKey>();
  for (const word of text.split(',').filter((each) => each.trim() !== '')) {
    const { id, algorithm, bytes } = partsOf(word, setting);
    if (keys.has(id)) throw new Error(`${setting} has two keys of one id`);
    keys.set(id, { id, algorithm, publicKey: parsed(setting, () => createPublicKey({ key: bytes, format: 'der', type: 'spki' })) });
  }
  return keys;
}

/** A public key as settings and witness files carry it: `id:algorithm:base64`. */
export function publicKeyText({ id, algorithm, publicKey }: AuditPublicKey): string {
  return `${id}:${algorithm}:${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`;
}

/**
 * The keys for local use: made once, kept beside the data in a file of their own (mode 0600).
 * Production takes its key from configuration instead and never calls this.
 */
export function localAuditKeys(dataFolder: string, settings = auditSettings): AuditKeys {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, settings.localFile);
  try {
    // `wx` decides who makes the key when two processes start at once: the loser reads the winner's file.
    writeFileSync(path, JSON.stringify({ signing: newSigningKey('local-1') }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readLocalAuditKeys(dataFolder, settings);
}

/** The keys that `localAuditKeys` made before. @throws when there are none. */
export function readLocalAuditKeys(dataFolder: string, settings = auditSettings): AuditKeys {
  const { signing } = JSON.parse(readFileSync(join(dataFolder, settings.localFile), 'utf8')) as { readonly signing: string };
  return configuredAuditKeys(signing, '', settings);
}

/** A new Ed25519 signing key as the setting carries it: `id:ed25519:base64`. */
export function newSigningKey(id: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return `${id}:ed25519:${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`;
}

function partsOf(word: string, setting: string): { id: string; algorithm: SignatureAlgorithm; bytes: Buffer } {
  const [id = '', algorithm = '', base64 = '', ...more] = word.trim().split(':');
  if (id === '' || base64 === '' || more.length > 0 || !isAlgorithm(algorithm)) throw new Error(`${setting} must be id:algorithm:base64, the algorithm one of ${Object.keys(digests).join(', ')}`);
  return { id, algorithm, bytes: Buffer.from(base64, 'base64') };
}

function isAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(digests, name);
}

function parsed(setting: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new Error(`${setting} holds something that is no key`);
  }
}
