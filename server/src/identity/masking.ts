import { IdentityDocumentType } from './identity-document.ts';

/*
 * How personal values are shown: the masking table of 浙里办 (SSO 接口规范 ch. 3, our channel notes 1.9). Everything is
 * counted by code point, so that a rare character of CJK Extension B is one character and never cut in half.
 */

/** STRONG for display only; ORDINARY where the person must recognise and check the number. */
export type MaskStrength = 'STRONG' | 'ORDINARY';

/** A name without its first character: 张大友 → *大友. */
export function maskName(name: string): string {
  // A variation selector belongs to the character before it and would betray it.
  return name.replace(/^.\p{M}*/su, '*');
}

/**
 * A document number: resident ID cards and 18-character permanent resident cards as 3****************X (strong) or
 * 3***23197402*****X (ordinary); every other kind keeps its first and last third.
 */
export function maskDocumentNumber(type: IdentityDocumentType, number: string, strength: MaskStrength): string {
  const carriesBirthday =
    type === IdentityDocumentType.RESIDENT_ID_CARD || type === IdentityDocumentType.FOREIGN_PERMANENT_RESIDENT_CARD;
  const characters = [...number];
  if (!carriesBirthday || characters.length !== 18) return maskMiddleThird(number);
  if (strength === 'STRONG') return maskBetween(characters, 1, 1);
  return [characters[0], '***', ...characters.slice(4, 12), '*****', characters[17]].join('');
}

/**
 * A phone number in our normal form: mobile 137****9050, landline 0571****8709 (area code and last four), beyond the
 * mainland the prefix with two digits and the last four, +85****4567.
 */
export function maskPhone(phone: string): string {
  const characters = [...phone.replace('-', '')];
  const shown = phone.includes('-') ? phone.indexOf('-') : 3;
  if (characters.length < shown + 5) return '*'.repeat(characters.length);
  return [...characters.slice(0, shown), '****', ...characters.slice(-4)].join('');
}

/** An e-mail address: three characters, three stars, the whole domain: con***@163.com. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '***';
  return `${[...email.slice(0, at)].slice(0, 3).join('')}***${email.slice(at)}`;
}

/** Any other identifier: first and last third stay, the middle is hidden; under three characters nothing stays. */
export function maskMiddleThird(value: string): string {
  const characters = [...value];
  const third = Math.floor(characters.length / 3);
  return maskBetween(characters, third, third);
}

function maskBetween(characters: readonly string[], before: number, after: number): string {
  const hidden = characters.length - before - after;
  return [...characters.slice(0, before), '*'.repeat(hidden), ...characters.slice(characters.length - after)].join('');
}
