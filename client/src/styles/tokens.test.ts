import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(`${import.meta.dirname}/tokens.css`, 'utf8');
const tokensOf = (selector: string): Record<string, string | undefined> => {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
};
const normal = tokensOf(':root');
const dark = tokensOf(":root[data-scheme='dark']");
const elder = { ...normal, ...tokensOf(":root[data-theme='elder']") };
const themes = { normal, elder, 'normal dark': { ...normal, ...dark }, 'elder dark': { ...elder, ...dark } };

/** Relative luminance and contrast by WCAG 2.2. */
const luminance = (hex: string) => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one: string, other: string) => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const grounds = ['paper', 'card', 'primary-soft', 'warm-soft', 'error-soft', 'success-soft'];
const textOn = [
  ...grounds.flatMap((ground) => [['ink', ground], ['ink-soft', ground]]),
  ...['paper', 'card', 'primary-soft'].map((ground) => ['primary', ground]),
  ...['paper', 'card', 'error-soft'].map((ground) => ['error', ground]),
  ...['card', 'warm-soft'].map((ground) => ['warm', ground]),
  ['success', 'success-soft'],
  ['on-primary', 'primary'],
  ['on-primary', 'primary-strong'],
  ['on-primary', 'error'],
  ['on-bar', 'bar'],
];

const controlsOn = [['line', 'paper'], ['line', 'card']];
const tooFaint = (tokens: typeof normal, pairs: string[][], least: number) =>
  pairs.filter(([front, ground]) => !(contrast(tokens[`colour-${front}`] ?? '', tokens[`colour-${ground}`] ?? '') >= least));

test.each(Object.entries(themes))('in the %s theme words stand out 7:1 and edges of controls 3:1 on every ground they are used on', (_, tokens) => {
  expect(tooFaint(tokens, textOn, 7)).toEqual([]);
  expect(tooFaint(tokens, controlsOn, 3)).toEqual([]);
});

const px = (token: string | undefined) => Number.parseFloat(token ?? '') * 16;

test('长辈版 keeps the sizes promised to elders: text 22, headings 28, targets 64, nothing below 18', () => {
  expect(px(themes.elder['text-body'])).toBe(22);
  expect(px(themes.elder['text-heading-1'])).toBe(28);
  expect(px(themes.elder['tap'])).toBe(64);
  expect(px(themes.elder['text-small'])).toBeGreaterThanOrEqual(18);
});

test('dark has a colour of its own for everything but the ring of focus', () => {
  const colours = Object.keys(normal).filter((name) => name.startsWith('colour-') && !name.startsWith('colour-focus'));
  expect(colours.filter((name) => dark[name] === undefined)).toEqual([]);
});

test('in 长辈版 words can be enlarged to 30 px', () => {
  const largest = Number(/data-text-size='largest'\] \{\s*font-size: ([\d.]+)%/.exec(css)?.[1]);
  expect((px(themes.elder['text-body']) * largest) / 100).toBeGreaterThanOrEqual(30);
});

test('标准版 keeps targets of 48 and text of at least 16', () => {
  expect(px(themes.normal['tap'])).toBe(48);
  expect(px(themes.normal['text-small'])).toBeGreaterThanOrEqual(16);
});

test('every size is in rem, so that a person\'s own text size works', () => {
  const sizes = Object.entries(themes.elder).filter(([name]) => /^(text|tap|mark|space|radius|border|measure)/.test(name));
  expect(sizes.filter(([, value]) => !/^[\d.]+rem$/.test(value ?? ''))).toEqual([]);
});
