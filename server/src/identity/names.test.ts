import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkPersonName, longestName } from './names.ts';

const nameOf = (text: string) => {
  const checked = checkPersonName(text);
  return checked.ok ? checked.value : checked.faults;
};
const codePoint = (value: number) => String.fromCodePoint(value);

describe('a person’s name', () => {
  it.each(['•', '‧', '∙', '⋅', '・', '･', '.', '．', '·', '\u0387'])('has one separator, written as %s or otherwise', (dot) => {
    expect(nameOf(`买买提${dot}吐尔逊`)).toBe('买买提·吐尔逊');
  });

  it('keeps a full stop that is no separator', () => {
    expect(nameOf('SMITH JOHN A.')).toBe('SMITH JOHN A.');
    expect(nameOf('J. R. WANG')).toBe('J. R. WANG');
  });

  it.each([
    ['a character of CJK Extension B', '王𠮷祥'],
    ['a character of Extension I', `李${codePoint(0x2ebf0)}`],
    ['a character younger than this runtime may know', `李${codePoint(0x33479)}`],
    ['a private-use character of an old system', '王\uE000明'],
    ['a compatibility ideograph, which NFC would change', '\uFA12江'],
    ['a compatibility ideograph of the supplement', `${codePoint(0x2f80c)}江`],
    ['a variation sequence', '葛\u{E0100}城'],
    ['Latin letters with spaces', 'MARTIN CLAIRE ELISE'],
    ['Uyghur letters', 'مەمەت تۇرسۇن'],
    ['one character', '李'],
  ])('keeps %s byte for byte', (_what, name) => {
    expect(nameOf(name)).toBe(name);
  });

  it('is composed outside Han, so that two keyboards write the same name', () => {
    expect(nameOf('Zoe\u0308 \uFA12')).toBe('Zoë \uFA12');
  });

  it('loses white space around it', () => {
    expect(nameOf(' \u3000林晓舟\n')).toBe('林晓舟');
  });

  it('has at most fifty characters, each counted once', () => {
    expect(nameOf('𠮷'.repeat(longestName))).toBe('𠮷'.repeat(longestName));
    expect(nameOf('𠮷'.repeat(longestName + 1))).toEqual(['TOO_LONG']);
  });

  it.each(['', ' ', '\u3000\t'])('is asked for when it is %j', (text) => {
    expect(nameOf(text)).toEqual(['REQUIRED']);
  });

  it.each([
    ['NUL', '王\u0000明'],
    ['a line break', '王\n明'],
    ['a C1 control', '王\u0085明'],
    ['a lone high surrogate', '王\uD842'],
    ['a lone low surrogate', '\uDFB7王'],
    ['a replacement character', '王\uFFFD明'],
    ['a right-to-left override', '王\u202E明'],
    ['a zero-width space', '王\u200B明'],
    ['a line separator', '王\u2028明'],
  ])('holds no %s', (_what, text) => {
    expect(nameOf(text)).toEqual(['FORBIDDEN_CHARACTER']);
  });

  it.each(['···', '12345', '-', '***'])('has a letter, so %s is none', (text) => {
    expect(nameOf(text)).toEqual(['MALFORMED']);
  });

  it('is settled: reading it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const checked = checkPersonName(text);
        fc.pre(checked.ok);
        expect(checkPersonName(checked.value)).toEqual(checked);
        expect(checked.value.isWellFormed()).toBe(true);
      }),
    );
  });
});
