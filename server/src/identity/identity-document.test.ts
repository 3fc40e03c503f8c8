import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { testIdentityNumber, testPermanentResidentNumber } from '../nonprod/test-identity-number.ts';
import { checkIdentityDocument, IdentityDocumentFault, IdentityDocumentType, normalisedDocument } from './identity-document.ts';

const today = '2026-11-23';
const numberOf = (type: IdentityDocumentType, text: string) => {
  const checked = checkIdentityDocument(type, text, today);
  return checked.ok ? checked.value.number : checked.faults;
};
const french = { provinceCode: '33', countryCode: '250', birthday: '1982-04-02', order: 908 };

describe('an identity document', () => {
  it('of a citizen says birthday and sex', () => {
    const number = testIdentityNumber({ divisionCode: '330102', birthday: '1990-03-07', order: 903 });
    expect(checkIdentityDocument('RESIDENT_ID_CARD', number, today)).toEqual({
      ok: true,
      value: { type: 'RESIDENT_ID_CARD', number, birthday: '1990-03-07', sex: 'MALE' },
    });
  });

  it('of a foreign permanent resident (2023) says the birthday and obeys the check character', () => {
    const number = testPermanentResidentNumber(french);
    expect(checkIdentityDocument('FOREIGN_PERMANENT_RESIDENT_CARD', number, today)).toEqual({
      ok: true,
      value: { type: 'FOREIGN_PERMANENT_RESIDENT_CARD', number, birthday: '1982-04-02', sex: null },
    });
    const wrong = number.slice(0, 17) + (number.endsWith('1') ? '2' : '1');
    expect(numberOf('FOREIGN_PERMANENT_RESIDENT_CARD', wrong)).toEqual([IdentityDocumentFault.CHECK_DIGIT]);
  });

  it('of a foreign permanent resident is never taken for a citizen, nor the other way round', () => {
    expect(numberOf('RESIDENT_ID_CARD', testPermanentResidentNumber(french))).toEqual([IdentityDocumentFault.DIVISION_UNKNOWN]);
    const citizen = testIdentityNumber({ divisionCode: '330102', birthday: '1990-03-07', order: 903 });
    expect(numberOf('FOREIGN_PERMANENT_RESIDENT_CARD', citizen)).toEqual([IdentityDocumentFault.MALFORMED]);
  });

  it.each([
    ['PASSPORT', ' e1234-5678 ', 'E12345678'],
    ['PASSPORT', 'ＥＡ1234567', 'EA1234567'],
    ['OFFICER_CARD', '军字第 1234567 号', '军1234567'],
    ['OFFICER_CARD', '南字第01234567号', '南01234567'],
    ['OFFICER_CARD', '20010000', '20010000'],
    ['HONG_KONG_MACAO_PERMIT', 'h0000001701', 'H0000001701'],
    ['HONG_KONG_MACAO_PERMIT', 'M00000017', 'M00000017'],
    ['TAIWAN_PERMIT', '00000025', '00000025'],
    ['TAIWAN_PERMIT', '0000002501（b）', '0000002501B'],
    ['FOREIGN_PERMANENT_RESIDENT_CARD', 'fra 330082040215', 'FRA330082040215'],
  ] as const)('%s %j is kept as %s', (type, text, number) => {
    expect(numberOf(type, text)).toBe(number);
  });

  it.each([
    ['PASSPORT', 'E123'],
    ['PASSPORT', 'ABCDEFGH'],
    ['PASSPORT', 'E1234567890123456789'],
    ['PASSPORT', "E1234567' OR 1=1"],
    ['OFFICER_CARD', '军字第号'],
    ['OFFICER_CARD', '军官证件编号第1234567号'],
    ['HONG_KONG_MACAO_PERMIT', 'C00000017'],
    ['HONG_KONG_MACAO_PERMIT', 'H000000170'],
    ['TAIWAN_PERMIT', '0000025'],
    ['TAIWAN_PERMIT', 'T00000025'],
    ['FOREIGN_PERMANENT_RESIDENT_CARD', 'C12345678'],
    ['FOREIGN_PERMANENT_RESIDENT_CARD', ''],
  ] as const)('%s is not %j', (type, text) => {
    expect(numberOf(type, text)).toEqual([IdentityDocumentFault.MALFORMED]);
  });
});

describe('the text behind the blind index', () => {
  it('is one for every spelling and renewal of the same document', () => {
    const spellings = [
      ['RESIDENT_ID_CARD', ['11010519491231002X', '１１０１０５ 19491231 002x']],
      ['HONG_KONG_MACAO_PERMIT', ['H00000017', 'h0000001700', 'Ｈ00000017 12']],
      ['TAIWAN_PERMIT', ['00000025', '0000002501', '0000 0025 02 (D)']],
      ['PASSPORT', ['E12345678', 'e 1234 5678', 'e-12345678']],
      ['OFFICER_CARD', ['军字第1234567号', '军1234567']],
    ] as const;
    for (const [type, texts] of spellings) expect(new Set(texts.map((text) => normalisedDocument(type, text, '1990-03-07'))).size).toBe(1);
  });

  it('is one for the 15 and the 18 characters of a citizen', () => {
    expect(normalisedDocument('RESIDENT_ID_CARD', '110105491231002', null)).toBe('RESIDENT_ID_CARD:11010519491231002X');
    expect(normalisedDocument('RESIDENT_ID_CARD', '11010519491231002x', null)).toBe('RESIDENT_ID_CARD:11010519491231002X');
  });

  it('differs by kind: two kinds with the same digits are two people', () => {
    const types = Object.values(IdentityDocumentType);
    expect(new Set(types.map((type) => normalisedDocument(type, '00000025', null))).size).toBe(types.length);
  });

  it('tells two people apart whose states gave their passports the same number, and follows no other birthday', () => {
    const born = (type: IdentityDocumentType) => new Set(['1980-05-17', '1990-03-07', null].map((birthday) => normalisedDocument(type, '00000025', birthday))).size;
    expect(Object.fromEntries(Object.values(IdentityDocumentType).map((type) => [type, born(type)]))).toEqual({
      RESIDENT_ID_CARD: 1,
      PASSPORT: 3,
      OFFICER_CARD: 1,
      HONG_KONG_MACAO_PERMIT: 1,
      TAIWAN_PERMIT: 1,
      FOREIGN_PERMANENT_RESIDENT_CARD: 1,
    });
  });

  it('does not change when it is made again from the number we keep', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(IdentityDocumentType)), fc.stringMatching(/^[A-Z]{0,3}\d{5,15}[A-Z]?$/), (type, text) => {
        const checked = checkIdentityDocument(type, text, today);
        fc.pre(checked.ok);
        expect(normalisedDocument(type, checked.value.number, null)).toBe(normalisedDocument(type, text, null));
      }),
    );
  });
});
