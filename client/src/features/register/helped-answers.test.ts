import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Choice, DonationItem } from '../../../../schema/generated/graphql.ts';
import { type KindPolicy, choicesOf, unanswered } from './choice-answers.ts';
import { answersOfCode, codeOf } from './helped-answers.ts';

const kinds: readonly KindPolicy[] = [
  { kind: 'ORGAN', items: ['HEART', 'LUNG', 'LIVER', 'KIDNEY', 'PANCREAS', 'SMALL_INTESTINE'] },
  { kind: 'TISSUE', items: ['EYE_TISSUE', 'SKIN', 'BONE', 'HEART_VALVE', 'BRAIN_TISSUE', 'DURA_MATER'] },
];
const items = kinds.flatMap((kind) => kind.items);

test('what a helper chose is what the person is shown, item by item, whatever it was', () => {
  const choice = fc.constantFrom<Choice | null>('AGREE', 'REFUSE', 'NOT_STATED', null);
  fc.assert(
    fc.property(fc.array(choice, { minLength: 12, maxLength: 12 }), (chosen) => {
      const answers = unanswered();
      for (const { kind, items: own } of kinds) {
        const stated = own.flatMap((item): [DonationItem, Choice][] => {
          const each = chosen[items.indexOf(item)];
          return each ? [[item, each]] : [];
        });
        answers[kind] = { scope: 'EACH', items: Object.fromEntries(stated) };
      }
      const read = answersOfCode(kinds, codeOf(kinds, answers));
      expect(read && choicesOf(kinds, read)).toEqual(choicesOf(kinds, answers));
    }),
  );
});

test('a shortcut arrives as single items, so that each is seen', () => {
  const answers = unanswered();
  answers.ORGAN.scope = 'ALL';
  answers.TISSUE.scope = 'NONE';
  expect(codeOf(kinds, answers)).toBe('1.aaaaaannnnnn');
  expect(answersOfCode(kinds, '1.aaaaaannnnnn')?.ORGAN).toEqual({ scope: 'EACH', items: { HEART: 'AGREE', LUNG: 'AGREE', LIVER: 'AGREE', KIDNEY: 'AGREE', PANCREAS: 'AGREE', SMALL_INTESTINE: 'AGREE' } });
});

test('what is no code of ours is nothing', () => {
  for (const code of ['', '1.', '2.aaaaaaaaaaaa', '1.aaaaaaaaaaaaa', '1.xaaaaaaaaaaa', null, ['1.aaaaaaaaaaaa'], undefined]) expect(answersOfCode(kinds, code)).toBeNull();
});

test('nothing answered stays unanswered', () => {
  expect(codeOf(kinds, unanswered())).toBe('1.------------');
  expect(answersOfCode(kinds, '1.------------')).toEqual(unanswered());
});
