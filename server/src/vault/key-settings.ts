import { configuredKeys, faultsOfKeys, localKeys } from './local-keys.ts';
import type { CryptoSuite } from './suites.ts';
import type { TransitSettings } from './transit-key-encryption.ts';
import type { VaultKeys } from './vault.ts';

/** The settings about keys, as they stand in the environment; empty where none is given. */
export interface KeySettings {
  readonly SANXIAN_KEYS: string;
  readonly SANXIAN_INDEX_KEY: string;
  readonly SANXIAN_CRYPTO_SUITE: CryptoSuite;
  readonly SANXIAN_KMS_URL: string;
  readonly SANXIAN_KMS_KEY: string;
  readonly SANXIAN_KMS_TOKEN: string;
  /** How long the key service may take for one key, in milliseconds: a citizen waits for it. */
  readonly SANXIAN_KMS_TIMEOUT: number;
}

/** What makes the settings unusable, each fault with the name of its setting and never a value. */
export function faultsOfKeySettings(set: KeySettings, isProduction: boolean): readonly string[] {
  const faults: string[] = [];
  const kms = [set.SANXIAN_KMS_URL, set.SANXIAN_KMS_KEY, set.SANXIAN_KMS_TOKEN];
  if (isConfigured(set)) faults.push(...faultsOfKeys(set.SANXIAN_KEYS, set.SANXIAN_INDEX_KEY, usesKms(set)));
  if (usesKms(set) && kms.includes('')) faults.push('SANXIAN_KMS_URL, SANXIAN_KMS_KEY, SANXIAN_KMS_TOKEN (all three, or none)');
  else if (usesKms(set) && !URL.canParse(set.SANXIAN_KMS_URL)) faults.push('SANXIAN_KMS_URL (must be an address)');
  else if (usesKms(set) && isProduction && !set.SANXIAN_KMS_URL.startsWith('https://')) faults.push('SANXIAN_KMS_URL (must begin with https://)');
  if (usesKms(set) && !/^[\w-]{0,64}$/.test(set.SANXIAN_KMS_KEY)) faults.push('SANXIAN_KMS_KEY (letters, digits and dashes, at most 64)');
  return faults;
}

/** Which of these settings production lacks. With a key service its keys seal everything, and no other sealing key is needed. */
export function missingKeySettings(set: KeySettings): readonly string[] {
  const names = ['SANXIAN_INDEX_KEY', ...(usesKms(set) ? [] : ['SANXIAN_KEYS'])] as const;
  return names.filter((name) => !set[name as keyof KeySettings]).map((name) => `${name} (keys must come from configuration)`);
}

/** The keys of this installation, configured or local. */
export function vaultKeysOf(set: KeySettings, dataFolder: string): VaultKeys {
  const suite = set.SANXIAN_CRYPTO_SUITE;
  const keys = isConfigured(set) ? configuredKeys(set.SANXIAN_KEYS, set.SANXIAN_INDEX_KEY, suite) : localKeys(dataFolder, suite);
  return { ...keys, suite, kms: usesKms(set) ? kmsOf(set) : null };
}

function isConfigured(set: KeySettings): boolean {
  return set.SANXIAN_KEYS !== '' || set.SANXIAN_INDEX_KEY !== '';
}

function usesKms(set: KeySettings): boolean {
  return `${set.SANXIAN_KMS_URL}${set.SANXIAN_KMS_KEY}${set.SANXIAN_KMS_TOKEN}` !== '';
}

function kmsOf(set: KeySettings): TransitSettings {
  return { url: set.SANXIAN_KMS_URL.replace(/\/$/, ''), keyName: set.SANXIAN_KMS_KEY, token: set.SANXIAN_KMS_TOKEN, timeoutMilliseconds: set.SANXIAN_KMS_TIMEOUT };
}
