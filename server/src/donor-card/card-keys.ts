import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardAlgorithms, isCardAlgorithm, type CardAlgorithmName } from './card-algorithms.ts';

/** A public key as it is published: the members of a JWK, its thumbprint as `kid`, and the one algorithm it is for. */
export interface CardJwk {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: 'sig';
  readonly [member: string]: string;
}

/** A key by which cards are checked. */
export interface CardPublicKey {
  readonly algorithm: CardAlgorithmName;
  readonly jwk: CardJwk;
}

/** The key by which cards are signed now. */
export interface CardSigningKey extends CardPublicKey {
  readonly privateKey: KeyObject;
}

/** What an installation signs its cards with. */
export interface CardKeys {
  readonly signing: CardSigningKey;
  /** Published before they sign, so that phones know them by then. */
  readonly coming: readonly CardPublicKey[];
  /** Never published again, whatever they signed: somebody else may have them. */
  readonly withdrawn: ReadonlySet<string>;
}

/** What differs between installations about cards. */
export interface CardSettings {
  /** Who vouches, `iss` of every card: the origin under which keys, lists and the verifier page are. */
  readonly issuer: string;
  readonly keys: CardKeys;
  /** For how many days a card is valid. */
  readonly days: number;
}

/** The keys of the published test vectors (`schema/card-vectors/`): anybody can sign with them, so nobody may be believed by them. */
const testKeyIds: readonly string[] = ['RfXCn-fxty3VnxUKdANzYNo8TJchsxQhr0LL80mjrOE', 'KCKYhVtdw_6YrT9kXwcvKzaZehDHyJ4Y7d9CKgdjb8M'];

/** The settings about keys of cards. */
export interface CardKeyTexts {
  readonly SANXIAN_CARD_KEY: string;
  readonly SANXIAN_CARD_NEXT_KEYS: string;
  readonly SANXIAN_CARD_WITHDRAWN_KEYS: string;
}

/** The keys of an installation: configured, or made for local use. @throws Error that names the setting, never its value. */
export function cardKeysOf({ SANXIAN_CARD_KEY: signing, SANXIAN_CARD_NEXT_KEYS: coming, SANXIAN_CARD_WITHDRAWN_KEYS: withdrawn }: CardKeyTexts, dataFolder: string, takesTestKey: boolean): CardKeys {
  if (!signing) return localCardKeys(dataFolder);
  const keys = configuredCardKeys(signing, coming, withdrawn);
  if (!takesTestKey && [keys.signing, ...keys.coming].some(({ jwk }) => testKeyIds.includes(jwk.kid))) throw new Error(`${names.signing} and ${names.coming} must not hold a key of the published test vectors`);
  return keys;
}

const names = { signing: 'SANXIAN_CARD_KEY', coming: 'SANXIAN_CARD_NEXT_KEYS', withdrawn: 'SANXIAN_CARD_WITHDRAWN_KEYS' } as const;
const THUMBPRINT = /^[\w-]{43}$/;

/**
 * Reads the configured keys: `algorithm:base64` of a PKCS #8 key; of SPKI keys, separated by commas; and the thumbprints of
 * withdrawn ones.
 * @throws Error that names the setting, never its value.
 */
export function configuredCardKeys(signing: string, coming: string, withdrawn: string): CardKeys {
  const { algorithm, bytes } = partsOf(signing, names.signing);
  const privateKey = parsed(names.signing, () => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }));
  const own = { ...publicKeyOf(algorithm, createPublicKey(privateKey), names.signing), privateKey };
  const ended = new Set(listOf(withdrawn));
  for (const kid of ended) if (!THUMBPRINT.test(kid)) throw new Error(`${names.withdrawn} must hold thumbprints of 43 characters`);
  if (ended.has(own.jwk.kid)) throw new Error(`${names.withdrawn} names the key of ${names.signing}: cards would be signed that nobody can check`);
  return { signing: own, coming: listOf(coming).map(publicKeyFrom), withdrawn: ended };
}

function publicKeyFrom(word: string): CardPublicKey {
  const { algorithm, bytes } = partsOf(word, names.coming);
  return publicKeyOf(algorithm, parsed(names.coming, () => createPublicKey({ key: bytes, format: 'der', type: 'spki' })), names.coming);
}

function publicKeyOf(algorithm: CardAlgorithmName, publicKey: KeyObject, setting: string): CardPublicKey {
  const { fits, membersOf, jws } = cardAlgorithms[algorithm];
  if (!fits(publicKey)) throw new Error(`${setting} must hold a key of ${algorithm}`);
  const members = membersOf(publicKey);
  return { algorithm, jwk: { ...members, kid: thumbprintOf(members), use: 'sig', alg: jws } };
}

/** The thumbprint of a public key (RFC 7638): SHA-256 over its members in the order of their names. */
function thumbprintOf(members: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(JSON.stringify(members, Object.keys(members).toSorted())).digest('base64url');
}

/** A new signing key as the setting carries it. */
export function newCardKey(algorithm: CardAlgorithmName = 'es256'): string {
  return `${algorithm}:${cardAlgorithms[algorithm].generate().export({ format: 'der', type: 'pkcs8' }).toString('base64')}`;
}

/** The public half of a signing key as `SANXIAN_CARD_NEXT_KEYS` carries it, and its thumbprint. */
export function publicCardKeyOf(signing: string): { readonly setting: string; readonly kid: string } {
  const { signing: key } = configuredCardKeys(signing, '', '');
  const spki = createPublicKey(key.privateKey).export({ format: 'der', type: 'spki' });
  return { setting: `${key.algorithm}:${spki.toString('base64')}`, kid: key.jwk.kid };
}

/**
 * The key for local use: made once, kept beside the data in a file of its own (mode 0600). Production takes its key from
 * configuration instead and never calls this.
 */
export function localCardKeys(dataFolder: string): CardKeys {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'card-key.json');
  try {
    // `wx` decides who makes the key when two processes start at once: the loser reads the winner's file.
    writeFileSync(path, JSON.stringify({ signing: newCardKey() }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const { signing } = JSON.parse(readFileSync(path, 'utf8')) as { readonly signing: string };
  return configuredCardKeys(signing, '', '');
}

function partsOf(word: string, setting: string): { algorithm: CardAlgorithmName; bytes: Buffer } {
  const [algorithm = '', base64 = '', ...more] = word.trim().split(':');
  if (base64 === '' || more.length > 0 || !isCardAlgorithm(algorithm)) throw new Error(`${setting} must be algorithm:base64, the algorithm one of ${Object.keys(cardAlgorithms).join(', ')}`);
  return { algorithm, bytes: Buffer.from(base64, 'base64') };
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]));
}

function parsed(setting: string, parse: () => KeyObject): KeyObject {
  try {
    return parse();
  } catch {
    throw new Error(`${setting} holds something that is no key`);
  }
}
