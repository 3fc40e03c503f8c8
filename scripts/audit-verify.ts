/**
 * `pnpm audit:verify [-- --witness FILE]`: makes every leaf, root and link of the audit anew and names the first row that is
 * not as it was sealed (docs/audit.md). Needs the public keys only. Exit code 0: all stands. 1: something was altered,
 * removed, added, swapped or dated back. 2: it could not be checked.
 */
import { parseArgs } from 'node:util';
import { keysOfWitness, readWitness } from '../server/src/audit/witness-file.ts';
import { type Verification, verifyAudit } from '../server/src/audit/verify-audit.ts';
import { publicKeysHere, readAudit, typedPath } from './audit-access.ts';

const usage = '用法：pnpm audit:verify -- [--witness 存证副本]\n  --witness  与保存在别处的签名根副本核对，可发现最近批次被整体删除或重做';

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`无法核验 · could not be checked: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options: { witness: { type: 'string' } } });
  const witness = values.witness === undefined ? process.env['SANXIAN_AUDIT_WITNESS'] || null : typedPath(values.witness);
  const here = publicKeysHere();
  // An inspector may have nothing but a copy that was handed over earlier; it names its keys.
  const keys = here.size > 0 || witness === null ? here : await keysOfWitness(witness);
  if (keys.size === 0) throw new Error('没有公钥，请设置 SANXIAN_AUDIT_PUBLIC_KEYS 或用 --witness · no public key: set SANXIAN_AUDIT_PUBLIC_KEYS or use --witness');
  const verification = await readAudit((connection) => verifyAudit(connection, { keys, witness: witness === null ? null : readWitness(witness) }));
  process.stdout.write(`${report(verification, witness !== null).join('\n')}\n`);
  return verification.fault === null ? 0 : 1;
}

function report({ fault, batches, rows, waiting, witnessed, sealedUntil }: Verification, hasWitness: boolean): string[] {
  const sealed = sealedUntil === null ? '–' : sealedUntil.toISOString();
  const counts = [
    `批次 · batches: ${batches}`,
    `已封存的行 · sealed rows: ${rows}`,
    `等待封存 · waiting for a seal: ${waiting}`,
    `最近封存 · newest seal: ${sealed}`,
    hasWitness ? `与存证副本一致的批次 · batches the witness has, too: ${witnessed}` : '没有存证副本：无法发现最近批次被整体删除 · without a witness the loss of the newest batches cannot be seen',
  ];
  if (fault === null) return ['核验通过 · all stands as it was sealed', ...counts];
  const { kind, table, id, batch, detail } = fault;
  return ['核验不通过 · the record was tampered with', `${kind}  table ${table}  id ${id}  batch ${batch ?? '–'}`, detail, '此前核验无误的部分 · found in order before it:', ...counts];
}
