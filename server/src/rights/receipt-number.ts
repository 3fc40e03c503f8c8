import { randomInt } from 'node:crypto';

/** Something to quote on the telephone, e.g. `SQ-1234-5678`; a clash is found by the unique constraint and the command runs again. */
export function newReceiptNumber(beginning: 'SQ' | 'QS' | 'YT' | 'SM' | 'DJ'): string {
  const digits = String(randomInt(100_000_000)).padStart(8, '0');
  return `${beginning}-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
