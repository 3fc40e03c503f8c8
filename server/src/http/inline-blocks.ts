import { createHash } from 'node:crypto';

/** Sources of a content security policy that allow what stands inside a page of ours, and nothing else inline. */
export interface InlineBlocks {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

/**
 * The scripts and styles that our own build has put into a page, each by its digest (CSP level 2, hash source).
 *
 * @param html a built page; never one that carries anybody's words.
 */
export function inlineBlocks(html: string): InlineBlocks {
  return { scripts: digests(html, /<script>([^]*?)<\/script>/g), styles: digests(html, /<style(?: data-sheet="[^"]*")?>([^]*?)<\/style>/g) };
}

function digests(html: string, block: RegExp): string[] {
  return [...html.matchAll(block)].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
