import { inflateSync } from 'node:zlib';

/** What runs, calls out, hides files or asks for input: none of it belongs in the picture of a paper. */
const ACTIVE = ['JavaScript', 'OpenAction', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'Filespec', 'RichMedia', 'AcroForm', 'SubmitForm', 'ImportData', 'GoToR', 'GoToE', 'Rendition', 'Movie', 'Sound', 'XFA', '3D', 'Encrypt'];
/** Names so short that a compressed picture holds them by chance; they count outside of streams only. */
const ACTIVE_AND_SHORT = ['JS', 'AA', 'URI'];

/** The most that an object stream may unfold to: a page's objects have a few kilobytes. */
const MOST_UNFOLDED = 4 * 1024 * 1024;

/** What stands in a PDF, apart from the data of its streams. */
interface PdfParts {
  readonly objects: string;
  readonly isSound: boolean;
}

/**
 * Judges a PDF without drawing it: it begins and ends as one, is not encrypted, has few pages, and no name in it stands for anything
 * active, however the name is spelt (`#4a` is a letter, too) and also where objects are packed into streams. Programs differ in what
 * they take for a stream, so long names count wherever they stand; more is refused than would have to be.
 *
 * @returns the number of pages, or what is wrong.
 */
export function checkPdf(bytes: Buffer, mostPages: number): number | 'BROKEN' | 'ACTIVE_CONTENT' | 'TOO_MANY_PAGES' {
  const text = bytes.toString('latin1');
  if (!/^%PDF-1\.[0-7][\r\n]/.test(text) || !/%%EOF\s*$/.test(text)) return 'BROKEN';
  // With other filters before it, an object stream cannot be looked into.
  const { objects, isSound } = partsOf(bytes, text);
  if (hasName(text, ACTIVE.filter((name) => name.length > 3)) || hasName(objects, [...ACTIVE, ...ACTIVE_AND_SHORT])) return 'ACTIVE_CONTENT';
  if (!isSound) return 'BROKEN';
  const pages = objects.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  if (pages === 0) return 'BROKEN';
  return pages > mostPages ? 'TOO_MANY_PAGES' : pages;
}

const STREAM = /stream\r?\n/g;

function partsOf(bytes: Buffer, text: string): PdfParts {
  const parts: string[] = [];
  let [from, isSound, opened] = [0, true, 0];
  for (STREAM.lastIndex = 0; ; ) {
    const begin = STREAM.exec(text);
    if (!begin) break;
    const end = text.indexOf('endstream', STREAM.lastIndex);
    if (end < 0) return { objects: parts.join('\n') + text.slice(from), isSound: false };
    const before = text.slice(from, begin.index);
    parts.push(before);
    const dictionary = before.slice(before.lastIndexOf(' obj'));
    if (hasName(dictionary, ['ObjStm'])) {
      opened += 1;
      const unfolded = unfold(bytes.subarray(STREAM.lastIndex, end), dictionary);
      if (unfolded === null) isSound = false;
      else parts.push(unfolded);
    }
    from = end + 'endstream'.length;
    STREAM.lastIndex = from;
  }
  parts.push(text.slice(from));
  // One that we did not take for an object stream, but another program might.
  if ((text.match(spelt('ObjStm')) ?? []).length !== opened) isSound = false;
  return { objects: parts.join('\n'), isSound };
}

function unfold(data: Buffer, dictionary: string): string | null {
  if (!/\/Filter\s*(\[\s*)?\/FlateDecode\s*(\]|\/|>|\r|\n)/.test(dictionary) || /\/DecodeParms/.test(dictionary)) return null;
  try {
    return inflateSync(data, { maxOutputLength: MOST_UNFOLDED }).toString('latin1');
  } catch {
    return null;
  }
}

function hasName(text: string, names: readonly string[]): boolean {
  return names.some((name) => spelt(name).test(text));
}

/** A name in any spelling: each of its characters may stand as `#` with two hex digits (ISO 32000-1, 7.3.5). */
function spelt(name: string): RegExp {
  const characters = [...name].map((character) => {
    const hex = character.charCodeAt(0).toString(16);
    return `(?:${character}|#${[...hex].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')})`;
  });
  return new RegExp(`/${characters.join('')}(?![A-Za-z0-9#])`, 'g');
}
