import { expect, test } from 'vitest';
import words from '../../locales/zh-CN/giving.ts';
import { type SelfAnswers, openSelfQuestion, pointsToMention, selfOrder, selfQuestions } from './self-check.ts';

/** Every way to answer all questions. */
const everyWay = selfOrder.reduce<SelfAnswers[]>((ways, question) => ways.flatMap((way) => selfQuestions[question].map((answer): SelfAnswers => ({ ...way, [question]: answer }))), [{}]);

test('whatever is answered, there is something to talk about, in words, and two relatives to bring', () => {
  expect(everyWay).toHaveLength(81);
  for (const way of everyWay) {
    const points = pointsToMention(way);
    expect(points.length).toBeGreaterThanOrEqual(3);
    expect(points.at(-1)).toBe('relatives');
    expect(points.filter((point) => !(point in words.check.done))).toEqual([]);
    expect(new Set(points).size).toBe(points.length);
  }
});

test('no word of the outcome is a verdict', () => {
  expect(Object.values(words.check.done).join('')).not.toMatch(/不能登记|不符合|不合格|不适合|可以登记|符合条件/);
});

test('questions come in their order, and nothing is answered beforehand', () => {
  expect(openSelfQuestion({})).toBe('age');
  expect(openSelfQuestion({ age: 'OVER', joined: 'NO' })).toBe('health');
  expect(openSelfQuestion(everyWay[0] ?? {})).toBeNull();
});
