import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { holdsPersonalNumber, withoutPersonalNumbers } from './personal-number.ts';

describe('a name that a caller made', () => {
  it.each(['33010619800517002X', '330106198005170015', '330106800517001', '13900001234-retry', 'case-13900001234'])('is not taken when it holds a number of a person: %s', (name) => {
    expect(holdsPersonalNumber(name)).toBe(true);
  });

  it('is taken when it is random, whatever digits it happens to have', () => {
    for (const name of ['register-once-0001', 'a13900001234b', '00000000-0000-4000-8000-a13900001234', '123456789012']) expect(holdsPersonalNumber(name)).toBe(false);
    for (let made = 0; made < 20_000; made += 1) expect(holdsPersonalNumber(randomUUID())).toBe(false);
  });
});

describe('a line of the log', () => {
  it('loses every number of a person, also between letters', () => {
    expect(withoutPersonalNumbers('a 13900001234 b,33010619800517002x c')).toBe('a [number] b,[number] c');
    expect(withoutPersonalNumbers('x13900001234y')).toBe('x[number]y');
    expect(withoutPersonalNumbers('1390000123 and 2026-11-23')).toBe('1390000123 and 2026-11-23');
  });
});
