import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isInternal } from '../../client/src/features/my-data/copy.ts';
import { labelKey, wordKey, wordsAt } from '../../client/src/features/my-data/copy-words.ts';
import { languages } from '../../client/src/language.ts';
import { DonationItem } from '../../server/src/donors/donation-kinds.ts';
import * as shared from '../../server/src/evidence/evidence-words.ts';
import { codesOfCopy } from '../kit/copy-codes.ts';

/** The sections of words that the page needs; its own test asks whether they are there when it is. */
const sections = [...new Set(['my-data-copy', ...Object.values(wordsAt).map((key) => key.replace(/\..*/, ''))])];
const loaded = new Map(
  await Promise.all(
    languages.map(async (language) => {
      const words = sections.map(async (section) => [section, ((await import(`../../client/src/locales/${language}/${section}.ts`)) as { readonly default: object }).default] as const);
      return [language, Object.fromEntries(await Promise.all(words)) as Readonly<Record<string, unknown>>] as const;
    }),
  ),
);
const find = (language: string, key: string): unknown =>
  key.split('.').reduce<unknown>((found, step) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[step] : undefined), loaded.get(language as 'zh-CN'));

/** What a person was told on their screen, said of them. */
const ofThem = (told: unknown) => String(told).replaceAll('您本人', '本人').replaceAll('您', '本人');
const codes = { ...codesOfCopy, 'decisions[].choices.item': { codes: DonationItem, told: shared.itemWords }, 'submissions[].sent.choices.item': { codes: DonationItem, told: shared.itemWords } };
const each = Object.entries(codes).flatMap(([path, { codes: known, told }]) => Object.keys(known).map((code) => ({ path, code, told: told && (told as Readonly<Record<string, string>>)[code] })));

describe('the copy of one’s own data on the screen', () => {
  it('knows every place where codes stand, and no other', () => {
    expect(Object.keys(wordsAt).toSorted()).toEqual(Object.keys(codes).toSorted());
  });

  it('shows no code raw, in no language', () => {
    const raw = languages.flatMap((language) => each.flatMap(({ path, code }) => (typeof find(language, wordKey(path, code) ?? '') === 'string' ? [] : [`${language} ${path} ${code}`])));
    expect(raw).toEqual([]);
    for (const { path, code } of each) {
      expect(find('zh-CN', wordKey(path, code) ?? '')).toMatch(/\p{Script=Han}/u);
      expect(find('zh-easy', wordKey(path, code) ?? '')).toMatch(/\p{Script=Han}/u);
      expect(find('en', wordKey(path, code) ?? '')).toMatch(/^[^A-Z_]*[A-Z]?[^_]*[a-z][^_]*$/);
    }
  });

  it('says for each code what the copy for the family says, so no word belongs to another place', () => {
    const compared = each.filter(({ told }) => told !== null);
    expect(Object.fromEntries(compared.map(({ path, code }) => [`${path} ${code}`, ofThem(find('zh-CN', wordKey(path, code) ?? ''))]))).toEqual(
      Object.fromEntries(compared.map(({ path, code, told }) => [`${path} ${code}`, ofThem(told)])),
    );
  });

  it('says of a visit that was declined that nobody comes, and of a message that was, that the family said so', () => {
    expect(find('zh-CN', wordKey('homeVisits[].status', 'DECLINED') ?? '')).toBe('不能上门');
    expect(find('zh-CN', wordKey('familyMessages[].steps[].kind', 'DECLINED') ?? '')).toMatch('我不想参与');
    expect(find('zh-CN', wordKey('lookUps[].status', 'DECLINED') ?? '')).toBe('第二人没有同意');
  });

  it('has no word for a code of another place, nor for one that leads out of its section', () => {
    expect(find('zh-CN', wordKey('homeVisits[].status', 'ACKNOWLEDGED') ?? '')).toBeUndefined();
    expect(find('zh-CN', wordKey('decisions[].state', 'x.AGREED') ?? '')).toBeUndefined();
    expect(wordKey('requests[].text', 'AGREE')).toBeNull();
  });

  it('has a label for every field of the document, in every language, and none that no field bears', () => {
    const document = readFileSync(new URL('../../docs/personal-data-export.md', import.meta.url), 'utf8');
    const paths = [...document.matchAll(/^\| `([\w.[\]]+)` \|/gm)].map(([, path]) => path ?? '').concat(['province', 'city', 'county'].map((name) => `identity.profileResidence.${name}`));
    const parts = paths.filter((path) => !path.includes('.') && !['form', 'version', 'exportedAt'].includes(path));
    const fields = paths.filter((path) => path.includes('.') && !isInternal(path.replace(/^.*\./, '')));
    expect(fields.length).toBeGreaterThan(100);
    const missing = languages.flatMap((language) =>
      [...fields.map(labelKey), ...parts.map((part) => `my-data-copy.part.${part}`)].filter((key) => typeof find(language, key) !== 'string').map((key) => `${language} ${key}`),
    );
    expect(missing).toEqual([]);
    const labels = new Set(fields.map((path) => labelKey(path).replace('my-data-copy.field.', '')));
    expect(Object.keys(find('zh-CN', 'my-data-copy.field') as object).filter((key) => !labels.has(key) && key !== 'other')).toEqual([]);
  });
});
