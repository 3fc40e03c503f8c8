import { maskDocumentNumber } from '../identity/masking.ts';
import type { Vault } from '../vault/vault.ts';
import type { KinStatement } from './kin-statement.entity.ts';

/** A statement as staff are shown it, numbers with places hidden; null once it is forgotten. */
export function viewOfStatement(statement: KinStatement, vault: Vault) {
  const stated = statement.stated(vault);
  if (!stated) return null;
  const { deceased, sender } = stated;
  return {
    tie: statement.tie,
    deceasedName: deceased.fullName,
    maskedDeceasedNumber: maskDocumentNumber('RESIDENT_ID_CARD', deceased.documentNumber, 'ORDINARY'),
    senderName: sender.fullName,
    maskedSenderNumber: maskDocumentNumber(sender.documentType, sender.documentNumber, 'ORDINARY'),
    senderPhone: sender.phone,
    provenAt: statement.provenAt ?? null,
    deathProof: statement.deathProof ?? null,
    kinshipProof: statement.kinshipProof ?? null,
    confirmedAt: statement.confirmedAt ?? null,
  };
}
