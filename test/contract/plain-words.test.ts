import { describe, expect, it } from 'vitest';
import { PLAIN_PURPOSES_VERSION } from '../../client/src/features/my-data/plain-purposes.ts';
import journey from '../../client/src/locales/zh-easy/journey.ts';
import myData from '../../client/src/locales/zh-easy/my-data.ts';
import { EXPLAINED_VERSION, explained, meaningOf } from '../../client/src/parts/decision/declaration-meaning.ts';
import { consentInForce, CONSENT_VERSION, ConsentPurpose } from '../../server/src/policy/consent-texts.ts';
import { PURPOSE_TEXT_VERSION, purposeTexts } from '../../server/src/rights/processing-purposes.ts';

describe('plain words stand beside the words that count in law, and explain those in force', () => {
  it('the declarations: whoever changes one must explain it anew', () => {
    expect(EXPLAINED_VERSION).toBe(CONSENT_VERSION);
  });

  it.each(Object.values(ConsentPurpose))('%s: one plain point for each paragraph, each with words', (purpose) => {
    const declaration = consentInForce(purpose, 'zh-CN');
    expect(explained[purpose]).toHaveLength(declaration.paragraphs.length);
    expect(Object.keys(journey.consent.meaning[purpose])).toEqual([...explained[purpose]]);
    expect(meaningOf({ ...declaration, paragraphs: [...declaration.paragraphs] })).toEqual(explained[purpose]);
  });

  it('words of another version, or with another paragraph, are not explained by these', () => {
    const declaration = consentInForce('AGREE', 'zh-CN');
    expect(meaningOf({ ...declaration, paragraphs: [...declaration.paragraphs], version: '2027-01-01' })).toEqual([]);
    expect(meaningOf({ ...declaration, paragraphs: [...declaration.paragraphs, '另外一段。'] })).toEqual([]);
  });

  it('the purposes: a plain sentence for each in force', () => {
    expect(PLAIN_PURPOSES_VERSION).toBe(PURPOSE_TEXT_VERSION);
    expect(Object.keys(myData.plain).toSorted()).toEqual(purposeTexts('zh-CN').map(({ purpose }) => purpose).toSorted());
  });
});
