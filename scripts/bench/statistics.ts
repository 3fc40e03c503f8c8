/** What rounds of a measurement say together. */

/** One figure over all rounds. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** (highest − lowest) / median: 0 when every round said the same. */
  readonly spread: number;
  /** The rounds in the order in which they ran. */
  readonly rounds: readonly number[];
}

/** @throws RangeError when there is no round, or one is not a finite number. */
export function summarise(rounds: readonly number[]): Summary {
  const sorted = sort(rounds);
  const middle = median(rounds);
  const [lowest = middle, highest = middle] = [sorted[0], sorted.at(-1)];
  return { median: middle, lowest, highest, spread: highest === lowest ? 0 : (highest - lowest) / middle, rounds };
}

/** The middle value; between two middle ones, their mean. */
export function median(values: readonly number[]): number {
  const sorted = sort(values);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least this share (0 to 1) of all values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = sort(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * One figure as a multiple of another, round by round. Both contenders of a round met the same neighbours on the
 * machine, so a ratio within a round says more than the ratio of two medians.
 * @throws RangeError when the rounds do not pair up.
 */
export function ratio(values: readonly number[], references: readonly number[]): Summary {
  if (values.length !== references.length) throw new RangeError('Each round needs its reference');
  return summarise(values.map((value, round) => value / (references[round] ?? Number.NaN)));
}

function sort(values: readonly number[]): readonly number[] {
  if (values.length === 0 || !values.every(Number.isFinite)) throw new RangeError('Only finite numbers can be summarised, at least one');
  return values.toSorted((one, other) => one - other);
}
