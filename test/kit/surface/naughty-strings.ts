import { createRequire } from 'node:module';

/** The Big List of Naughty Strings, as its author published it on the package registry. */
export const publishedStrings = createRequire(import.meta.url)('big-list-of-naughty-strings') as readonly string[];

/** What the list lacks and a Chinese register meets: rare characters, separators of names, halves of characters, NUL. */
export const ownStrings: readonly string[] = [
  ...['𠮷野家', '㐂', '䶮', '𬭎', '\u{20BB7}\u{E0100}', '龘靐齉', '\uE000', '\u{100000}', '豈豈', '阿卜杜拉·买买提', '阿卜杜拉•买买提', '欧阳．娜娜', 'ཀརྨ', 'ᠮᠣᠩᠭᠣᠯ', 'ئۇيغۇر'],
  ...['\u0000', '杭州\u0000市', '\uD800', '\uDC00\uD800', '名\uDBFF', '\uFFFD', '\uFEFF名', '名\u200B字', '\u202E名', 'a\u0301', '\u00E1', 'é'.normalize('NFD'), '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ...['\r\n', '\n', '\t', ' ', '\u3000', '　杭州　', '\u2028', '\u0085', '0', '-0', '00330106', '330106 ', ' 330106', '３３０１０６', '33010６', "330106'--", '%', '_', '\\', '%%%%%%%%%%%%%%%%', '\\u0000', '${7*7}', '{{7*7}}'],
];

/** Both lists. */
export const naughtyStrings: readonly string[] = [...publishedStrings, ...ownStrings];
