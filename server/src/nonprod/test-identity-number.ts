/** What a made-up number is made of. */
export interface TestIdentityNumberParts {
  /** Six digits, e.g. 330102. */
  readonly divisionCode: string;
  /** 'YYYY-MM-DD'. */
  readonly birthday: string;
  /** Order code 0–999; odd for a man, even for a woman. */
  readonly order: number;
}

/**
 * Makes an 18-character citizen identity number for tests and demo people only; it belongs to nobody we know of.
 * The check character is computed by the recursive form of ISO 7064 MOD 11-2, not by the table of weights the register
 * checks with, so that each proves the other.
 */
export function testIdentityNumber({ divisionCode, birthday, order }: TestIdentityNumberParts): string {
  return withCheckCharacter(`${divisionCode}${birthday.replaceAll('-', '')}${threeDigits(order)}`);
}

/** The same person's 15-digit number of GB 11643-1989; only for births in the twentieth century. */
export function testLegacyIdentityNumber({ divisionCode, birthday, order }: TestIdentityNumberParts): string {
  return `${divisionCode}${birthday.replaceAll('-', '').slice(2)}${threeDigits(order)}`;
}

/** Makes an 18-character foreign permanent resident number: 9, province (2 digits), country (3 digits), birthday, order. */
export function testPermanentResidentNumber(parts: {
  readonly provinceCode: string;
  readonly countryCode: string;
  readonly birthday: string;
  readonly order: number;
}): string {
  return testIdentityNumber({ ...parts, divisionCode: `9${parts.provinceCode}${parts.countryCode}` });
}

function threeDigits(order: number): string {
  return String(order).padStart(3, '0');
}

function withCheckCharacter(seventeenDigits: string): string {
  let product = 0;
  for (const digit of seventeenDigits) product = ((product + Number(digit)) * 2) % 11;
  const check = (12 - product) % 11;
  return seventeenDigits + (check === 10 ? 'X' : String(check));
}
