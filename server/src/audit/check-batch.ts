import { fault, FoundFault } from './audit-fault.ts';
import { type PlainConnection, rowsOf, type StoredLeaf, type Waiting } from './audit-log.queries.ts';
import type { DeedCheck } from './check-deeds.ts';
import { type CoveredTable, coveredTableNames, LATE_BY, leafOf, type PlainRow, timeOf } from './covered-rows.ts';
import { type Hash, merkleRoot } from './merkle-tree.ts';
import type { SignedRoot } from './signed-root.ts';

type Rows = ReadonlyMap<CoveredTable, ReadonlyMap<string, PlainRow>>;

/** Checks the rows of one batch after the other against their leaves, and their leaves against the signed root. */
export class BatchCheck {
  readonly #connection: PlainConnection;
  readonly #deeds: DeedCheck;
  /** Everything that had been committed by then is sealed; null until a batch was complete. */
  #completeAt: number | null = null;

  constructor(connection: PlainConnection, deeds: DeedCheck) {
    this.#connection = connection;
    this.#deeds = deeds;
  }

  /** @throws FoundFault. */
  async batch(root: SignedRoot, leaves: readonly StoredLeaf[]): Promise<void> {
    assertPositions(root, leaves);
    const rows = await this.#rows(leaves);
    const hashes = leaves.map((leaf) => hashOf(rows, leaf));
    const signed = (list: readonly Hash[]) => merkleRoot(list).toString('hex') === root.merkleRoot;
    if (!hashes.every((hash, place) => hash !== null && leaves[place]?.hash.equals(hash))) blameRow(root, leaves, rows, hashes, signed, this.#window(root));
    if (!signed(leaves.map(({ hash }) => hash))) throw new FoundFault(fault('ALTERED', 'audit_leaf', `batch ${root.sequence}`, root.sequence, 'rows and leaves agree with each other, but not with the signed root'));

    for (const { table, id } of leaves) this.#accept(table, id, rows, root.sequence, this.#window(root));
    if (!root.complete) return;
    this.#deeds.settle('BATCH');
    // A clock that was set back must not make every later row look too old.
    this.#completeAt = root.sealedAt;
  }

  /** What waits must be there and be younger than the last complete batch. @throws FoundFault. */
  async waiting(waiting: readonly Waiting[]): Promise<void> {
    const rows = await this.#rows(waiting);
    for (const { table, id } of waiting) {
      if (!rowOf(rows, table, id)) throw new FoundFault(fault('REMOVED', table, id, null, 'it was there before it could be sealed'));
      this.#accept(table, id, rows, null, { from: (this.#completeAt ?? -Infinity) - LATE_BY, until: Infinity });
    }
  }

  #window({ sealedAt }: SignedRoot): TimeWindow {
    return { from: Math.min(this.#completeAt ?? -Infinity, sealedAt) - LATE_BY, until: sealedAt + LATE_BY };
  }

  #accept(table: string, id: string, rows: Rows, batch: number | null, window: TimeWindow): void {
    const row = rowOf(rows, table, id);
    if (!row || !isCovered(table)) return;
    if (!(this.#deeds.dates(table, row) ?? isWithin(window, table, row))) throw new FoundFault(fault('BACK_DATED', table, id, batch, 'its own time does not fit when it was sealed'));
    this.#deeds.meet(table, row, batch);
  }

  async #rows(wanted: readonly { readonly table: string; readonly id: string }[]): Promise<Rows> {
    const found = new Map<CoveredTable, ReadonlyMap<string, PlainRow>>();
    for (const table of coveredTableNames) {
      const ids = wanted.filter((each) => each.table === table).map(({ id }) => id);
      found.set(table, await rowsOf(this.#connection, table, ids));
    }
    return found;
  }
}

interface TimeWindow {
  readonly from: number;
  readonly until: number;
}

/** A time that cannot be read, such as PostgreSQL's infinity, is within nothing. */
function isWithin({ from, until }: TimeWindow, table: CoveredTable, row: PlainRow): boolean {
  const time = timeOf(table, row).getTime();
  return time >= from && time <= until;
}

function assertPositions(root: SignedRoot, leaves: readonly StoredLeaf[]): void {
  const gap = leaves.findIndex(({ position }, place) => position !== place);
  const place = gap >= 0 ? gap : leaves.length;
  const at = (position: number) => `batch ${root.sequence}, position ${position}`;
  if (gap >= 0 || leaves.length < root.leafCount) throw new FoundFault(fault('REMOVED', 'audit_leaf', at(place), root.sequence, 'the leaf of a row is missing'));
  if (leaves.length > root.leafCount) throw new FoundFault(fault('ADDED', 'audit_leaf', at(root.leafCount), root.sequence, 'the batch was signed with fewer leaves'));
}

/** Names the first row that is not what its leaf says, in the most telling words that fit. @throws FoundFault always. */
function blameRow(root: SignedRoot, leaves: readonly StoredLeaf[], rows: Rows, hashes: readonly (Hash | null)[], signed: (list: readonly Hash[]) => boolean, window: TimeWindow): never {
  const place = leaves.findIndex(({ hash }, index) => hashes[index]?.equals(hash) !== true);
  const leaf = leaves[place];
  if (!leaf) throw new RangeError('Every row is what its leaf says');
  const blame = (kind: 'ALTERED' | 'REMOVED' | 'SWAPPED' | 'BACK_DATED', detail: string) => new FoundFault(fault(kind, leaf.table, leaf.id, root.sequence, detail));
  const row = rowOf(rows, leaf.table, leaf.id);
  if (!row || !isCovered(leaf.table)) throw blame('REMOVED', 'it was sealed, but is not there');
  const all = hashes.filter((hash) => hash !== null);
  if (all.length === leaves.length && signed(all)) throw new FoundFault(fault('ALTERED', 'audit_leaf', `batch ${root.sequence}, position ${place}`, root.sequence, `the row ${leaf.table} ${leaf.id} stands as it was signed`));
  const twin = twinOf(leaf, leaf.table, row, leaves);
  if (twin) throw blame('SWAPPED', `it holds what was sealed as ${twin.id}`);
  const from = Math.max(window.from, oldest(leaves, rows, hashes) - LATE_BY);
  if (!isWithin({ ...window, from }, leaf.table, row)) throw blame('BACK_DATED', 'it is not what was sealed, and its own time does not fit when it was sealed');
  throw blame('ALTERED', 'it is not what was sealed');
}

/** The time of the oldest row of the batch that stands as it was sealed; without one, no time is too early. */
function oldest(leaves: readonly StoredLeaf[], rows: Rows, hashes: readonly (Hash | null)[]): number {
  const intact = leaves.filter(({ hash }, place) => hashes[place]?.equals(hash) === true);
  const times = intact.flatMap(({ table, id }) => {
    const row = rowOf(rows, table, id);
    return row && isCovered(table) ? [timeOf(table, row).getTime()] : [];
  });
  return times.reduce((least, time) => Math.min(least, time), times[0] ?? -Infinity);
}

/** The other leaf of the batch whose content the row now holds. */
function twinOf(leaf: StoredLeaf, table: CoveredTable, row: PlainRow, leaves: readonly StoredLeaf[]): StoredLeaf | undefined {
  return leaves.find((other) => other.id !== leaf.id && other.table === table && leafOf(table, { ...row, id: other.id }).equals(other.hash));
}

function hashOf(rows: Rows, { table, id }: StoredLeaf): Hash | null {
  const row = rowOf(rows, table, id);
  return row && isCovered(table) ? leafOf(table, row) : null;
}

function rowOf(rows: Rows, table: string, id: string): PlainRow | undefined {
  return isCovered(table) ? rows.get(table)?.get(id) : undefined;
}

function isCovered(table: string): table is CoveredTable {
  return (coveredTableNames as string[]).includes(table);
}
