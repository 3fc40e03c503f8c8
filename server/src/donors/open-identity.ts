import type { Vault } from '../vault/vault.ts';
import type { Donor } from './donor.entity.ts';

/** The two values by which people recognise each other on paper. */
export interface OpenedIdentity {
  readonly fullName: string;
  readonly documentNumber: string;
}

/**
 * Opens name and document number of a donor: for the ethics committee's package only (条例 art. 18), which must be held
 * against the patient's own document. Everybody else is shown masked values or none.
 */
export function openIdentity(vault: Vault, donor: Donor): Promise<OpenedIdentity> {
  const open = (sealed: Buffer, field: keyof OpenedIdentity) => vault.open(sealed, `donor.${field}:${donor.id}`);
  return Promise.resolve({ fullName: open(donor.sealedFullName, 'fullName'), documentNumber: open(donor.sealedDocumentNumber, 'documentNumber') });
}
