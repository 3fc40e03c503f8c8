import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../language.ts';

interface Words {
  readonly [key: string]: string | Words;
}

// The desk has words of its own, which no citizen loads.
const modules = import.meta.glob<Words>(['./*/*.ts', '../desk/words/*/*.ts'], { eager: true, import: 'default' });
/** All words of a language by full key, such as app.fault.network. */
const wordsOf = (language: string): Map<string, string> =>
  new Map(
    Object.entries(modules).flatMap(([path, words]) => {
      const [, folder, section] = /([^/]+)\/([^/]+)\.ts$/.exec(path) ?? [];
      return folder === language ? flat(words, section ?? '') : [];
    }),
  );
const flat = (words: Words, prefix: string): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[`${prefix}.${key}`, value]] : flat(value, `${prefix}.${key}`)));
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

const source = wordsOf('zh-CN');
const folders = (from: string) => [...new Set(Object.keys(modules).filter((path) => path.startsWith(from)).map((path) => path.split('/').at(-2) ?? ''))];
const others = folders('./').filter((language) => language !== 'zh-CN');
const desk = new Set(Object.keys(modules).filter((path) => path.startsWith('../desk/')).map((path) => /([^/]+)\.ts$/.exec(path)?.[1]));
/** What a language must say: everything; but the desk is for staff, who have no 易读. */
const demanded = (language: string) => [...source].filter(([key]) => folders('../desk/').includes(language) || !desk.has(key.split('.')[0]));

test('the languages of the folders are those that the app offers, and 易读 is one of them', () => {
  expect(folders('./').sort()).toEqual([...languages].sort());
  expect(others).toContain('zh-easy');
});

test.each(others)('%s says everything that zh-CN says, and nothing else', (language) => {
  expect([...wordsOf(language).keys()].sort()).toEqual(demanded(language).map(([key]) => key).sort());
});

test.each(others)('%s leaves the same gaps as zh-CN, and no word empty', (language) => {
  const words = wordsOf(language);
  expect(demanded(language).filter(([key, text]) => namesIn(text).join() !== namesIn(words.get(key) ?? '').join()).map(([key]) => key)).toEqual([]);
  expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
});

const sourceFiles = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.(vue|ts)$/.test(path) && !/\.test\.ts$|^locales|^desk\/words|^partner\/words/.test(path),
);

/** The page of partners' engineers has a dictionary of its own, faults included. */
const partnerWords = import.meta.glob<Words>('../partner/words/zh-CN/partner.ts', { eager: true, import: 'default' });
const partnerKeys = new Set(Object.values(partnerWords).flatMap((words) => flat(words, '')).map(([key]) => key.slice(1)));

test('every key that the pages name exists', () => {
  expect(partnerKeys.size).toBeGreaterThan(50);
  const unknown = sourceFiles.flatMap((path) => {
    const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
    const known = path.startsWith('partner/') ? partnerKeys : source;
    return [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key = '']) => key).filter((key) => !known.has(key)).map((key) => `${path}: ${key}`);
  });
  expect(unknown).toEqual([]);
});

test('only {name} is used: our reader of words knows no plurals, links or escapes', () => {
  expect([...source].filter(([, text]) => /\s\|\s|@[:.]|\{'/.test(text)).map(([key]) => key)).toEqual([]);
});
