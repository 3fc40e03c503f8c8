import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5 } from './md5.ts';

test('agrees with the system’s own for every length around a block, and for words that are not ASCII', () => {
  const texts = [...Array.from({ length: 200 }, (_, length) => 'x'.repeat(length)), '王𠮷祥'.repeat(40)];
  for (const text of texts) expect([text.length, md5(text)]).toEqual([text.length, createHash('md5').update(text).digest('hex')]);
});
