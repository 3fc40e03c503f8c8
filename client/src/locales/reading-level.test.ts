import { expect, test } from 'vitest';

interface Words {
  readonly [key: string]: string | Words;
}

const modules = import.meta.glob<Words>(['./zh-CN/*.ts', './zh-easy/*.ts'], { eager: true, import: 'default' });
const flat = (words: Words, prefix: string): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[`${prefix}.${key}`, value]] : flat(value, `${prefix}.${key}`)));
const wordsOf = (language: string) =>
  Object.entries(modules).flatMap(([path, words]) => (path.startsWith(`./${language}/`) ? flat(words, path.slice(`./${language}/`.length, -'.ts'.length)) : []));

/** Cites a law: not for reading but for looking up, and it can be no shorter. */
const citation = /（?(《[^》]+》|条例)(第[一二三四五六七八九十百千零]+条)?(到第[一二三四五六七八九十百千零]+条)?）?/g;
/** An explanation in brackets is a breath of its own. */
const bracket = /（([^）]*)）/g;
const ends = /[。？！；：…\n]/;

/** The sentences of a text as one reads them, and how long each is: characters with a sound, gaps not counted. */
function sentences(text: string): string[] {
  const plain = text.replace(citation, '').replace(bracket, '。$1。').replace(/\{\w+\}/g, '');
  return plain.split(ends).map((sentence) => sentence.trim()).filter((sentence) => lengthOf(sentence) > 0);
}
const lengthOf = (sentence: string): number => [...sentence.matchAll(/\p{Script=Han}|[A-Za-z]+|\d+/gu)].length;

/** Every sentence and label of a language. */
const everything = (language: string) => wordsOf(language).flatMap(([key, text]) => sentences(text).map((sentence) => ({ key, sentence, length: lengthOf(sentence) })));
/** Those of running text: a label of a word or two has no reading level, and would only flatter the median. */
const running = new Set(wordsOf('zh-CN').filter(([, text]) => /[。？！]/.test(text)).map(([key]) => key));
const said = (language: string) => everything(language).filter(({ key }) => running.has(key));
const inOrder = (language: string) => said(language).map(({ length }) => length).toSorted((one, other) => one - other);
const median = (lengths: readonly number[]): number => lengths[Math.floor(lengths.length / 2)] ?? 0;
const share = (lengths: readonly number[], above: number): number => lengths.filter((length) => length > above).length / lengths.length;

const easy = inOrder('zh-easy');
const usual = inOrder('zh-CN');

test('no sentence or label of 易读 has more than 20 characters, and half of them at most 9', () => {
  expect(everything('zh-easy').filter(({ length }) => length > 20)).toEqual([]);
  expect(median(easy)).toBeLessThanOrEqual(9);
});

test('nineteen in twenty sentences of 易读 have at most 15 characters', () => {
  expect(share(easy, 15)).toBeLessThanOrEqual(0.05);
});

test('易读 is shorter than 标准 Chinese: the usual sentence, and the longest', () => {
  expect(median(easy)).toBeLessThan(median(usual));
  expect(easy.at(-1) ?? 0).toBeLessThan(usual.at(-1) ?? 0);
  expect(share(easy, 15)).toBeLessThan(share(usual, 15) / 2);
});

test('one idea each: no sentence of 易读 has more than one comma', () => {
  expect(everything('zh-easy').filter(({ sentence }) => (sentence.match(/，/g) ?? []).length > 1)).toEqual([]);
});

/** Words of offices and lawyers. Whoever needs one explains it at once: 认证（证明是您本人）. */
const hardWords =
  /撤回|撤销|授权|知悉|核实|获取|评估|近亲属|亲属|配偶|子女|同步|校验|权限|受理|查阅|途径|认证|伦理|协调员|意愿|依法|依照|审查委员会|具备|从事|予以|情形|享有|经由|逾期|敬请|亦|届时|办结|凭证|限制|更正|加密|审计/g;

test('a hard word stands in 易读 only with its explanation beside it', () => {
  const bare = wordsOf('zh-easy').flatMap(([key, text]) => [...text.replace(/《[^》]+》/g, '').matchAll(hardWords)].filter(({ index, 0: word }) => text.replace(/《[^》]+》/g, '').charAt(index + word.length) !== '（').map(([word]) => `${key}: ${word}`));
  expect(bare).toEqual([]);
});

test('the measure itself knows a long sentence, a second idea and a hard word', () => {
  const text = '您已撤回登记，这里不再留有您的意愿，配偶可以决定（《人体器官捐献和移植条例》第九条）。好。';
  expect(sentences(text).map(lengthOf)).toEqual([22, 1]);
  expect(text.match(hardWords)).toEqual(['撤回', '意愿', '配偶']);
  expect(wordsOf('zh-CN').filter(([, each]) => each.match(hardWords)).length).toBeGreaterThan(50);
});
