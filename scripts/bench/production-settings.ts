import { randomBytes } from 'node:crypto';
import { newSigningKey } from '../../server/src/audit/audit-keys.ts';
import { newCardKey } from '../../server/src/donor-card/card-keys.ts';

/** What docs/operations.md says of PostgreSQL's own memory, for a machine of 8 GB: the embedded one has the settings of a laptop. */
export const productionDatabase = { shared_buffers: '2GB', max_wal_size: '8GB' };

/** Production refuses the demo's keys, so these are drawn for this run and known to nobody. */
export function productionSettings() {
  const secret = () => randomBytes(32).toString('base64');
  return {
    SANXIAN_SIMULATOR: 'off',
    // Waiting for a quiet machine must not sign anybody out.
    SANXIAN_SESSION_IDLE_MINUTES: '60',
    SANXIAN_KEYS: `bench:${secret()}`,
    SANXIAN_INDEX_KEY: secret(),
    SANXIAN_AUDIT_KEY: newSigningKey('bench'),
    SANXIAN_EVIDENCE_KEY: newSigningKey('bench'),
    SANXIAN_CARD_KEY: newCardKey(),
    SANXIAN_PUBLIC_URL: 'https://bench.example',
    ZHELIBAN_SERVICE_CODE: randomBytes(4).toString('hex'),
    ZHELIBAN_SERVICE_PASSWORD: secret(),
    ZHELIBAN_ACCESS_KEY: secret(),
    ZHELIBAN_SECRET_KEY: secret(),
    ZHELIBAN_APP_ID: randomBytes(4).toString('hex'),
  };
}
