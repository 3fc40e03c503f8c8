import { createHash } from 'node:crypto';
import type { BodyDeclaration } from './body-donation.entity.ts';

/** What of a declaration is fixed when it is recorded. */
export type BodyDeclarationContent = Pick<
  BodyDeclaration,
  'sequence' | 'action' | 'wish' | 'use' | 'ashes' | 'keepConfidential' | 'informFamily' | 'sealedDetails' | 'channel' | 'assuranceLevel' | 'wordsVersion' | 'wordsHash' | 'recordedAt'
> & { readonly receivingUnitId: string | null };

/**
 * SHA-256 of a declaration, as lines `name=value` like those of a decision (docs/canonical-decision.md). What is sealed enters as the
 * digest of its sealed bytes: once the key is gone, nobody can try names and numbers against it.
 */
export function bodyFingerprintOf(receiptNumber: string, content: BodyDeclarationContent): Buffer {
  const details = content.sealedDetails ? createHash('sha256').update(content.sealedDetails).digest('hex') : '';
  const lines = [
    ['sanxian-body-declaration', '1'],
    ['receipt', receiptNumber],
    ['sequence', String(content.sequence)],
    ['action', content.action],
    ['wish', content.wish],
    ['use', content.use ?? ''],
    ['ashes', content.ashes ?? ''],
    ['confidential', String(content.keepConfidential ?? '')],
    ['family', String(content.informFamily ?? '')],
    ['unit', content.receivingUnitId ?? ''],
    ['details', details],
    ['channel', content.channel],
    ['assurance', content.assuranceLevel],
    ['words', `${content.wordsVersion} ${content.wordsHash}`],
    ['recorded', content.recordedAt.toISOString()],
  ];
  return createHash('sha256').update(lines.map(([name, value]) => `${name}=${value}\n`).join('')).digest();
}

/** Raised when a stored declaration is not what was recorded. Never a caller's fault and always an alarm. */
export class BodyDeclarationAltered extends Error {
  override readonly name = 'BodyDeclarationAltered';
}

/** @throws BodyDeclarationAltered unless the stored declaration still has the fingerprint that was recorded with it. */
export function assertDeclarationUnaltered(receiptNumber: string, declaration: BodyDeclaration): BodyDeclaration {
  const content = { ...contentOf(declaration), receivingUnitId: declaration.receivingUnit?.id ?? null };
  if (!bodyFingerprintOf(receiptNumber, content).equals(declaration.fingerprint)) throw new BodyDeclarationAltered();
  return declaration;
}

function contentOf({ sequence, action, wish, use, ashes, keepConfidential, informFamily, sealedDetails, channel, assuranceLevel, wordsVersion, wordsHash, recordedAt }: BodyDeclaration) {
  return { sequence, action, wish, use: use ?? null, ashes: ashes ?? null, keepConfidential: keepConfidential ?? null, informFamily: informFamily ?? null, sealedDetails: sealedDetails ? Buffer.from(sealedDetails) : null, channel, assuranceLevel, wordsVersion, wordsHash, recordedAt };
}
