/** Digits in the form of an identity number of 18 or 15 places or of a mobile telephone. */
const NUMBER = String.raw`(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})`;

const ALONE = new RegExp(String.raw`(?<![A-Za-z0-9])${NUMBER}(?![A-Za-z0-9])`);
const ANYWHERE = new RegExp(String.raw`(?<!\d)${NUMBER}(?!\d)`, 'g');

/**
 * Whether a name that a caller made looks as if it held somebody's identity or telephone number. Names of requests and
 * retries are kept in the log and in the audit, which nobody can change, so such a name is not taken. Digits between letters
 * do not count: one random UUID in some thousand has eleven in a row.
 */
export function holdsPersonalNumber(name: string): boolean {
  return ALONE.test(name);
}

/** A text with everything struck out that looks like such a number; rather one too many than one too few. */
export function withoutPersonalNumbers(text: string): string {
  return text.replace(ANYWHERE, '[number]');
}
