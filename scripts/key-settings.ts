/** The settings about keys, for commands that seal or open values with the keys of the servers. */
import type { KeySettings } from '../server/src/vault/key-settings.ts';

/** Reads them as the servers do. */
export function keySettingsHere(): KeySettings {
  const read = (name: keyof KeySettings) => process.env[name] ?? '';
  return {
    SANXIAN_KEYS: read('SANXIAN_KEYS'),
    SANXIAN_INDEX_KEY: read('SANXIAN_INDEX_KEY'),
    SANXIAN_CRYPTO_SUITE: read('SANXIAN_CRYPTO_SUITE') === 'national' ? 'national' : 'international',
    SANXIAN_KMS_URL: read('SANXIAN_KMS_URL'),
    SANXIAN_KMS_KEY: read('SANXIAN_KMS_KEY'),
    SANXIAN_KMS_TOKEN: read('SANXIAN_KMS_TOKEN'),
    SANXIAN_KMS_TIMEOUT: Number(read('SANXIAN_KMS_TIMEOUT') || 2_000),
  };
}
