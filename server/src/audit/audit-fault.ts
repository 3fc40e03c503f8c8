/** What was done to the record. */
export type AuditFaultKind = 'ALTERED' | 'REMOVED' | 'ADDED' | 'SWAPPED' | 'BACK_DATED' | 'REORDERED' | 'REPLACED';

/** One thing that is wrong, and where: enough for an inspector to look at it, nothing that tells of a person. */
export interface AuditFault {
  readonly kind: AuditFaultKind;
  readonly table: string;
  readonly id: string;
  /** The batch in which it was sealed; null when it never was. */
  readonly batch: number | null;
  readonly detail: string;
}

/** Says one thing that is wrong. */
export function fault(kind: AuditFaultKind, table: string, id: string, batch: number | null, detail: string): AuditFault {
  return { kind, table, id, batch, detail };
}

/** Ends a verification at the first thing that is wrong. */
export class FoundFault extends Error {
  override readonly name = 'FoundFault';
  readonly fault: AuditFault;

  constructor(found: AuditFault) {
    super(`${found.kind} ${found.table} ${found.id}`);
    this.fault = found;
  }
}
