import { MalformedText } from './refusals.ts';

/**
 * Refuses NUL bytes and lone surrogates anywhere in the arguments of an operation. PostgreSQL refuses the first with a
 * broken statement and silently alters the second; both must be told to the caller instead.
 * @throws MalformedText
 */
export function assertWellFormed(value: unknown): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed()) throw new MalformedText();
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) assertWellFormed(part);
  }
}
