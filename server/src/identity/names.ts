import { type Checked, failed, passed } from './checked.ts';

/** What can be wrong with a person's name; a code only. */
export const NameFault = {
  REQUIRED: 'REQUIRED',
  TOO_LONG: 'TOO_LONG',
  FORBIDDEN_CHARACTER: 'FORBIDDEN_CHARACTER',
  MALFORMED: 'MALFORMED',
} as const;
export type NameFault = (typeof NameFault)[keyof typeof NameFault];

/** The longest name, in code points (the longest names on Chinese ID cards stay well below). */
export const longestName = 50;

/** Every dot that is typed for the separator of translated names; U+00B7 is the one GB/T 15834 prints. */
const separatorVariants = /[\u2022\u2027\u2219\u22C5\u30FB\uFF65\u0387]/g;
/** A full stop separates only between Han characters: "J. Smith" keeps his. */
const stopBetweenHan = /(?<=\p{Script=Han}\p{M}*)[.\uFF0E](?=\p{Script=Han})/gu;

/**
 * Characters no name holds: controls, line separators, lone surrogates, U+FFFD (a character already lost on the way)
 * and invisible format characters, except the joiners that Uyghur, Mongolian and Tibetan writing need.
 */
const forbidden = /[\p{Cc}\p{Cs}\u2028\u2029\uFFFD]|(?![\u200C\u200D])\p{Cf}/u;

/** A letter, or a code point that may be one: private use, or younger than this runtime's Unicode tables. */
const anyLetter = /[\p{L}\p{Co}\p{Cn}]/u;

/**
 * Brings a person's name to the form we keep: outer white space off, separator variants to `·` (U+00B7), NFC outside
 * Han. Han characters stay byte-exact, because NFC would turn compatibility ideographs, which some ID cards print,
 * into other characters. 1–50 code points; private-use characters of rare names are kept.
 */
export function checkPersonName(text: string): Checked<string, NameFault> {
  const name = text
    .trim()
    .replace(/\P{Script=Han}+/gu, (run) => run.normalize('NFC'))
    .replace(separatorVariants, '\u00B7')
    .replace(stopBetweenHan, '\u00B7');
  if (name === '') return failed(NameFault.REQUIRED);
  const faults: NameFault[] = [];
  if (forbidden.test(name)) faults.push(NameFault.FORBIDDEN_CHARACTER);
  else if (!anyLetter.test(name)) faults.push(NameFault.MALFORMED);
  if ([...name].length > longestName) faults.push(NameFault.TOO_LONG);
  return faults.length > 0 ? failed(...faults) : passed(name);
}
