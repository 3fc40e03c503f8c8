import { type KeyTools, personalValuesOf } from './personal-values.ts';
import type { Donor } from './donor.entity.ts';

/** The two values by which people recognise each other on paper. */
export interface OpenedIdentity {
  readonly fullName: string;
  readonly documentNumber: string;
}

/**
 * Opens name and document number of a donor: for the ethics committee's package only (条例 art. 18), which must be held
 * against the patient's own document. Everybody else is shown masked values or none.
 *
 * @returns null when the person was erased.
 */
export async function openIdentity(tools: KeyTools, donor: Donor): Promise<OpenedIdentity | null> {
  const values = await personalValuesOf(tools, donor);
  const [fullName, documentNumber] = [values.fullName(), values.documentNumber()];
  return fullName === null || documentNumber === null ? null : { fullName, documentNumber };
}
