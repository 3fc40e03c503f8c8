import { expect, test } from 'vitest';
import { allItems, type DonationItem } from '../donors/donation-kinds.ts';
import { countChanges, suspectedItems } from './mapping-alarm.ts';

const times = (count: number, items: readonly DonationItem[]) => Array.from({ length: count }, () => items);
const suspected = (changed: readonly (readonly DonationItem[])[], confirmed = changed.length) => suspectedItems(countChanges(changed), confirmed);

test('one item that every tenth person corrects, and hardly any other, is suspected', () => {
  expect(suspected([...times(10, ['EYE_TISSUE']), ...times(2, ['SKIN']), ...times(88, [])])).toEqual(['EYE_TISSUE']);
});

test('people who change their minds about all items alike raise no alarm', () => {
  expect(suspected([...times(30, allItems), ...times(70, [])])).toEqual([]);
});

test('four corrections are chance, five are not', () => {
  expect(suspected(times(4, ['BONE']))).toEqual([]);
  expect(suspected(times(5, ['BONE']))).toEqual(['BONE']);
});

test('an item that less than a tenth of the people change raises no alarm', () => {
  expect(suspected([...times(9, ['LUNG']), ...times(91, [])])).toEqual([]);
  expect(suspected([...times(10, ['LUNG']), ...times(90, [])])).toEqual(['LUNG']);
});

test('nobody has confirmed yet: no alarm', () => {
  expect(suspected([])).toEqual([]);
  expect(countChanges([])).toHaveLength(allItems.length);
});
