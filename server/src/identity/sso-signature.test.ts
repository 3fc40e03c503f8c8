import { describe, expect, it } from 'vitest';

import { ssoSignature, ssoTime } from './sso-signature.ts';

describe('the signature of generation A', () => {
  it('is the frozen vector of the channel notes 1.11', () => {
    expect(ssoSignature('demo-app', 'demo-pwd', '20261123160000')).toBe('6e5c24b0ca1a3ed99adf2826401ad2c5');
  });

  it.each([
    ['2026-11-23T08:00:00.000Z', '20261123160000'],
    ['2026-12-31T16:00:00.999Z', '20270101000000'],
    ['2028-02-28T16:00:01.000Z', '20280229000001'],
  ])('carries the time of a Chinese clock: %s is %s', (instant, time) => {
    expect(ssoTime(new Date(instant))).toBe(time);
  });
});
