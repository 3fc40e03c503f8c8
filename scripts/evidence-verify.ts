/**
 * `pnpm evidence:verify FILE [--keys FILE]`: checks an evidence package with public keys alone, without register and network
 * (docs/evidence.md). Exit code 0: it is what the register issued. 1: it is not, and the first thing that is wrong is named.
 * 2: it could not be checked.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { extractText, getDocumentProxy } from 'unpdf';
import { checkEvidence, type EvidenceCheck, type EvidenceFinding } from '../server/src/evidence/check-evidence.ts';
import { newestOf } from '../server/src/evidence/evidence-package.ts';
import { stateWords } from '../server/src/evidence/evidence-words.ts';
import { typedPath } from './audit-access.ts';
import { keysForEvidence } from './evidence-access.ts';

const usage = '用法：pnpm evidence:verify 文件.pdf [--keys 公钥文件]\n  公钥文件由登记机构用 pnpm evidence:keys 生成，应当从另外的途径取得；不写时用本机设置里的公钥';

/** What each check means to somebody who does not program. */
const words: Readonly<Record<EvidenceCheck, string>> = {
  FILE: '文件完整，没有增加、截短或改动 · the file is whole',
  SIGNATURE: '签名出自登记机构的密钥 · signed by the register’s key',
  FORM: '内容的格式 · the form of the content',
  PAGES: '页面就是签名时的页面 · the pages are those that were signed',
  DECISIONS: '每条决定的规范文本和校验码 · canonical form and fingerprint of each decision',
  WORDS: '声明的文字和校验码 · words and hash of each declaration',
  SEALS: '封存证明和签名根 · proofs of inclusion and signed roots',
  TIMES: '时间先后 · the order of times',
  TEXT: '页面上的文字就是签名的内容 · the text of the pages is the signed content',
};

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`无法核验 · could not be checked: ${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 2;
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), options: { keys: { type: 'string' } }, allowPositionals: true });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error('请写一个文件 · name one file');
  const { evidenceKeys, auditKeys } = keysForEvidence(values.keys === undefined ? null : typedPath(values.keys));
  if (evidenceKeys.size === 0 || auditKeys.size === 0) throw new Error('没有公钥 · no public key: use --keys');
  const finding = await checkEvidence(await readFile(typedPath(path)), { evidenceKeys, auditKeys, pagesOf });
  process.stdout.write(`${report(finding).join('\n')}\n`);
  return finding.fault === null ? 0 : 1;
}

async function pagesOf(pdf: Uint8Array): Promise<readonly string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
}

function report({ passed, fault, evidence }: EvidenceFinding): string[] {
  const found = passed.map((check) => `  ✓ ${words[check]}`);
  if (fault || !evidence) return ['核验不通过：不要采信 · not what the register issued', ...found, `  ✗ ${words[fault?.check ?? 'FILE']}`, `    ${fault?.detail ?? ''}`];
  const { id, issuedAt, person, decisions, standing } = evidence;
  const { sequence, recordedAt } = newestOf(evidence);
  return [
    '核验通过：与登记系统出具时一致 · it is what the register issued',
    ...found,
    `材料编号 · package: ${id}`,
    `出具时间 · issued: ${issuedAt.china}`,
    `登记编号 · registration: ${person.registrationNumber}`,
    `现在的决定 · standing decision: ${stateWords[standing.contestedSince && standing.state !== 'REFUSED' ? 'CONTESTED' : standing.state]}，第 ${sequence} 次，共 ${decisions.length} 次，${recordedAt.china}`,
    ...(evidence.demonstration ? ['演示数据，不能用于任何真实事项 · demonstration data, of no use for anything real'] : []),
  ];
}
