/** One piece of the pages, in the order of reading. What it looks like is known to `draw-paper.ts` alone. */
export type Block =
  | { readonly kind: 'title' | 'subtitle' | 'notice' | 'verdict' | 'paragraph' | 'small'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string; readonly english: string }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'choices'; readonly rows: readonly (readonly [item: string, choice: string])[]; readonly title: string }
  | { readonly kind: 'table'; readonly widths: readonly number[]; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The words of one piece in the order in which they are drawn. */
export function textOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.text + block.english;
    case 'rows':
      return block.rows.flat().join('');
    case 'choices':
      return block.title + block.rows.flat().join('');
    case 'table':
      return [...block.head, ...block.rows.flat()].join('');
    default:
      return block.text;
  }
}
