import { expect, test } from 'vitest';
import { canBeNumber, tidyNumber } from './document-number.ts';

// The example of GB 11643 itself.
test.each([['11010519491231002X', true], ['11010519491231002x', true], [' 110105 19491231 002X ', true], ['110105194912310021', false], ['11010519491231', false], ['', false]])(
  'a resident’s number %j can be one: %s',
  (typed, can) => {
    expect(canBeNumber('RESIDENT_ID_CARD', typed)).toBe(can);
  },
);

test('of other documents only the register knows how a number is made', () => {
  expect([canBeNumber('PASSPORT', 'E12345678'), canBeNumber('PASSPORT', '  ')]).toEqual([true, false]);
});

test('a number is sent without spaces and in capitals', () => {
  expect(tidyNumber(' e 1234 5678 ')).toBe('E12345678');
});
