import DataLoader from 'dataloader';

/** Values by key that a request reads in batches, unless another statement has brought them along. */
export class Brought<Value> {
  readonly #known = new Map<string, Value>();
  readonly #loader: DataLoader<string, Value>;

  /** @param read the values of many keys in one query, in the order of the keys. */
  constructor(read: (keys: readonly string[]) => Promise<readonly (Value | Error)[]>) {
    this.#loader = new DataLoader(read);
  }

  /** Notes a value that came with something else; what is known already stays. */
  bring(key: string, value: Value): void {
    if (!this.#known.has(key)) this.#known.set(key, value);
  }

  /** The value of a key: at once where it is known, else when the batch has been read. */
  of(key: string): Value | Promise<Value> {
    const known = this.#known.get(key);
    return known === undefined ? this.#loader.load(key) : known;
  }
}

/** Goes on with a value now or, where it is still to come, then: a promise for what is known costs a turn of the queue for each field. */
export function whenThere<Value, Result>(value: Value | Promise<Value>, go: (value: Value) => Result): Result | Promise<Result> {
  return value instanceof Promise ? value.then(go) : go(value);
}
