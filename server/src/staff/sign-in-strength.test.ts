import { describe, expect, test } from 'vitest';
import { isStrongEnough } from './sign-in-strength.ts';

const by = (...amr: string[]) => isStrongEnough({ acr: null, amr }, []);

describe('without classes of the provider', () => {
  test.each([['pwd', 'otp'], ['pin', 'sc'], ['pwd', 'hwk', 'mfa'], ['face', 'hwk'], ['fpt', 'swk']])('%s and %s are two factors, one of them cryptographic', (...amr) => {
    expect(by(...amr)).toBe(true);
  });

  test.each([[], ['pwd'], ['otp'], ['pwd', 'pin'], ['otp', 'hwk'], ['pwd', 'mfa'], ['mfa'], ['pwd', 'sms'], ['pwd', 'face'], ['pwd', 'made-up'], ['PWD', 'OTP']])('%s alone or together are not enough: %s', (...amr) => {
    expect(by(...amr)).toBe(false);
  });

  test('a class that nobody asked for counts for nothing', () => {
    expect(isStrongEnough({ acr: 'two-factors', amr: ['pwd'] }, [])).toBe(false);
  });
});

describe('where a class is demanded', () => {
  const demanded = ['urn:example:2fa', 'urn:example:hardware'];

  test('one of them is enough, when the provider names no methods', () => {
    expect(isStrongEnough({ acr: 'urn:example:hardware', amr: [] }, demanded)).toBe(true);
  });

  test('another class is refused, whatever methods come with it', () => {
    expect(isStrongEnough({ acr: 'urn:example:1fa', amr: ['pwd', 'hwk'] }, demanded)).toBe(false);
    expect(isStrongEnough({ acr: null, amr: ['pwd', 'hwk'] }, demanded)).toBe(false);
  });

  test('methods that say less than the class are believed', () => {
    expect(isStrongEnough({ acr: 'urn:example:2fa', amr: ['pwd'] }, demanded)).toBe(false);
    expect(isStrongEnough({ acr: 'urn:example:2fa', amr: ['pwd', 'otp'] }, demanded)).toBe(true);
  });
});
