/** In place of `audit/record-audit.ts`, for measuring only: deeds leave no audit entry. */
export * from '../../../server/src/audit/record-audit.ts';

/** Writes nothing down. */
export function recordAudit(): void {
  // That is what is measured.
}
