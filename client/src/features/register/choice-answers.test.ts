import { expect, test } from 'vitest';
import type { ItemChoice } from '../../parts/decision/record.ts';
import { choices, kinds } from '../../testing/decision-samples.ts';
import { agreesToAnything, answersOf, changesOf, choicesOf, openItems, unanswered } from './choice-answers.ts';

const [organs, tissues] = kinds;

test('nothing is chosen for anybody', () => {
  expect(choicesOf(kinds, unanswered())).toEqual([]);
  expect(openItems(organs, unanswered().ORGAN)).toEqual(organs.items);
});

test('"all organs" and "all tissues" send every item by its name', () => {
  const sent = choicesOf(kinds, { ORGAN: { scope: 'ALL', items: {} }, TISSUE: { scope: 'ALL', items: {} } });
  expect(sent).toEqual([...organs.items, ...tissues.items].map((item) => ({ item, choice: 'AGREE' })));
});

test('"nothing about tissues" sends every tissue as not stated', () => {
  const sent = choicesOf([tissues], { ...unanswered(), TISSUE: { scope: 'NONE', items: {} } });
  expect(sent).toEqual(tissues.items.map((item) => ({ item, choice: 'NOT_STATED' })));
});

test('one by one, an untouched item stays open and is never sent', () => {
  const answer = { scope: 'EACH' as const, items: { HEART: 'AGREE' as const, LUNG: 'REFUSE' as const, LIVER: 'NOT_STATED' as const } };
  expect(openItems(organs, answer)).toEqual(['KIDNEY', 'PANCREAS', 'SMALL_INTESTINE']);
  expect(choicesOf([organs], { ...unanswered(), ORGAN: answer })).toEqual([
    { item: 'HEART', choice: 'AGREE' },
    { item: 'LUNG', choice: 'REFUSE' },
    { item: 'LIVER', choice: 'NOT_STATED' },
  ]);
});

test('single answers left behind by a shortcut are not sent', () => {
  const sent = choicesOf([organs], { ...unanswered(), ORGAN: { scope: 'ALL', items: { HEART: 'REFUSE' } } });
  expect(sent[0]).toEqual({ item: 'HEART', choice: 'AGREE' });
});

test('refusing or leaving everything open agrees to nothing', () => {
  expect(agreesToAnything(kinds, answersOf(kinds, choices('REFUSE')))).toBe(false);
  expect(agreesToAnything(kinds, answersOf(kinds, choices('REFUSE', { SKIN: 'AGREE' })))).toBe(true);
});

test.each([
  ['all agreed', choices('AGREE'), 'ALL', 'ALL'],
  ['organs agreed, tissues not stated', [...choices('AGREE').slice(0, 6), ...choices('NOT_STATED').slice(6)], 'ALL', 'NONE'],
  ['one refused', choices('AGREE', { LIVER: 'REFUSE' }), 'EACH', 'ALL'],
  ['everything refused', choices('REFUSE'), 'EACH', 'EACH'],
])('a change begins with the stored answers: %s', (_name, stored, organScope, tissueScope) => {
  const answers = answersOf(kinds, stored);
  expect([answers.ORGAN.scope, answers.TISSUE.scope]).toEqual([organScope, tissueScope]);
  expect(choicesOf(kinds, answers)).toEqual(stored.map(({ item, choice }) => ({ item, choice })));
});

test('a change of one item leaves the others as they are stored, also when all were agreed at once', () => {
  const { ORGAN } = answersOf(kinds, choices('AGREE'));
  const oneByOne = { scope: 'EACH' as const, items: { ...ORGAN.items, LIVER: 'REFUSE' as const } };
  expect(choicesOf([organs], { ...unanswered(), ORGAN: oneByOne })).toEqual(
    organs.items.map((item) => ({ item, choice: item === 'LIVER' ? 'REFUSE' : 'AGREE' })),
  );
});

test('an item that the stored decision does not know is asked, even of somebody who agreed to all', () => {
  const old: readonly ItemChoice[] = choices('AGREE').filter(({ item }) => item !== 'DURA_MATER');
  const answers = answersOf(kinds, old);
  expect(answers.TISSUE.scope).toBe('EACH');
  expect(openItems(tissues, answers.TISSUE)).toEqual(['DURA_MATER']);
});

test('changes are told item by item against what is stored', () => {
  const stated = choices('AGREE', { LIVER: 'REFUSE' });
  expect(changesOf(choices('AGREE'), stated)).toEqual([{ item: 'LIVER', from: 'AGREE', to: 'REFUSE' }]);
  expect(changesOf(choices('AGREE').slice(1), [{ item: 'HEART', choice: 'AGREE' }])).toEqual([{ item: 'HEART', from: null, to: 'AGREE' }]);
});
