import type { IdentityDocumentType } from '../../../../../schema/generated/graphql.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';

/** A number as people type it, without the spaces and in capitals. */
export const tidyNumber = (typed: string): string => typed.replaceAll(/\s/g, '').toUpperCase();

/**
 * Whether a resident's number can be one (GB 11643: 18 places, the last one checks the others). The register answers a number
 * that cannot be with its one refusal, which says nothing; a slip of the finger is better told here.
 */
export function canBeNumber(type: IdentityDocumentType, typed: string): boolean {
  const number = tidyNumber(typed);
  if (type !== 'RESIDENT_ID_CARD') return number !== '';
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return CHECK_DIGITS[sum % 11] === number[17];
}
