import { describe, expect, it } from 'vitest';
import { CONSENT_VERSION, consentsInForce, declaredText, hashOfWords } from './consent-texts.ts';

const inForce = [...consentsInForce('zh-CN'), ...consentsInForce('en')];

describe('the words that a person declared', () => {
  it('are found by version and hash, in the language that was read', () => {
    expect(inForce).toHaveLength(6);
    for (const text of inForce) expect(declaredText(text)).toBe(text);
  });

  it('are found when they are no longer in force', () => {
    const former = { purpose: 'AGREE', version: '2025-01-01', language: 'zh-CN', paragraphs: ['从前的声明。'], hash: hashOfWords('zh-CN', ['从前的声明。']) } as const;
    expect(former.version).not.toBe(CONSENT_VERSION);
    expect(declaredText({ purpose: 'AGREE', version: former.version, hash: former.hash }, [...inForce, former])).toBe(former);
  });

  it('are not made up: another version, purpose or hash finds nothing', () => {
    const [text] = inForce;
    if (!text) throw new Error('There are no declarations');
    expect(declaredText({ ...text, version: '1999-01-01' })).toBeNull();
    expect(declaredText({ ...text, purpose: text.purpose === 'AGREE' ? 'REFUSE' : 'AGREE' })).toBeNull();
    expect(declaredText({ ...text, hash: '0'.repeat(64) })).toBeNull();
  });
});
