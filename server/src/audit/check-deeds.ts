import type { AuditedChange } from './audit-entry.entity.ts';
import { fault, FoundFault } from './audit-fault.ts';
import { type CoveredTable, coveredTables, LATE_BY, type PlainRow, timeOf } from './covered-rows.ts';

/** A table of whose every row an audit entry tells. */
type ToldTable = Exclude<CoveredTable, 'audit_entry'>;

/** How audit entries call the rows of these tables. */
const toldAs: Readonly<Record<ToldTable, string>> = { decision: 'Decision', look_up_step: 'LookUpStep', evidence_issue: 'EvidenceIssue', body_declaration: 'BodyDeclaration' };
const toldTables = Object.keys(toldAs) as ToldTable[];

interface Met {
  readonly table: ToldTable;
  readonly id: string;
  /** The batch where it was met. */
  readonly batch: number | null;
  /** The time of the row, or of the entry that tells of it. */
  readonly at: number;
}

/**
 * Holds decisions, declarations about the body, the steps of look-ups and issued packages against audit entries. They are written in one transaction, so a row that no
 * entry tells of was put in beside the register, and a row that is told of but not there was taken out.
 */
export class DeedCheck {
  /** What has been met on one side only. */
  readonly #untold = new Map<string, Met>();
  readonly #told = new Map<string, Met>();

  /** Takes note of a row; `batch` is null while it waits. */
  meet(table: CoveredTable, row: PlainRow, batch: number | null): void {
    const at = timeOf(table, row).getTime();
    if (table === 'audit_entry') {
      for (const { told, id } of toldIn(row['changes'])) meetOne({ table: told, id, batch, at }, this.#untold, this.#told);
    } else {
      meetOne({ table, id: row['id'] ?? '', batch, at }, this.#told, this.#untold);
    }
  }

  /** Whether a row that may be sealed late is of the time of the entry that tells of it; null when it must be dated by its seal. */
  dates(table: CoveredTable, row: PlainRow): boolean | null {
    if (table === 'audit_entry' || !coveredTables[table].hasOlderRows) return null;
    const told = this.#told.get(nameOf(table, row['id'] ?? ''));
    return told === undefined ? null : Math.abs(timeOf(table, row).getTime() - told.at) <= LATE_BY;
  }

  /**
   * Call it where a transaction cannot lie in two pieces: after a complete batch, and at the end. Until then a row may be missing
   * that was written before its table was covered. @throws FoundFault.
   */
  settle(place: 'BATCH' | 'END'): void {
    const [added] = this.#untold.values();
    if (added) throw new FoundFault(fault('ADDED', added.table, added.id, added.batch, 'no audit entry tells of it'));
    const removed = [...this.#told.values()].find(({ table }) => place === 'END' || !coveredTables[table].hasOlderRows);
    if (removed) throw new FoundFault(fault('REMOVED', removed.table, removed.id, removed.batch, 'an audit entry tells of it, but it is not there'));
  }
}

function meetOne(met: Met, waitsThere: Map<string, Met>, waitsHere: Map<string, Met>): void {
  const name = nameOf(met.table, met.id);
  if (!waitsThere.delete(name)) waitsHere.set(name, met);
}

function nameOf(table: ToldTable, id: string): string {
  return `${table} ${id}`;
}

/** Only what is written as `recordAudit` writes it counts; anything else tells of nothing. */
function toldIn(changes: string | null | undefined): { readonly told: ToldTable; readonly id: string }[] {
  const list = JSON.parse(changes ?? '[]') as unknown;
  if (!Array.isArray(list)) return [];
  return (list as readonly (Partial<AuditedChange> | null)[]).flatMap((change) => {
    const told = change?.change === 'create' ? toldTables.find((table) => toldAs[table] === change.entity) : undefined;
    return told && typeof change?.id === 'string' ? [{ told, id: change.id }] : [];
  });
}
