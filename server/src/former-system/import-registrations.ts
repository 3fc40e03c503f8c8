import { createHash } from 'node:crypto';
import { normalisedDocument } from '../identity/identity-document.ts';
import { checkFormerRow } from './check-former-row.ts';
import { FormerFileFault, formerRows, type FormerFile } from './former-file.ts';
import { barredLine, bodyLine, faultyLine, type ReportLine } from './former-words.ts';
import { takeBatch, type IndexedRow, type TakingTools } from './take-former-batch.ts';

/** What became of the rows of a file; the four add up to the rows that were read. */
export interface ImportSums {
  readonly rows: number;
  /** People who were new. */
  readonly taken: number;
  /** Later words of people who had been taken over before. */
  readonly changed: number;
  /** Rows that had been taken over before. */
  readonly known: number;
  /** Rows that are in the report and nowhere else. */
  readonly refused: number;
  /** Rows that are on the register and in the report: what they say about the body was left behind. */
  readonly withoutBody: number;
}

/** How a file is taken over. */
export interface ImportOptions {
  /** Judges every row and writes nothing. */
  readonly dryRun: boolean;
  /** Keeps a line of the report; the next rows wait for it. */
  readonly report: (line: ReportLine) => Promise<void> | void;
  /** Is told after each batch. */
  readonly progress?: (sums: ImportSums) => void;
  /** Ends it after the batch under way. */
  readonly signal?: AbortSignal;
}

/** How many rows share a transaction: few enough to be done within a second, many enough that the commit costs little. */
export const BATCH = 500;

/**
 * Takes the rows of a file over into the register, batch by batch: each is one transaction, so whatever ends this, what was taken over
 * stands, and the same file again goes on behind it. Memory holds one batch, however long the file is.
 *
 * @throws FormerFileFault, KeyServiceUnavailable; what was committed before stands.
 */
export async function importRegistrations(tools: Omit<TakingTools, 'requestId'>, file: FormerFile, options: ImportOptions): Promise<ImportSums> {
  const batch = new Batch({ ...tools, requestId: `former-system:${tools.system}:${file.digest.slice(0, 16)}` }, options);
  const hash = createHash('sha256');
  for await (const row of formerRows(file.path, hash)) {
    if (options.signal?.aborted) break;
    const checked = checkFormerRow(row, tools.now());
    if ('faults' in checked) batch.refuse(faultyLine(checked));
    else {
      const { documentType, documentNumber, birthday } = checked.person;
      const indexed = { ...checked, personIndex: tools.vault.blindIndex('identity-document', normalisedDocument(documentType, documentNumber, birthday)) };
      // Of one person or number one row after the other, so that the second is judged by what the first has left.
      if (batch.holds(indexed)) await batch.end();
      batch.add(indexed);
    }
    if (batch.size >= BATCH) await batch.end();
  }
  if (options.signal?.aborted) return batch.sums;
  await batch.end();
  // The audit names the file by its digest.
  if (hash.digest('hex') !== file.digest) throw new FormerFileFault('文件在导入时被改动了。已写入的都保留；请核对文件，再重新运行。');
  return batch.sums;
}

/** The rows of the transaction to come, and what became of all before. */
class Batch {
  readonly #tools: TakingTools;
  readonly #options: ImportOptions;
  #rows: IndexedRow[] = [];
  #lines: ReportLine[] = [];
  readonly #names = new Set<string>();
  sums: ImportSums = { rows: 0, taken: 0, changed: 0, known: 0, refused: 0, withoutBody: 0 };

  constructor(tools: TakingTools, options: ImportOptions) {
    [this.#tools, this.#options] = [tools, options];
  }

  get size(): number {
    return this.#rows.length + this.#lines.length;
  }

  /** Whether a row of the same person or the same number waits. */
  holds(row: IndexedRow): boolean {
    return namesOf(row).some((name) => this.#names.has(name));
  }

  add(row: IndexedRow): void {
    this.#rows.push(row);
    for (const name of namesOf(row)) this.#names.add(name);
  }

  refuse(line: ReportLine): void {
    this.#lines.push(line);
  }

  /** Takes over what waits, and only then tells of it. */
  async end(): Promise<void> {
    const { dryRun, report, progress } = this.#options;
    const outcomes = this.#rows.length > 0 ? await takeBatch(this.#tools, this.#rows, dryRun) : [];
    const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    const barred = this.#rows.flatMap((row, at) => {
      const outcome = outcomes[at];
      return typeof outcome === 'object' ? [barredLine(row, outcome.bar)] : [];
    });
    const withoutBody = this.#rows.filter(({ statesBody }, at) => statesBody && typeof outcomes[at] !== 'object').map(bodyLine);
    for (const line of [...this.#lines, ...barred, ...withoutBody].toSorted((one, other) => one.line - other.line)) await report(line);
    const before = this.sums;
    this.sums = {
      rows: before.rows + this.size,
      taken: before.taken + count('TAKEN'),
      changed: before.changed + count('CHANGED'),
      known: before.known + count('KNOWN'),
      refused: before.refused + this.#lines.length + barred.length,
      withoutBody: before.withoutBody + withoutBody.length,
    };
    [this.#rows, this.#lines] = [[], []];
    this.#names.clear();
    progress?.(this.sums);
  }
}

function namesOf({ reference, personIndex }: IndexedRow): readonly string[] {
  return [`reference ${reference}`, `person ${personIndex.toString('hex')}`];
}
