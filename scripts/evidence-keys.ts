/** `pnpm evidence:keys`: writes the public keys by which packages are checked, for a committee to keep (docs/evidence.md). */
import { publicKeyText } from '../server/src/audit/audit-keys.ts';
import { keyFingerprint } from '../server/src/evidence/evidence-keys.ts';
import { keysForEvidence } from './evidence-access.ts';

const { evidenceKeys, auditKeys } = keysForEvidence(null);
if (evidenceKeys.size === 0 || auditKeys.size === 0) {
  process.stderr.write('这里没有密钥，请先启动一次或设置 SANXIAN_EVIDENCE_KEY、SANXIAN_AUDIT_KEY · no keys here: start once, or set them\n');
  process.exitCode = 2;
} else {
  process.stdout.write('# 三献证据材料的公钥，请与登记机构公布的校验码比对 · compare the fingerprints with those that the register publishes\n');
  for (const [kind, keys] of [['evidence', evidenceKeys], ['audit', auditKeys]] as const) {
    for (const key of keys.values()) process.stdout.write(`# sha256 ${keyFingerprint(key)}\n${kind} ${publicKeyText(key)}\n`);
  }
}
