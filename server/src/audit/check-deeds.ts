import type { AuditedChange } from './audit-entry.entity.ts';
import { fault, FoundFault } from './audit-fault.ts';
import type { CoveredTable, PlainRow } from './covered-rows.ts';

/**
 * Holds decisions and audit entries against each other. They are written in one transaction, so a decision that no entry
 * tells of was put in beside the register, and a decision that is told of but not there was taken out.
 */
export class DeedCheck {
  /** What has been met on one side only: the batch where it was met. */
  readonly #untold = new Map<string, number | null>();
  readonly #told = new Map<string, number | null>();

  /** Takes note of a row; `batch` is null while it waits. */
  meet(table: CoveredTable, row: PlainRow, batch: number | null): void {
    if (table === 'decision') {
      meetOne(row['id'] ?? '', batch, this.#told, this.#untold);
    } else if (table === 'audit_entry') {
      for (const id of decisionsIn(row['changes'])) meetOne(id, batch, this.#untold, this.#told);
    }
  }

  /** Call it where a transaction cannot lie in two pieces: after a complete batch, and at the end. @throws FoundFault. */
  settle(): void {
    const [added] = this.#untold;
    if (added) throw new FoundFault(fault('ADDED', 'decision', added[0], added[1], 'no audit entry tells of it'));
    const [removed] = this.#told;
    if (removed) throw new FoundFault(fault('REMOVED', 'decision', removed[0], removed[1], 'an audit entry tells of it, but it is not there'));
  }
}

function meetOne(id: string, batch: number | null, waitsThere: Map<string, number | null>, waitsHere: Map<string, number | null>): void {
  if (!waitsThere.delete(id)) waitsHere.set(id, batch);
}

/** Only what is written as `recordAudit` writes it counts; anything else tells of nothing. */
function decisionsIn(changes: string | null | undefined): string[] {
  const list = JSON.parse(changes ?? '[]') as unknown;
  if (!Array.isArray(list)) return [];
  const told = list.filter((change: Partial<AuditedChange> | null) => change?.entity === 'Decision' && change.change === 'create') as readonly AuditedChange[];
  return told.map(({ id }) => id);
}
