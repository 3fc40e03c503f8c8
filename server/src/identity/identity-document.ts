import { type CalendarDay } from './calendar.ts';
import { type Checked, failed, passed } from './checked.ts';
import {
  birthdayIn,
  checkIdentityNumber,
  coreFaults,
  IdentityNumberFault,
  normalisedIdentityNumber,
  plainCharacters,
  type Sex,
} from './identity-number.ts';

/** The documents a person can be identified by. */
export const IdentityDocumentType = {
  RESIDENT_ID_CARD: 'RESIDENT_ID_CARD',
  PASSPORT: 'PASSPORT',
  OFFICER_CARD: 'OFFICER_CARD',
  HONG_KONG_MACAO_PERMIT: 'HONG_KONG_MACAO_PERMIT',
  TAIWAN_PERMIT: 'TAIWAN_PERMIT',
  FOREIGN_PERMANENT_RESIDENT_CARD: 'FOREIGN_PERMANENT_RESIDENT_CARD',
} as const;
export type IdentityDocumentType = (typeof IdentityDocumentType)[keyof typeof IdentityDocumentType];

/** What can be wrong with a document number; MALFORMED where a document has no finer rule. */
export const IdentityDocumentFault = { ...IdentityNumberFault, MALFORMED: 'MALFORMED' } as const;
export type IdentityDocumentFault = (typeof IdentityDocumentFault)[keyof typeof IdentityDocumentFault];

/** A document number in the normal form we store and show (masked), with what the number itself says of its holder. */
export interface IdentityDocument {
  readonly type: IdentityDocumentType;
  readonly number: string;
  /** Null when the number carries no birthday: then only the sign-in provider knows it. */
  readonly birthday: CalendarDay | null;
  readonly sex: Sex | null;
}

interface DocumentRule {
  /** One spelling for all ways to write the number; judges nothing. */
  readonly normalise: (text: string) => string;
  /** The part that stays the same when the document is renewed. */
  readonly lifelong: (number: string) => string;
  readonly check: (number: string, today: CalendarDay) => Checked<Omit<IdentityDocument, 'type'>, IdentityDocumentFault>;
  /** Whether each state numbers them for itself, so that two people may hold the same number. */
  readonly isNumberedByEachState: boolean;
}

const compact = (text: string) => plainCharacters(text).replace(/[-‐‑–—−]/g, '');
const whole = (number: string) => number;
const shapedLike =
  (shape: RegExp): DocumentRule['check'] =>
  (number) =>
    shape.test(number) ? passed({ number, birthday: null, sex: null }) : failed(IdentityDocumentFault.MALFORMED);

const rules: Readonly<Record<IdentityDocumentType, DocumentRule>> = {
  RESIDENT_ID_CARD: { normalise: normalisedIdentityNumber, lifelong: whole, check: checkIdentityNumber, isNumberedByEachState: false },

  // States number passports as they like (ICAO 9303 prints nine characters, some issue more): accepted loosely.
  PASSPORT: { normalise: compact, lifelong: whole, check: shapedLike(/^(?=.*\d)[A-Z0-9]{5,18}$/), isNumberedByEachState: true },

  // Officer cards read 军字第1234567号; no public rule fixes prefix or length (secondary sources disagree): loose.
  OFFICER_CARD: {
    normalise: (text) => compact(text).replace(/[字第号號]/g, ''),
    lifelong: whole,
    check: shapedLike(/^\p{Script=Han}{0,4}(?=[A-Z0-9]*\d)[A-Z0-9]{4,14}$/u),
    isNumberedByEachState: false,
  },

  // 公安部 2010-03-10 《港澳居民来往内地通行证号码规则》: H or M, eight digits for life, two that count renewals.
  HONG_KONG_MACAO_PERMIT: {
    normalise: compact,
    lifelong: (number) => number.slice(0, 9),
    check: shapedLike(/^[HM]\d{8}(?:\d{2})?$/),
    isNumberedByEachState: false,
  },

  // Eight digits for life; before 2008-09-25 two more counted issues and a bracketed character named the issuer
  // (国家移民管理局《中国出入境观察》 no. 21, p. 34; 中新社 2008-09-12).
  TAIWAN_PERMIT: {
    normalise: (text) => compact(text).replace(/[()]/g, ''),
    lifelong: (number) => number.slice(0, 8),
    check: shapedLike(/^\d{8}(?:\d{2}[A-Z0-9]?)?$/),
    isNumberedByEachState: false,
  },

  FOREIGN_PERMANENT_RESIDENT_CARD: { normalise: compact, lifelong: whole, check: checkPermanentResidentNumber, isNumberedByEachState: false },
};

/**
 * Reads a document number by the rule of its kind, in any usual spelling; all faults at once, none repeating the value.
 * Kinds without a public rule (passports, officer cards) are held to their shape only.
 * @param today the day in China, which no birth may follow
 */
export function checkIdentityDocument(
  type: IdentityDocumentType,
  text: string,
  today: CalendarDay,
): Checked<IdentityDocument, IdentityDocumentFault> {
  const rule = rules[type];
  const checked = rule.check(rule.normalise(text), today);
  if (!checked.ok) return checked;
  const { number, birthday, sex } = checked.value;
  return passed({ type, number, birthday, sex });
}

/**
 * The text whose keyed HMAC is the blind index of a person: kind and the lifelong part of the number, equal for every
 * spelling and every renewal of a Hong Kong, Macao or Taiwan permit. It does not judge the number.
 *
 * A passport's number is unique within its state only, and neither generation of 浙里办 names the state for certain: the
 * birthday the provider states goes with it, so that nobody meets another person's record under their own number.
 *
 * Two limits lie in the documents: a renewed passport, and a permanent resident's change from the 15- to the
 * 18-character card, give a new number that nothing in the old one foretells.
 * @param birthday as the provider states it; null when it does not, and then nobody is found by a passport
 */
export function normalisedDocument(type: IdentityDocumentType, number: string, birthday: CalendarDay | null): string {
  const rule = rules[type];
  const lifelong = `${type}:${rule.lifelong(rule.normalise(number))}`;
  return rule.isNumberedByEachState ? `${lifelong}:${birthday ?? ''}` : lifelong;
}

/** Whether each state numbers these documents for itself, so that the index needs the birthday beside the number. */
export function isNumberedByEachState(type: IdentityDocumentType): boolean {
  return rules[type].isNumberedByEachState;
}

/**
 * Foreign permanent resident ID card. Since 2023-12-01: 18 characters that begin with 9 and end in the check character
 * of GB 11643 (国家移民管理局《新版外国人永久居留身份证机读信息规则（2023版）》 §2); digits 7–14 are read as the birthday like in
 * a citizen's number, on which the rule is modelled, but not the sex, for which no official text was found. Before:
 * three letters and twelve digits, whose inner structure only single sources describe: accepted by shape, no birthday.
 */
function checkPermanentResidentNumber(
  number: string,
  today: CalendarDay,
): Checked<Omit<IdentityDocument, 'type'>, IdentityDocumentFault> {
  if (/^[A-Z]{3}\d{12}$/.test(number)) return passed({ number, birthday: null, sex: null });
  if (!/^9\d{16}[\dX]$/.test(number)) return failed(IdentityDocumentFault.MALFORMED);
  const faults = coreFaults(number, today);
  if (faults.length > 0) return failed(...faults);
  return passed({ number, birthday: birthdayIn(number), sex: null });
}
