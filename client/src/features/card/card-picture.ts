/** A code to read by machine (QR), as one path over `modules` × `modules` squares (`card-code.ts`). */
export interface CardCode {
  readonly modules: number;
  readonly path: string;
}

/** What stands on the voucher, in words. Whoever reads over a shoulder learns no more than this: no organ, no number of a document. */
export interface CardWords {
  readonly title: string;
  readonly name: string;
  readonly state: string;
  /** Label and value, below each other. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** 登记意愿凭证，不等于捐献同意书: always there. */
  readonly honesty: string;
  /** An agreement wears a heart; a refusal wears nothing. */
  readonly isAgreement: boolean;
  readonly code: CardCode | null;
}

/** The sizes of words in the picture, in its own units (the card is 640 wide). */
const sizes = {
  normal: { title: 30, name: 40, state: 34, fact: 22, line: 36 },
  elder: { title: 36, name: 48, state: 40, fact: 27, line: 44 },
} as const;

const width = 640;
const margin = 40;

/**
 * The voucher as an SVG picture, in the colours of the light look whatever the phone shows: it is kept, sent and printed.
 * Every word is escaped; the picture loads nothing.
 */
export function cardSvg(words: CardWords, look: 'normal' | 'elder'): string {
  const size = sizes[look];
  const factsAt = 185 + size.name + size.state + size.line;
  const honesty = linesOf(words.honesty, Math.floor((width - 2 * margin) / size.fact));
  const codeAt = factsAt + (words.facts.length - 1) * size.line + 28;
  const honestyAt = (words.code ? codeAt + codeSide + 20 : codeAt - 28 + size.line) + 48;
  const height = honestyAt + honesty.length * size.line + 8;
  const text = (x: number, y: number, fontSize: number, fill: string, content: string, more = '') =>
    `<text x="${x}" y="${y}" font-size="${fontSize}" fill="${fill}" ${more}>${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'PingFang SC', 'HarmonyOS Sans SC', MiSans, 'Noto Sans CJK SC', sans-serif">`,
    `<rect width="${width}" height="${height}" rx="28" fill="#fbf8f3"/>`,
    `<path d="M0 28a28 28 0 0 1 28-28h584a28 28 0 0 1 28 28v72H0z" fill="#0b5563"/>`,
    text(margin, 64, size.title, '#ffffff', words.title, 'font-weight="700"'),
    text(margin, 150 + size.name / 2, size.name, '#1d2b2e', words.name, 'font-weight="700"'),
    text(margin, 165 + size.name + size.state, size.state, '#0b5563', words.state, 'font-weight="700"'),
    words.isAgreement ? heart : '',
    ...words.facts.map(([label, value], at) => text(margin, factsAt + at * size.line, size.fact, '#3f4e52', `${label}  ${value}`)),
    words.code ? drawnCode(words.code, codeAt) : '',
    `<path d="M${margin} ${honestyAt - size.line - 4}h${width - 2 * margin}" stroke="#e4ddd1" stroke-width="2"/>`,
    ...honesty.map((line, at) => text(margin, honestyAt + at * size.line, size.fact, '#7d3710', line)),
    '</svg>',
  ].join('');
}

/** How wide a code stands on the card: about ninety squares, which a camera must tell apart on a screen of 320 px. */
const codeSide = width - 2 * margin;
/** The white around a code by which cameras find it, in squares (ISO/IEC 18004). */
const quiet = 4;

function drawnCode({ modules, path }: CardCode, y: number): string {
  const square = rounded(codeSide / (modules + 2 * quiet));
  return `<rect x="${margin}" y="${y}" width="${codeSide}" height="${codeSide}" rx="12" fill="#ffffff"/><g transform="translate(${rounded(margin + quiet * square)} ${rounded(y + quiet * square)}) scale(${square})" shape-rendering="crispEdges"><path d="${escaped(path)}" fill="#000000"/></g>`;
}

/** No digits that nobody sees. */
const rounded = (length: number): number => Math.floor(length * 1_000) / 1_000;

/** An open heart. */
const heart =
  '<path transform="translate(470 120) scale(5.6)" d="M12 20.5C6.5 16.6 4 13.7 4 10.4 4 8 5.8 6.2 8.2 6.2c1.6 0 3 .9 3.8 2.3.8-1.4 2.2-2.3 3.8-2.3 2.4 0 4.2 1.8 4.2 4.2 0 3.3-2.5 6.2-8 10.1z" fill="#e3eff0" stroke="#0b5563" stroke-width="0.8" stroke-linejoin="round"/>';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Breaks words into lines of so many wide signs; a Latin letter counts half. */
function linesOf(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const part of text.match(/[\w'’“”(),.;:-]+\s*|[^]/gu) ?? []) {
    const wide = [...part].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x2e80 ? 0.52 : 1), 0);
    if (used + wide > most && line !== '' && !/^[，。；：、）]/.test(part)) {
      lines.push(line.trimEnd());
      [line, used] = ['', 0];
    }
    line += part;
    used += wide;
  }
  return [...lines, line.trimEnd()].filter((each) => each !== '');
}

/** An SVG text as an address that an image can load. */
export const svgAddress = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

/**
 * The picture as PNG, twice as fine as it is drawn, for albums and chats that know no SVG.
 *
 * @throws when this web view cannot draw.
 */
export async function pngAddress(svg: string): Promise<string> {
  const image = new Image();
  image.src = svgAddress(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('this web view has no canvas');
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}
