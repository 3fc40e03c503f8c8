import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkPhone } from './phone.ts';

describe('a phone number', () => {
  it.each([
    ['13800000001', 'MOBILE', '13800000001'],
    ['１３８ 0000－0001', 'MOBILE', '13800000001'],
    ['+86 138 0000 0001', 'MOBILE', '13800000001'],
    ['0086-13800000001', 'MOBILE', '13800000001'],
    ['19900000001', 'MOBILE', '19900000001'],
    ['0571-80008709', 'LANDLINE', '0571-80008709'],
    ['（0571）80008709', 'LANDLINE', '0571-80008709'],
    ['+86 571 8000 8709', 'LANDLINE', '0571-80008709'],
    ['010 6000 6600', 'LANDLINE', '010-60006600'],
    ['+86 10 6000 6600', 'LANDLINE', '010-60006600'],
    ['0570-3000001', 'LANDLINE', '0570-3000001'],
    ['+852 9000 4567', 'INTERNATIONAL', '+85290004567'],
    ['00853 6000 4567', 'INTERNATIONAL', '+85360004567'],
    ['+886 900 000 001', 'INTERNATIONAL', '+886900000001'],
    ['+33 6 00 00 00 01', 'INTERNATIONAL', '+33600000001'],
    ['+1 (202) 555-0100', 'INTERNATIONAL', '+12025550100'],
  ])('%s is a %s, kept as %s', (text, kind, number) => {
    expect(checkPhone(text)).toEqual({ ok: true, value: { kind, number } });
  });

  it.each([
    '1380000000', '138000000011', '12800000001', '80008709', '0571-8000', '+8613800000', '+852 1000 4567', '+852 9000 456',
    '+', '+0123456789', '+1234567890123456', '13800000001 转 8', 'phone', '110', '١٣٨٠٠٠٠٠٠٠١', '1380000\u00000001',
  ])('%s is none', (text) => {
    expect(checkPhone(text)).toEqual({ ok: false, faults: ['MALFORMED'] });
  });

  it('is asked for when there is nothing', () => {
    expect(checkPhone(' - ')).toEqual({ ok: false, faults: ['REQUIRED'] });
  });

  it('is settled: reading the kept form again changes nothing', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\+|00|0|1)?[0-9 -]{6,16}$/), (text) => {
        const checked = checkPhone(text);
        fc.pre(checked.ok);
        expect(checkPhone(checked.value.number)).toEqual(checked);
      }),
    );
  });
});
