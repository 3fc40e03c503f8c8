import { expect, test } from 'vitest';
import { type CardWords, cardSvg, svgAddress } from './card-picture.ts';

const words: CardWords = { title: '凭证', name: '*<&"友', state: '同意捐献', facts: [['编号', '33-1']], honesty: '登记意愿凭证，不等于捐献同意书。'.repeat(4), isAgreement: true, code: null };
const drawn = (special: Partial<CardWords> = {}, look: 'normal' | 'elder' = 'normal') => new DOMParser().parseFromString(cardSvg({ ...words, ...special }, look), 'image/svg+xml').documentElement;
const texts = (svg: Element) => [...svg.querySelectorAll('text')].map((text) => text.textContent);

test('says every word as it is, whatever signs it has', () => {
  expect(texts(drawn())).toEqual(expect.arrayContaining(['凭证', '*<&"友', '同意捐献', '编号  33-1']));
  expect(texts(drawn()).filter((text) => /不等于/.test(text ?? '')).join('')).not.toBe('');
});

test('long words go on in the next line and nothing of them is lost; no line begins with a full stop', () => {
  const lines = texts(drawn()).slice(4);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join('')).toBe(words.honesty);
  expect(lines.filter((line) => /^[，。]/.test(line ?? ''))).toEqual([]);
});

test('in 长辈版 words are larger and the picture is higher', () => {
  const height = (look: 'normal' | 'elder') => Number(drawn({}, look).getAttribute('height'));
  expect(height('elder')).toBeGreaterThan(height('normal'));
});

test('an agreement wears a heart, a refusal does not', () => {
  expect(cardSvg(words, 'normal')).toContain('scale(5.6)');
  expect(cardSvg({ ...words, isAgreement: false }, 'normal')).not.toContain('scale(5.6)');
});

test('a code stands in white below the facts, as wide as the words, and the words of honesty still follow', () => {
  const code = { modules: 21, path: 'M0 0h7v7h-7z' };
  const svg = drawn({ code });
  const white = svg.querySelector('rect[fill="#ffffff"]');
  expect([white?.getAttribute('width'), white?.getAttribute('height')]).toEqual(['560', '560']);
  const [facts, honesty] = ['编号', '不等于'].map((word) => [...svg.querySelectorAll('text')].find((text) => text.textContent?.includes(word))?.getAttribute('y'));
  expect(Number(facts)).toBeLessThan(Number(white?.getAttribute('y')));
  expect(Number(honesty)).toBeGreaterThan(Number(white?.getAttribute('y')) + 560);
  expect(cardSvg(words, 'normal')).not.toContain('M0 0h7v7h-7z');
});

test('loads nothing from anywhere', () => {
  expect(cardSvg(words, 'normal').replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|url\(/);
  expect(svgAddress(cardSvg(words, 'normal'))).toMatch(/^data:image\/svg\+xml/);
});
