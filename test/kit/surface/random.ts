/** Chances that come out the same for the same seed, so that a broken run can be repeated. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 up to 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.next() * 100 < share;
  }

  /** A whole number from 0 up to and without `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** @throws Error when there is nothing to choose from. */
  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('Nothing to choose from');
    return chosen;
  }

  /** Some of the choices, at least one and at most so many, in their order. */
  some<T>(choices: readonly T[], most: number): T[] {
    const wanted = Math.min(choices.length, 1 + this.below(most));
    const chosen = new Set<number>();
    while (chosen.size < wanted) chosen.add(this.below(choices.length));
    return [...chosen].toSorted((one, other) => one - other).flatMap((index) => choices[index] ?? []);
  }
}
