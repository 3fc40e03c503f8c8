/** Where the commands about evidence packages find public keys: in a key file, else in this installation's settings. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type AuditPublicKeys, configuredPublicKeys } from '../server/src/audit/audit-keys.ts';
import { configuredEvidenceKeys, configuredEvidencePublicKeys, readLocalEvidenceKeys } from '../server/src/evidence/evidence-keys.ts';
import { publicKeysHere } from './audit-access.ts';
import { root } from './stages.ts';

/** The public keys by which a package is checked: of its signature, and of the roots inside it. */
export interface EvidenceCheckKeys {
  readonly evidenceKeys: AuditPublicKeys;
  readonly auditKeys: AuditPublicKeys;
}

/**
 * The keys of a key file, whose lines are `evidence id:algorithm:base64` or `audit id:algorithm:base64`; without a file,
 * those of this installation.
 * @throws Error when a line or a setting is unusable.
 */
export function keysForEvidence(path: string | null): EvidenceCheckKeys {
  if (path === null) return { evidenceKeys: evidenceKeysHere(), auditKeys: publicKeysHere() };
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const unknown = lines.find((line) => !/^(evidence|audit) \S+$/.test(line));
  if (unknown !== undefined) throw new Error('公钥文件里有看不懂的行 · the key file has a line of another form');
  const of = (kind: string) => lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1)).join(',');
  return { evidenceKeys: configuredEvidencePublicKeys(of('evidence')), auditKeys: configuredPublicKeys(of('audit')) };
}

/** The public keys of packages of this installation; empty when there are none. */
export function evidenceKeysHere(): AuditPublicKeys {
  const [signing, others] = [process.env['SANXIAN_EVIDENCE_KEY'] ?? '', process.env['SANXIAN_EVIDENCE_PUBLIC_KEYS'] ?? ''];
  if (signing !== '') return configuredEvidenceKeys(signing, others).known;
  if (others !== '') return configuredEvidencePublicKeys(others);
  const dataFolder = resolve(root, process.env['SANXIAN_DATA'] ?? '.data');
  return existsSync(join(dataFolder, 'evidence-keys.json')) ? readLocalEvidenceKeys(dataFolder).known : new Map();
}
