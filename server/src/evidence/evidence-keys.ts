import { createHash } from 'node:crypto';
import { type AuditKeys, type AuditPublicKey, type AuditPublicKeys, configuredAuditKeys, configuredPublicKeys, type KeySettings, localAuditKeys, readLocalAuditKeys } from '../audit/audit-keys.ts';

/** What an installation signs evidence packages with, and the public keys by which they are checked, former ones included. */
export type EvidenceKeys = AuditKeys;

const settings: KeySettings = { signing: 'SANXIAN_EVIDENCE_KEY', others: 'SANXIAN_EVIDENCE_PUBLIC_KEYS', localFile: 'evidence-keys.json' };

/**
 * Reads the configured keys, in the form of those of the audit. Only algorithms that the standard form of a signature (JWS)
 * has a name for: SM2 gets a line in `evidence-signature.ts` on the day it has one.
 * @throws Error that names the setting, never its value.
 */
export function configuredEvidenceKeys(signing: string, others: string): EvidenceKeys {
  return onlyStandard(configuredAuditKeys(signing, others, settings));
}

/** Reads public keys alone, `id:ed25519:base64` separated by commas. @throws Error that names the setting. */
export function configuredEvidencePublicKeys(text: string): AuditPublicKeys {
  return configuredPublicKeys(text, settings);
}

/** The key for local use: made once, kept in `evidence-keys.json` beside the data. Production never calls this. */
export function localEvidenceKeys(dataFolder: string): EvidenceKeys {
  return localAuditKeys(dataFolder, settings);
}

/** The keys that `localEvidenceKeys` made before. @throws when there are none. */
export function readLocalEvidenceKeys(dataFolder: string): EvidenceKeys {
  return readLocalAuditKeys(dataFolder, settings);
}

/** By what people compare a public key over the telephone or on paper: SHA-256 of its SPKI form, hex. */
export function keyFingerprint({ publicKey }: AuditPublicKey): string {
  return createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' })).digest('hex');
}

function onlyStandard(keys: EvidenceKeys): EvidenceKeys {
  if (keys.signing.algorithm !== 'ed25519') throw new Error(`${settings.signing} must be a key of ed25519`);
  return keys;
}
