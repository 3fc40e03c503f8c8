import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import english from '../../locales/en/questions.ts';
import chinese from '../../locales/zh-CN/questions.ts';
import { type AnsweredQuestion, firstQuestions, questionGroups } from './answers.ts';

const all: readonly AnsweredQuestion[] = Object.values(questionGroups).flat();
const paper = readFileSync(join(import.meta.dirname, '../../../../docs/questions.md'), 'utf8');
const answerTo = (words: object, key: string) => (words as Record<string, { answer: string; question: string }>)[key]?.answer ?? '';

test('every answer is at most three sentences, in both languages', () => {
  for (const { key } of all) {
    expect(answerTo(chinese, key).match(/[^。？！]+[。？！]/g)?.length, key).toBeLessThanOrEqual(3);
    expect(answerTo(english, key).match(/[.?!](\s|$)/g)?.length, key).toBeLessThanOrEqual(3);
  }
});

test('every answer names a source, every source has words, and the paper says where each was read', () => {
  for (const { key, sources } of all) {
    expect(sources.filter((source) => !(source in chinese.from)), key).toEqual([]);
    const row = paper.split('\n').find((line) => line.startsWith(`| \`${key}\``)) ?? '';
    expect([...row.matchAll(/`([A-Z_0-9]+)`/g)].map(([, source]) => source), key).toEqual([...sources]);
  }
});

test('an answer that rests on nothing sends people to ask, and says so', () => {
  const asking = all.filter(({ sources }) => sources.includes('ASK'));
  expect(asking.length).toBeGreaterThan(0);
  for (const { key } of asking) expect(answerTo(chinese, key), key).toContain('问当地红十字会');
});

test('no question is listed twice, and none of the words is left over', () => {
  const keys = all.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(Object.entries(chinese).flatMap(([key, value]) => (typeof value === 'object' && 'answer' in value ? [key] : [])).toSorted()).toEqual(keys.toSorted());
});

test('before a registration four worries are answered, the care of doctors first', () => {
  expect(firstQuestions.map(({ key }) => key)).toEqual(['care', 'same', 'change', 'family']);
});
