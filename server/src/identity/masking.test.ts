import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { maskDocumentNumber, maskEmail, maskMiddleThird, maskName, maskPhone } from './masking.ts';

describe('masks', () => {
  it.each([
    ['张大友', '*大友'],
    ['李', '*'],
    ['ahn', '*hn'],
    ['买买提·吐尔逊', '*买提·吐尔逊'],
    ['𠮷田', '*田'],
    ['葛\u{E0100}城', '*城'],
    ['', ''],
  ])('hide the first character of the name %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each(['RESIDENT_ID_CARD', 'FOREIGN_PERMANENT_RESIDENT_CARD'] as const)('hide a %s strongly or so that it can be checked', (type) => {
    expect(maskDocumentNumber(type, '33012319740208012X', 'STRONG')).toBe('3****************X');
    expect(maskDocumentNumber(type, '33012319740208012X', 'ORDINARY')).toBe('3***23197402*****X');
  });

  it.each([
    ['PASSPORT', 'E12345678', 'E12***678'],
    ['HONG_KONG_MACAO_PERMIT', 'H0000001701', 'H00*****701'],
    ['TAIWAN_PERMIT', '00000025', '00****25'],
    ['OFFICER_CARD', '军1234567', '军1****67'],
    ['FOREIGN_PERMANENT_RESIDENT_CARD', 'FRA330082040215', 'FRA33*****40215'],
  ] as const)('keep first and last third of other documents: %s', (type, number, masked) => {
    expect(maskDocumentNumber(type, number, 'STRONG')).toBe(masked);
    expect(maskDocumentNumber(type, number, 'ORDINARY')).toBe(masked);
  });

  it.each([
    ['13700009050', '137****9050'],
    ['0571-80008709', '0571****8709'],
    ['010-60006600', '010****6600'],
    ['+85290004567', '+85****4567'],
    ['110', '***'],
  ])('hide the phone number %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each([
    ['contact@163.com', 'con***@163.com'],
    ['tt@163.com', 'tt***@163.com'],
    ['𠮷𠮷𠮷𠮷@qq.com', '𠮷𠮷𠮷***@qq.com'],
    ['nonsense', '***'],
  ])('hide the address %s', (email, masked) => {
    expect(maskEmail(email)).toBe(masked);
  });

  it('never show more than two thirds of anything, and nothing of what is very short', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (value) => {
        const masked = [...maskMiddleThird(value)];
        const length = [...value].length;
        expect(masked).toHaveLength(length);
        expect(masked.filter((character) => character === '*').length).toBeGreaterThanOrEqual(Math.ceil(length / 3));
      }),
    );
  });

  it('never cut a character in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
        for (const masked of [maskName(value), maskMiddleThird(value), maskEmail(value), maskPhone(value)]) {
          expect(masked.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
