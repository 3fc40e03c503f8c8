import { type CalendarDay, calendarDay, fullYearsOn, isCalendarDay } from './calendar.ts';
import { type Checked, failed, passed } from './checked.ts';

/** Sex as the order code of GB 11643 and the sign-in provider state it. */
export const Sex = { MALE: 'MALE', FEMALE: 'FEMALE' } as const;
export type Sex = (typeof Sex)[keyof typeof Sex];

/** What can be wrong with a number built by GB 11643; a code only, never the number. */
export const IdentityNumberFault = {
  LENGTH: 'LENGTH',
  CHARACTER: 'CHARACTER',
  DIVISION_UNKNOWN: 'DIVISION_UNKNOWN',
  BIRTH_DATE_IMPOSSIBLE: 'BIRTH_DATE_IMPOSSIBLE',
  BIRTH_DATE_IN_FUTURE: 'BIRTH_DATE_IN_FUTURE',
  CHECK_DIGIT: 'CHECK_DIGIT',
} as const;
export type IdentityNumberFault = (typeof IdentityNumberFault)[keyof typeof IdentityNumberFault];

/** A citizen identity number (公民身份号码, GB 11643-1999), taken apart. */
export interface IdentityNumber {
  /** All 18 characters, check character as digit or capital X. */
  readonly number: string;
  readonly birthday: CalendarDay;
  readonly sex: Sex;
  /** The six digits of the first registration; may be a division that has ended since (330103, 330104). */
  readonly divisionCode: string;
}

/**
 * Provinces of GB/T 2260, and 83: 《港澳台居民居住证申领发放办法》 (国办发〔2018〕81号) art. 3 gives residents of Hong Kong,
 * Macao and Taiwan numbers that begin 810000, 820000, 830000.
 */
const provinceCodes: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** Nobody lives this long: an older birth year is a slip of the pen, not an age. */
const longestLife = 150;

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/**
 * Reads a citizen identity number as people write it: 18 characters, or the 15 digits of GB 11643-1989 (century 19),
 * small x, full-width characters, spaces anywhere. Answers all faults that can be told.
 *
 * The division is checked by province only: a number is for life, its county may have ended long ago.
 * @param today the day in China, which no birth may follow
 */
export function checkIdentityNumber(
  text: string,
  today: CalendarDay,
): Checked<IdentityNumber, IdentityNumberFault> {
  const written = plainCharacters(text);
  const spelling: IdentityNumberFault[] = [];
  if (written.length !== 18 && written.length !== 15) spelling.push(IdentityNumberFault.LENGTH);
  if (!(written.length === 15 ? /^\d+$/ : /^\d*X?$/).test(written)) spelling.push(IdentityNumberFault.CHARACTER);
  if (spelling.length > 0) return failed(...spelling);

  const number = eighteenCharacters(written);
  const faults = [...divisionFaults(number), ...coreFaults(number, today)];
  if (faults.length > 0) return failed(...faults);
  return passed({ number, birthday: birthdayIn(number), sex: sexIn(number), divisionCode: number.slice(0, 6) });
}

/**
 * The number in its one spelling, without judging it: half-width, capital X, no spaces, 15 digits made 18. Two
 * spellings of one number come out equal, which is what a blind index needs.
 */
export function normalisedIdentityNumber(text: string): string {
  return eighteenCharacters(plainCharacters(text));
}

/** Faults of birth date and check character, in 18 characters already known to be digits (X last at most). */
export function coreFaults(number: string, today: CalendarDay): readonly IdentityNumberFault[] {
  const birthday = birthdayIn(number);
  const faults: IdentityNumberFault[] = [];
  if (!isCalendarDay(birthday)) faults.push(IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE);
  else if (birthday > today) faults.push(IdentityNumberFault.BIRTH_DATE_IN_FUTURE);
  else if (fullYearsOn(birthday, today) > longestLife) faults.push(IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE);
  if (checkCharacterOf(number.slice(0, 17)) !== number[17]) faults.push(IdentityNumberFault.CHECK_DIGIT);
  return faults;
}

/** Digits 7–14 as a day, which need not exist. */
export function birthdayIn(number: string): CalendarDay {
  return calendarDay(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
}

/** Sex by the parity of digit 17: odd for men, even for women (GB 11643-1999). */
export function sexIn(number: string): Sex {
  return Number(number[16]) % 2 === 1 ? Sex.MALE : Sex.FEMALE;
}

/** The check character of 17 digits by ISO 7064 MOD 11-2, as GB 11643-1999 tabulates it. */
export function checkCharacterOf(seventeenDigits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(seventeenDigits[index]), 0);
  return checkCharacters.charAt(sum % 11);
}

/** Half-width capitals without any white space, as documents print their numbers. */
export function plainCharacters(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .toUpperCase();
}

function divisionFaults(number: string): readonly IdentityNumberFault[] {
  return provinceCodes.has(number.slice(0, 2)) ? [] : [IdentityNumberFault.DIVISION_UNKNOWN];
}

function eighteenCharacters(written: string): string {
  if (!/^\d{15}$/.test(written)) return written;
  const seventeen = `${written.slice(0, 6)}19${written.slice(6)}`;
  return seventeen + checkCharacterOf(seventeen);
}
