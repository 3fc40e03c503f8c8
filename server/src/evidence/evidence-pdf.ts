import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import type { EvidenceContent } from './evidence-package.ts';
import { type Block, blocksOf, runningText } from './evidence-text.ts';

/** A4 in points, with room for punching and for a stamp. */
const PAGE = { size: 'A4', margins: { top: 72, bottom: 68, left: 62, right: 62 } } as const;
const WIDTH = 595.28 - PAGE.margins.left - PAGE.margins.right;
const BOTTOM = 841.89 - PAGE.margins.bottom;
const LABEL = 92;
const ink = { text: '#1a1a1a', quiet: '#5f5f5f', line: '#c9c9c9', notice: '#7a2e00' } as const;

type Document = InstanceType<typeof PDFDocument>;

/** What draws: the document and which characters its fonts have. */
interface Pen {
  readonly doc: Document;
  readonly visible: (text: string) => string;
}

/**
 * Draws the pages of a package as a PDF of its own, in the manner of PDF/A-3 for the archive. The same content gives the same
 * bytes: nothing in it comes from the clock or from chance.
 */
export async function evidencePages(evidence: EvidenceContent): Promise<Buffer> {
  const [regular, bold] = await Promise.all([fontFile('400Regular'), fontFile('700Bold')]);
  const at = new Date(evidence.issuedAt.utc);
  const doc = new PDFDocument({
    ...PAGE,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    lang: 'zh-CN',
    displayTitle: true,
    // No name of a person: titles stand in window bars and in lists of recent files.
    info: { Title: `捐献意愿登记证据材料 ${evidence.id}`, Producer: 'Sanxian', Creator: 'Sanxian', CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  doc.registerFont('regular', regular).registerFont('bold', bold);
  doc.addPage();
  const pen: Pen = { doc, visible: visibleText(doc) };
  for (const block of blocksOf(evidence)) draw(pen, block);
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    margins(pen, runningText(evidence, page + 1, count));
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

/** Noto Sans SC under the SIL Open Font Licence; only the characters that are used get into the file. */
function fontFile(weight: string): Promise<Buffer> {
  return readFile(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`));
}

/** The font of a document, as far as we ask it. */
interface FontWithGlyphs {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/** Writes a character that a font lacks by its number: a name must never have a hole that nobody notices. */
function visibleText(doc: Document): (text: string) => string {
  const fonts = (['regular', 'bold'] as const).map((name) => {
    doc.font(name);
    return (doc as unknown as { readonly _font: FontWithGlyphs })._font.font;
  });
  const isDrawn = (codePoint: number) => fonts.every((font) => font.hasGlyphForCodePoint(codePoint));
  return (text) => [...text].map((character) => (isDrawn(character.codePointAt(0) ?? 0) ? character : codePointText(character))).join('');
}

/** A character by its number, for example 〔U+20BB7〕. */
export function codePointText(character: string): string {
  return `〔U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}〕`;
}

function draw(pen: Pen, block: Block): void {
  switch (block.kind) {
    case 'heading':
      return heading(pen, block.text, block.english);
    case 'rows':
      return rows(pen, block.rows);
    case 'choices':
      return choices(pen, block.title, block.rows);
    case 'table':
      return table(pen, block);
    default:
      return text(pen, block.kind, block.text);
  }
}

const styles = {
  title: { font: 'bold', size: 21, color: ink.text, gap: 1 },
  subtitle: { font: 'regular', size: 10, color: ink.quiet, gap: 10 },
  verdict: { font: 'bold', size: 17, color: ink.text, gap: 4 },
  notice: { font: 'bold', size: 10.5, color: ink.notice, gap: 8 },
  paragraph: { font: 'regular', size: 10.5, color: ink.text, gap: 6 },
  small: { font: 'regular', size: 8.5, color: ink.quiet, gap: 8 },
} as const;

function text({ doc, visible }: Pen, style: keyof typeof styles, words: string): void {
  const { font, size, color, gap } = styles[style];
  doc.font(font).fontSize(size).fillColor(color);
  doc.text(visible(words), PAGE.margins.left, doc.y, { width: WIDTH, lineGap: 3 });
  doc.y += gap;
}

function heading({ doc, visible }: Pen, words: string, english: string): void {
  // A heading at the foot of a page belongs to the next one.
  room(doc, 90);
  doc.y += 10;
  const { y } = doc;
  doc.font('bold').fontSize(13).fillColor(ink.text).text(visible(words), PAGE.margins.left, y, { lineBreak: false });
  doc.font('regular').fontSize(9).fillColor(ink.quiet).text(english, PAGE.margins.left, y + 5, { width: WIDTH, align: 'right' });
  doc.y = y + 24;
  rule(doc, doc.y);
  doc.y += 8;
}

function rows({ doc, visible }: Pen, pairs: readonly (readonly [string, string])[]): void {
  for (const [label, value] of pairs) {
    const cells = [visible(label), visible(value)] as const;
    doc.font('regular').fontSize(10);
    const height = Math.max(doc.heightOfString(cells[0], { width: LABEL - 8, lineGap: 2 }), doc.heightOfString(cells[1], { width: WIDTH - LABEL, lineGap: 2 }));
    room(doc, height);
    const { y } = doc;
    doc.fillColor(ink.quiet).text(cells[0], PAGE.margins.left, y, { width: LABEL - 8, lineGap: 2 });
    doc.fillColor(ink.text).text(cells[1], PAGE.margins.left + LABEL, y, { width: WIDTH - LABEL, lineGap: 2 });
    doc.y = y + height + 3;
  }
  doc.y += 8;
}

/** One line for each item, the choice in bold at a fixed place: nobody has to search for a word that decides. */
function choices({ doc, visible }: Pen, title: string, lines: readonly (readonly [string, string])[]): void {
  const height = 17.5;
  room(doc, lines.length * height + 6);
  let y = doc.y + 2;
  doc.font('bold').fontSize(10.5).fillColor(ink.quiet).text(visible(title), PAGE.margins.left, y, { lineBreak: false });
  for (const [item, choice] of lines) {
    rule(doc, y - 1);
    doc.font('regular').fontSize(10.5).fillColor(ink.text).text(visible(item), PAGE.margins.left + LABEL, y, { lineBreak: false });
    doc.font('bold').fontSize(10.5).text(visible(choice), PAGE.margins.left + 300, y, { lineBreak: false });
    y += height;
  }
  rule(doc, y - 1);
  doc.y = y + 7;
}

function table({ doc, visible }: Pen, { widths, head, rows: body }: Extract<Block, { kind: 'table' }>): void {
  const left = (column: number) => PAGE.margins.left + WIDTH * widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const width = (column: number) => WIDTH * (widths[column] ?? 0) - 6;
  for (const [index, cells] of [head, ...body].entries()) {
    doc.font(index === 0 ? 'bold' : 'regular').fontSize(9);
    const shown = cells.map(visible);
    const height = Math.max(...shown.map((cell, column) => doc.heightOfString(cell, { width: width(column), lineGap: 1 })));
    room(doc, height + 6);
    const { y } = doc;
    doc.fillColor(index === 0 ? ink.quiet : ink.text);
    for (const [column, cell] of shown.entries()) doc.text(cell, left(column), y, { width: width(column), lineGap: 1 });
    doc.y = y + height + 3;
    rule(doc, doc.y);
    doc.y += 4;
  }
  doc.y += 6;
}

function room(doc: Document, height: number): void {
  if (doc.y + height > BOTTOM) doc.addPage();
}

function rule(doc: Document, y: number): void {
  doc.moveTo(PAGE.margins.left, y).lineTo(PAGE.margins.left + WIDTH, y).lineWidth(0.5).strokeColor(ink.line).stroke();
}

/** Outside the margins the library would begin a new page by itself, so they are lifted for these two lines. */
function margins({ doc, visible }: Pen, { above, below }: { readonly above: string; readonly below: string }): void {
  doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
  doc.font('regular').fontSize(8.5).fillColor(ink.quiet);
  doc.text(visible(above), PAGE.margins.left, 40, { width: WIDTH, align: 'right' });
  doc.text(visible(below), PAGE.margins.left, 841.89 - 44, { width: WIDTH, align: 'center' });
}
