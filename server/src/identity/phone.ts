import { type Checked, failed, passed } from './checked.ts';
import { plainCharacters } from './identity-number.ts';

/** What can be wrong with a phone number; a code only. */
export const PhoneFault = { REQUIRED: 'REQUIRED', MALFORMED: 'MALFORMED' } as const;
export type PhoneFault = (typeof PhoneFault)[keyof typeof PhoneFault];

/** Where a number rings. */
export const PhoneKind = { MOBILE: 'MOBILE', LANDLINE: 'LANDLINE', INTERNATIONAL: 'INTERNATIONAL' } as const;
export type PhoneKind = (typeof PhoneKind)[keyof typeof PhoneKind];

/** A phone number in the one form we keep: 13700009050, 0571-80008709, +85290004567. */
export interface PhoneNumber {
  readonly kind: PhoneKind;
  readonly number: string;
}

const mobile = /^1[3-9]\d{9}$/;
/** Three-digit area codes are 010 and 02x, all others have four digits; subscriber numbers have seven or eight. */
const landline = /^(010|02\d|0[3-9]\d{2})(\d{7,8})$/;
/** Hong Kong, Macao and Taiwan by their own lengths; any other country by E.164: at most fifteen digits. */
const abroad = [/^\+852[2-9]\d{7}$/, /^\+853[268]\d{7}$/, /^\+886[2-9]\d{7,8}$/, /^\+(?!85[23]|886|86)[1-9]\d{6,14}$/];

/**
 * Reads a phone number: mainland mobile or landline with area code, with or without +86; Hong Kong, Macao, Taiwan and
 * foreign numbers with + or 00 and the country code. Full-width characters, spaces, dashes and brackets are forgiven.
 */
export function checkPhone(text: string): Checked<PhoneNumber, PhoneFault> {
  const digits = plainCharacters(text)
    .replace(/[-‐‑‒–—―−ー()]/g, '')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^\+86(?=1[3-9]\d{9}$)/, '')
    .replace(/^\+860?(?=\d{9,11}$)/, '0');
  if (digits === '') return failed(PhoneFault.REQUIRED);
  if (mobile.test(digits)) return passed({ kind: PhoneKind.MOBILE, number: digits });
  const fixed = landline.exec(digits);
  if (fixed) return passed({ kind: PhoneKind.LANDLINE, number: `${fixed[1]}-${fixed[2]}` });
  if (abroad.some((shape) => shape.test(digits))) return passed({ kind: PhoneKind.INTERNATIONAL, number: digits });
  return failed(PhoneFault.MALFORMED);
}
