import type { AuditPublicKeys } from './audit-keys.ts';
import { batchesAfter, leavesOf, misleadingConfirmation, misleadingLookUp, misleadingRecord, type PlainConnection, strayLeaf, strayRow, waitingAfter } from './audit-log.queries.ts';
import { BatchCheck } from './check-batch.ts';
import { coveredTableNames } from './covered-rows.ts';
import { DeedCheck } from './check-deeds.ts';
import { type AuditFault, fault, FoundFault } from './audit-fault.ts';
import { digestOf, NO_DIGEST, signatureFault, type SignedRoot } from './signed-root.ts';
import type { WitnessLine } from './witness-file.ts';

/** What the checker is given. */
export interface VerificationOptions {
  readonly keys: AuditPublicKeys;
  /** A copy that was kept elsewhere; without one, the loss of the newest batches with all their rows cannot be seen. */
  readonly witness?: AsyncIterable<WitnessLine> | Iterable<WitnessLine> | null;
}

/** What was looked at, and the first thing that is wrong. */
export interface Verification {
  /** Null when everything stands as it was sealed. */
  readonly fault: AuditFault | null;
  readonly batches: number;
  readonly rows: number;
  /** Rows that wait for their seal. */
  readonly waiting: number;
  /** Roots that the witness has, too. */
  readonly witnessed: number;
  /** When the newest batch was sealed; null when there is none. */
  readonly sealedUntil: Date | null;
}

const PAGE = 100;
const WAITING_PAGE = 10_000;

/**
 * Makes everything anew from the rows and says what is wrong first: chain and signatures, each row of each batch, the
 * deeds that audit and decisions tell of each other, then what is neither sealed nor waiting. It holds one batch at a time
 * in memory. Call it in a transaction of `inPlainTransaction`, so that it sees one moment.
 */
export async function verifyAudit(connection: PlainConnection, { keys, witness = null }: VerificationOptions): Promise<Verification> {
  const walk = new Walk(connection, keys, new WitnessCursor(witness ?? []));
  try {
    await walk.overBatches();
    await walk.overWaiting();
    await walk.overStrays();
    return walk.result(null);
  } catch (error) {
    if (error instanceof FoundFault) return walk.result(error.fault);
    throw error;
  }
}

class Walk {
  readonly #connection: PlainConnection;
  readonly #keys: AuditPublicKeys;
  readonly #witness: WitnessCursor;
  readonly #deeds = new DeedCheck();
  readonly #check: BatchCheck;
  #previous: SignedRoot | null = null;
  #batches = 0;
  #rows = 0;
  #waiting = 0;

  constructor(connection: PlainConnection, keys: AuditPublicKeys, witness: WitnessCursor) {
    this.#connection = connection;
    this.#keys = keys;
    this.#witness = witness;
    this.#check = new BatchCheck(connection, this.#deeds);
  }

  result(found: AuditFault | null): Verification {
    const sealedUntil = this.#previous ? new Date(this.#previous.sealedAt) : null;
    return { fault: found, batches: this.#batches, rows: this.#rows, waiting: this.#waiting, witnessed: this.#witness.agreed, sealedUntil };
  }

  async overBatches(): Promise<void> {
    for (let roots = await this.#next(); roots.length > 0; roots = await this.#next()) {
      for (const root of roots) await this.#batch(root);
    }
    await this.#witness.end(this.#previous?.sequence ?? 0);
    const stray = await strayLeaf(this.#connection);
    if (stray) throw new FoundFault(fault('REMOVED', 'audit_batch', String(stray.batch), stray.batch, 'its leaves are still there'));
  }

  #next(): Promise<SignedRoot[]> {
    return batchesAfter(this.#connection, this.#previous?.sequence ?? 0, PAGE);
  }

  async #batch(root: SignedRoot): Promise<void> {
    const expected = (this.#previous?.sequence ?? 0) + 1;
    const broken = (kind: AuditFault['kind'], detail: string) => new FoundFault(fault(kind, 'audit_batch', String(expected), expected, detail));
    if (root.sequence !== expected) throw broken('REMOVED', `the next one there is ${root.sequence}`);
    const wrong = signatureFault(root, this.#keys);
    if (wrong === 'UNKNOWN_KEY') throw broken('ALTERED', `signed by the unknown key ${root.keyId}`);
    if (wrong) {
      const place = this.#signedPlace(root);
      throw place === undefined ? broken('ALTERED', 'the signature does not fit what is signed') : broken('REORDERED', `it was signed as batch ${place}`);
    }
    if (root.previousDigest !== (this.#previous ? digestOf(this.#previous) : NO_DIGEST)) throw broken('REORDERED', 'it was signed to follow another batch');
    if (root.totalCount !== (this.#previous?.totalCount ?? 0) + root.leafCount) throw broken('REORDERED', 'its count of rows does not follow the former one');
    await this.#witness.compare(root);
    await this.#check.batch(root, await leavesOf(this.#connection, root.sequence));
    this.#previous = root;
    this.#batches += 1;
    this.#rows += root.leafCount;
  }

  /** The place near its own for which a batch was signed: batches that have changed places are named as such. */
  #signedPlace(root: SignedRoot): number | undefined {
    const near = Array.from({ length: 2 * PAGE }, (_, step) => root.sequence - PAGE + step);
    return near.find((sequence) => signatureFault({ ...root, sequence }, this.#keys) === null);
  }

  /** What waits is not sealed yet, but must be there, be of today, and belong to a deed. */
  async overWaiting(): Promise<void> {
    let last = '0';
    for (;;) {
      const rows = await waitingAfter(this.#connection, last, WAITING_PAGE);
      const unsealed = rows.filter(({ table, isSealed }) => !isSealed && (coveredTableNames as string[]).includes(table));
      await this.#check.waiting(unsealed);
      this.#waiting += unsealed.length;
      last = rows.at(-1)?.number ?? last;
      if (rows.length < WAITING_PAGE) break;
    }
    this.#deeds.settle('END');
  }

  async overStrays(): Promise<void> {
    for (const table of coveredTableNames) {
      const id = await strayRow(this.#connection, table);
      if (id !== null) throw new FoundFault(fault('ADDED', table, id, null, 'it was never sealed and does not wait for a seal'));
    }
    const lookUp = await misleadingLookUp(this.#connection);
    if (lookUp) throw new FoundFault(fault(lookUp.kind, 'look_up', lookUp.id, null, 'it is not what its sealed steps say'));
    const record = await misleadingRecord(this.#connection);
    if (record) throw new FoundFault(fault('ALTERED', record.table, record.id, null, 'it does not point at its newest sealed row, or says another wish'));
    const confirmation = await misleadingConfirmation(this.#connection);
    if (confirmation !== null) throw new FoundFault(fault('ALTERED', 'decision_submission', confirmation, null, 'which submission the decision confirms is not what was sealed with it'));
  }
}

/** Walks through a witness's copy beside the chain; both are in the order of their sequence. */
class WitnessCursor {
  readonly #lines: AsyncIterator<WitnessLine> | Iterator<WitnessLine>;
  #ahead: SignedRoot | null = null;
  #ended = false;
  agreed = 0;

  constructor(lines: AsyncIterable<WitnessLine> | Iterable<WitnessLine>) {
    this.#lines = Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
  }

  async compare(root: SignedRoot): Promise<void> {
    for (let seen = await this.#peek(); seen !== null && seen.sequence <= root.sequence; seen = await this.#peek()) {
      if (seen.sequence === root.sequence) {
        if (digestOf(seen) !== digestOf(root)) throw new FoundFault(fault('REPLACED', 'audit_batch', String(root.sequence), root.sequence, 'the witness has another root'));
        this.agreed += 1;
      }
      this.#ahead = null;
    }
  }

  /** @throws FoundFault when the witness knows batches after the last one. */
  async end(last: number): Promise<void> {
    const seen = await this.#peek();
    if (seen) throw new FoundFault(fault('REMOVED', 'audit_batch', String(last + 1), last + 1, `the witness knows batch ${seen.sequence}`));
  }

  async #peek(): Promise<SignedRoot | null> {
    while (this.#ahead === null && !this.#ended) {
      const next = await this.#lines.next();
      if (next.done === true) this.#ended = true;
      else if ('root' in next.value) this.#ahead = next.value.root;
    }
    return this.#ahead;
  }
}
