import { createHash } from 'node:crypto';
import type { AuditPublicKeys } from '../audit/audit-keys.ts';
import { type ContentCheck, contentChecks } from './check-content.ts';
import { unpackEvidence } from './evidence-file.ts';
import { type EvidencePackage, parseEvidence } from './evidence-package.ts';
import { checkEvidenceSignature } from './evidence-signature.ts';
import { textOf } from '../papers/block.ts';
import { blocksOf, runningText } from './evidence-text.ts';

/** What is looked at, in this order. */
export type EvidenceCheck = 'FILE' | 'SIGNATURE' | 'PAGES' | 'FORM' | ContentCheck | 'TEXT';

/** What a check needs beside the file: public keys, and something that reads the text of each page of a PDF. */
export interface EvidenceCheckOptions {
  readonly evidenceKeys: AuditPublicKeys;
  readonly auditKeys: AuditPublicKeys;
  readonly pagesOf: (pdf: Uint8Array) => Promise<readonly string[]>;
}

/** What was found: the checks that passed, and the first thing that is wrong. */
export interface EvidenceFinding {
  readonly passed: readonly EvidenceCheck[];
  readonly fault: { readonly check: EvidenceCheck; readonly detail: string } | null;
  /** The content, once the signature over it was found right. */
  readonly evidence: EvidencePackage | null;
}

/** Checks a package with public keys alone, without register and network, and names the first thing that is wrong. */
export async function checkEvidence(file: Buffer, { evidenceKeys, auditKeys, pagesOf }: EvidenceCheckOptions): Promise<EvidenceFinding> {
  const passed: EvidenceCheck[] = [];
  let evidence: EvidencePackage | null = null;
  const wrong = (check: EvidenceCheck, detail: string): EvidenceFinding => ({ passed, fault: { check, detail }, evidence });

  const parts = unpackEvidence(file);
  if (!parts) return wrong('FILE', 'this is not a package to its last byte: something was added, cut off or changed');
  passed.push('FILE');

  const signature = await checkEvidenceSignature(parts.json, parts.signature, evidenceKeys);
  if ('fault' in signature) return wrong('SIGNATURE', signature.fault === 'UNKNOWN_KEY' ? `signed by the unknown key ${signature.keyId ?? ''}` : 'the signature does not fit the content');
  const content = parseEvidence(parts.json);
  if (!content) return wrong('FORM', 'the content does not have the form that this command knows');
  passed.push('SIGNATURE', 'FORM');
  evidence = content;

  const { bytes, sha256 } = content.document;
  if (bytes !== parts.pages.length || createHash('sha256').update(parts.pages).digest('hex') !== sha256) return wrong('PAGES', 'the pages are not those that were signed');
  passed.push('PAGES');

  for (const check of Object.keys(contentChecks) as ContentCheck[]) {
    const detail = contentChecks[check](content, auditKeys);
    if (detail !== null) return wrong(check, detail);
    passed.push(check);
  }
  const detail = textFault(content, await pagesOf(parts.pages));
  if (detail !== null) return wrong('TEXT', detail);
  return { passed: [...passed, 'TEXT'], fault: null, evidence };
}

/** The pages say what the content says, all of it, in its order, and nothing else. */
function textFault(evidence: EvidencePackage, pages: readonly string[]): string | null {
  const bodies: string[] = [];
  for (const [index, page] of pages.entries()) {
    const { above, below } = runningText(evidence, index + 1, pages.length);
    const running = comparable(above + below);
    const text = comparable(page);
    if (!text.endsWith(running)) return `page ${index + 1} has another head or foot`;
    bodies.push(text.slice(0, text.length - running.length));
  }
  const [shown, meant] = [bodies.join(''), comparable(blocksOf(evidence).map(textOf).join(''))];
  if (shown === meant) return null;
  const place = [...meant].findIndex((_, position) => shown[position] !== meant[position]);
  return `the pages and the content part at character ${place < 0 ? meant.length : place}`;
}

/**
 * Text without spaces and line ends, which belong to the layout. Characters that look alike are one (NFKC), since a font draws
 * them by one shape; a character written by its number is that character.
 */
function comparable(text: string): string {
  return text
    .replace(/〔U\+([0-9A-F]{4,6})〕/g, (_whole, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .normalize('NFKC')
    .replace(/\s+/g, '');
}
