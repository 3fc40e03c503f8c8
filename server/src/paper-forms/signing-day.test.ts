import { expect, it } from 'vitest';
import { isOvertaken } from './signing-day.ts';

it.each([
  ['an agreement replaces a word of the day before', '2026-11-19', false, false],
  ['an agreement gives way to a word of the day after', '2026-11-21', false, true],
  ['an agreement gives way to a word of the same day', '2026-11-20', false, true],
  ['a refusal replaces a word of the day before', '2026-11-19', true, false],
  ['a refusal gives way to a word of the day after', '2026-11-21', true, true],
  ['a refusal replaces a word of the same day', '2026-11-20', true, false],
])('%s', (_, saidOn, isRefusal, expected) => {
  expect(isOvertaken({ signedOn: '2026-11-20', isRefusal }, saidOn)).toBe(expected);
});
