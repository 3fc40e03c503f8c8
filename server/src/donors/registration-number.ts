import { randomInt } from 'node:crypto';

/** Letters and digits that people do not mix up: no I, L, O, S, U, 0, 1. There are 29, a prime, so that the check sum catches every swap. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRTVWXYZ';
const LENGTH = 11;

/**
 * Makes a registration number such as `SX-7K3M-9Q2P-ABCX`: eleven random characters and one check character. It is
 * random so that it tells neither how many people registered nor when, and checked so that a slip of the tongue at an
 * office counter is noticed.
 */
export function newRegistrationNumber(): string {
  return newCheckedNumber('SX');
}

/** A number of the same kind for something else, which its two letters name. */
export function newCheckedNumber(letters: string): string {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  const all = [...characters, checkCharacter(characters)].join('');
  return `${letters}-${all.slice(0, 4)}-${all.slice(4, 8)}-${all.slice(8)}`;
}

/** Whether a number has the form and the check character of ours, in any case and with or without dashes. */
export function isRegistrationNumber(text: string): boolean {
  const characters = [...text.toUpperCase().replace(/^SX/, '').replaceAll('-', '')];
  if (characters.length !== LENGTH + 1 || characters.some((each) => !ALPHABET.includes(each))) return false;
  return checkCharacter(characters.slice(0, LENGTH)) === characters[LENGTH];
}

/** A weighted sum modulo a prime: every single wrong character and every swap of two neighbours changes it. */
function checkCharacter(characters: readonly string[]): string {
  const sum = characters.reduce((total, each, at) => total + ALPHABET.indexOf(each) * (at + 1), 0);
  return ALPHABET.charAt(sum % ALPHABET.length);
}
