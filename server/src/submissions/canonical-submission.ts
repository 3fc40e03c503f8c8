import { createHash } from 'node:crypto';
import { allItems, type Choice, type Choices } from '../donors/donation-kinds.ts';
import type { IdentityDocumentType } from '../identity/identity-document.ts';
import type { ConsentPurpose } from '../policy/consent-texts.ts';
import type { ExpressedBy, SubmissionChannel } from './submission.entity.ts';

/** What a partner sent, as the register understood it. */
export interface SubmittedContent {
  readonly receiptNumber: string;
  /** 32 random hex digits: without them, whoever has the hash could try out numbers and names. */
  readonly nonce: string;
  readonly partnerId: string;
  readonly channel: SubmissionChannel;
  readonly language: string;
  readonly documentType: IdentityDocumentType;
  readonly documentNumber: string;
  readonly fullName: string;
  readonly birthday: string;
  readonly choices: Choices;
  readonly wordsPurpose: ConsentPurpose;
  readonly wordsVersion: string;
  readonly wordsHash: string;
  readonly expressedBy: ExpressedBy;
  readonly expressedAt: Date;
  readonly receivedAt: Date;
}

/**
 * The canonical form of a submission, version 1: UTF-8 lines `name=value`, each ended by a line feed, in this order, every item of the
 * day by its name. It is written down in `docs/partners/submissions.md`, so that a partner can compute and compare it.
 */
export function canonicalSubmission(content: SubmittedContent): string {
  const lines = [
    ['sanxian-submission', '1'],
    ['receipt', content.receiptNumber],
    ['nonce', content.nonce],
    ['partner', content.partnerId],
    ['channel', content.channel],
    ['language', content.language],
    ['document', `${content.documentType} ${content.documentNumber}`],
    ['name', content.fullName],
    ['birthday', content.birthday],
    ...allItems.flatMap((item) => (content.choices[item] === undefined ? [] : [[item, content.choices[item]]])),
    ['words', `${content.wordsPurpose} ${content.wordsVersion} ${content.wordsHash}`],
    ['expressed', `${content.expressedBy} ${content.expressedAt.toISOString()}`],
    ['received', content.receivedAt.toISOString()],
  ];
  return lines.map(([name, value]) => `${name}=${value}\n`).join('');
}

/** SHA-256 of a canonical form. */
export function hashOfSubmission(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Raised when what is kept is not what was given back to the partner. Never a caller's fault and always an alarm. */
export class SubmissionAltered extends Error {
  override readonly name = 'SubmissionAltered';
}

/** Reads a canonical form back. @throws SubmissionAltered unless it still has the hash that was given back with it */
export function readSubmission(text: string, hash: Uint8Array): SubmittedContent {
  if (!hashOfSubmission(text).equals(hash)) throw new SubmissionAltered('A submission does not fit its hash');
  const values = new Map(text.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const of = (name: string) => values.get(name) ?? '';
  const [documentType = '', documentNumber = ''] = of('document').split(' ');
  const [wordsPurpose = '', wordsVersion = '', wordsHash = ''] = of('words').split(' ');
  const [expressedBy = '', expressedAt = ''] = of('expressed').split(' ');
  const choices = Object.fromEntries(allItems.flatMap((item) => (values.has(item) ? [[item, of(item) as Choice]] : [])));
  return {
    receiptNumber: of('receipt'),
    nonce: of('nonce'),
    partnerId: of('partner'),
    channel: of('channel') as SubmissionChannel,
    language: of('language'),
    documentType: documentType as IdentityDocumentType,
    documentNumber,
    fullName: of('name'),
    birthday: of('birthday'),
    choices,
    wordsPurpose: wordsPurpose as ConsentPurpose,
    wordsVersion,
    wordsHash,
    expressedBy: expressedBy as ExpressedBy,
    expressedAt: new Date(expressedAt),
    receivedAt: new Date(of('received')),
  };
}
