import { describe, expect, it } from 'vitest';
import { isRegistrationNumber, newRegistrationNumber } from './registration-number.ts';

describe('a registration number', () => {
  it('is accepted as printed, in small letters and without dashes', () => {
    const number = newRegistrationNumber();
    expect(number).toMatch(/^SX(-[2-9A-Z]{4}){3}$/);
    for (const spelling of [number, number.toLowerCase(), number.replaceAll('-', '')]) expect(isRegistrationNumber(spelling)).toBe(true);
  });

  it('is refused with any one character wrong and with any two neighbours swapped', () => {
    const digits = [...newRegistrationNumber().slice(3).replaceAll('-', '')];
    for (let at = 0; at < digits.length; at++) {
      const wrong = digits.with(at, digits[at] === '7' ? '8' : '7');
      expect(isRegistrationNumber(wrong.join(''))).toBe(false);
      const [left, right] = [digits[at], digits[at + 1]];
      if (left && right && left !== right) expect(isRegistrationNumber(digits.with(at, right).with(at + 1, left).join(''))).toBe(false);
    }
  });

  it('does not repeat in ten thousand draws', () => {
    expect(new Set(Array.from({ length: 10_000 }, newRegistrationNumber)).size).toBe(10_000);
  });
});
