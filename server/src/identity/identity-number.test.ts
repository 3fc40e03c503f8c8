import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { testIdentityNumber, testLegacyIdentityNumber } from '../nonprod/test-identity-number.ts';
import { checkIdentityNumber, IdentityNumberFault, normalisedIdentityNumber, Sex } from './identity-number.ts';

const today = '2026-11-23';
const faultsOf = (text: string, on = today) => {
  const checked = checkIdentityNumber(text, on);
  return checked.ok ? [] : checked.faults;
};

const provinces = ['11', '15', '21', '33', '46', '54', '65', '71', '81', '82', '83'];
const parts = fc.record({
  divisionCode: fc.tuple(fc.constantFrom(...provinces), fc.integer({ min: 0, max: 9999 })).map(([province, rest]) => province + String(rest).padStart(4, '0')),
  birthday: fc
    .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2026-11-23T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  order: fc.integer({ min: 0, max: 999 }),
});

describe('a citizen identity number', () => {
  it('is read from the sample of the standard, GB 11643-1999', () => {
    expect(checkIdentityNumber('11010519491231002X', today)).toEqual({
      ok: true,
      value: { number: '11010519491231002X', birthday: '1949-12-31', sex: Sex.FEMALE, divisionCode: '110105' },
    });
  });

  it('is accepted whenever an independent generator made it', () => {
    fc.assert(
      fc.property(parts, (made) => {
        const number = testIdentityNumber(made);
        const sex = made.order % 2 === 1 ? Sex.MALE : Sex.FEMALE;
        const value = { number, birthday: made.birthday, sex, divisionCode: made.divisionCode };
        expect(checkIdentityNumber(number, today)).toEqual({ ok: true, value });
      }),
      { numRuns: 5000 },
    );
  });

  it('is refused when any single character is wrong', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 17 }), fc.integer({ min: 1, max: 9 }), (made, place, shift) => {
        const number = testIdentityNumber(made);
        const wrong = number[place] === 'X' ? String(shift) : String((Number(number[place]) + shift) % 10);
        const corrupted = number.slice(0, place) + wrong + number.slice(place + 1);
        expect(faultsOf(corrupted)).toContain(IdentityNumberFault.CHECK_DIGIT);
      }),
      { numRuns: 5000 },
    );
  });

  it('is refused when two different neighbouring digits are swapped', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 15 }), (made, place) => {
        const number = testIdentityNumber(made);
        const [one = '', other = ''] = [number[place], number[place + 1]];
        fc.pre(one !== other);
        const swapped = number.slice(0, place) + other + one + number.slice(place + 2);
        expect(faultsOf(swapped)).toContain(IdentityNumberFault.CHECK_DIGIT);
      }),
    );
  });

  it('is the same person in the 15 digits of 1989: century 19, check character added', () => {
    fc.assert(
      fc.property(parts, (made) => {
        fc.pre(made.birthday < '2000');
        const number = testIdentityNumber(made);
        expect(checkIdentityNumber(testLegacyIdentityNumber(made), today)).toEqual(checkIdentityNumber(number, today));
        expect(normalisedIdentityNumber(testLegacyIdentityNumber(made))).toBe(number);
      }),
    );
  });

  it.each([
    ['a small x', '11010519491231002x'],
    ['full-width characters', '１１０１０５１９４９１２３１００２Ｘ'],
    ['a full-width small x', '11010519491231002ｘ'],
    ['spaces around and in groups', ' 110105 19491231\u3000002X\t'],
  ])('is read with %s', (_spelling, text) => {
    expect(checkIdentityNumber(text, today)).toMatchObject({ ok: true, value: { number: '11010519491231002X' } });
    expect(normalisedIdentityNumber(text)).toBe('11010519491231002X');
  });

  it.each(['330103', '330104'])('keeps the code of a district that ended in 2021 (%s) for life', (divisionCode) => {
    const number = testIdentityNumber({ divisionCode, birthday: '1968-05-20', order: 901 });
    expect(checkIdentityNumber(number, today)).toMatchObject({ ok: true, value: { divisionCode } });
  });

  it.each(['000000', '100000', '160000', '380000', '660000', '840000', '910000'])('does not begin with %s', (divisionCode) => {
    const number = testIdentityNumber({ divisionCode, birthday: '1968-05-20', order: 901 });
    expect(faultsOf(number)).toEqual([IdentityNumberFault.DIVISION_UNKNOWN]);
  });

  it.each([
    ['2000-02-29', []],
    ['1900-02-29', [IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE]],
    ['1990-02-30', [IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE]],
    ['1990-13-01', [IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE]],
    ['1990-00-00', [IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE]],
    ['0968-05-20', [IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE]],
    ['2026-11-23', []],
    ['2026-11-24', [IdentityNumberFault.BIRTH_DATE_IN_FUTURE]],
  ])('born on %s has the faults %j', (birthday, faults) => {
    expect(faultsOf(testIdentityNumber({ divisionCode: '330102', birthday, order: 901 }))).toEqual(faults);
  });

  it('names all its faults together', () => {
    expect(faultsOf('990102190002290019')).toEqual([
      IdentityNumberFault.DIVISION_UNKNOWN,
      IdentityNumberFault.BIRTH_DATE_IMPOSSIBLE,
      IdentityNumberFault.CHECK_DIGIT,
    ]);
    expect(faultsOf('3301O2')).toEqual([IdentityNumberFault.LENGTH, IdentityNumberFault.CHARACTER]);
  });

  it.each(['', '12345678901234567', '1234567890123456789', '33010219900307X', 'X'.repeat(18), '3301021990030712\u0000X', '١١٠١٠٥١٩٤٩١٢٣١٠٠٢X'])(
    'is not %j',
    (text) => expect(checkIdentityNumber(text, today).ok).toBe(false),
  );

  it('never lets any text through or throws, and repeats nothing of it in the answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 6, maxLength: 40 }), (text) => {
        const checked = checkIdentityNumber(text, today);
        expect(checked.ok).toBe(false);
        expect(JSON.stringify(checked)).not.toContain(text);
      }),
    );
  });
});
