import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { inlineBlocks } from './inline-blocks.ts';

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('names what stands inside a page by its digest, and no file that it loads', () => {
  const html = '<head><script>boot()</script><script type="module" src="./a.js"></script><style>a{}\nb{}</style><link rel="stylesheet" href="./b.css"></head>';
  expect(inlineBlocks(html)).toEqual({ scripts: [digest('boot()')], styles: [digest('a{}\nb{}')] });
});

it('an empty page allows nothing', () => {
  expect(inlineBlocks('')).toEqual({ scripts: [], styles: [] });
});
