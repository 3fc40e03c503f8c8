/**
 * The answer of a pure check on something a person or another system wrote: the value in its one normal form,
 * or every fault found. Faults are codes and never repeat the value, so they may be logged and shown.
 */
export type Checked<Value, Fault> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** A check that passed. */
export function passed<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** A check that failed, with all its faults. */
export function failed<Fault>(...faults: readonly Fault[]): { readonly ok: false; readonly faults: readonly Fault[] } {
  return { ok: false, faults };
}
