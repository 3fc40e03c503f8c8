import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import type { Block } from './block.ts';

/** A4 in points, with room for punching and for a stamp. */
const PAGE = { size: 'A4', margins: { top: 72, bottom: 68, left: 62, right: 62 } } as const;
const WIDTH = 595.28 - PAGE.margins.left - PAGE.margins.right;
const BOTTOM = 841.89 - PAGE.margins.bottom;
const LABEL = 92;
const ink = { text: '#1a1a1a', quiet: '#5f5f5f', line: '#c9c9c9', notice: '#7a2e00' } as const;

type Document = InstanceType<typeof PDFDocument>;
type Tag = 'H1' | 'H2' | 'P';

/** A paper before it is drawn. */
export interface Paper {
  /** No name of a person: titles stand in window bars and in lists of recent files. */
  readonly title: string;
  /** The moment that the file names as its own. */
  readonly at: Date;
  readonly blocks: readonly Block[];
  /** What stands above and below each page. */
  readonly running: (page: number, pages: number) => { readonly above: string; readonly below: string };
  /** Whether headings and the order of reading are written into the file, for those who have it read aloud. */
  readonly isTagged: boolean;
}

/** What draws: the document, which characters its fonts have, and the root of what is tagged, if anything is. */
interface Pen {
  readonly doc: Document;
  readonly visible: (text: string) => string;
  readonly tree: PDFKit.PDFStructureElement | null;
}

/**
 * Draws a paper as a PDF, in the manner of PDF/A-3 for the archive. The same paper gives the same bytes: nothing in it comes
 * from the clock or from chance.
 */
export async function drawPaper({ title, at, blocks, running, isTagged }: Paper): Promise<Buffer> {
  const [regular, bold] = await Promise.all([fontFile('400Regular'), fontFile('700Bold')]);
  const doc = new PDFDocument({
    ...PAGE,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    lang: 'zh-CN',
    displayTitle: true,
    ...(isTagged ? { tagged: true } : {}),
    info: { Title: title, Producer: 'Sanxian', Creator: 'Sanxian', CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  doc.registerFont('regular', regular).registerFont('bold', bold);
  const tree = isTagged ? doc.struct('Document') : null;
  if (tree) doc.addStructure(tree);
  doc.addPage();
  const pen: Pen = { doc, visible: visibleText(doc), tree };
  for (const block of blocks) draw(pen, block);
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    margins(pen, running(page + 1, count));
  }
  tree?.end();
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
function codePointText(character: string): string {
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

function text(pen: Pen, style: keyof typeof styles, words: string): void {
  const { font, size, color, gap } = styles[style];
  const { doc } = pen;
  doc.font(font).fontSize(size).fillColor(color);
  say(pen, style === 'title' ? 'H1' : 'P', pen.visible(words), [PAGE.margins.left, doc.y], { width: WIDTH, lineGap: 3 });
  doc.y += gap;
}

function heading(pen: Pen, words: string, english: string): void {
  const { doc, visible } = pen;
  // A heading at the foot of a page belongs to the next one.
  room(doc, 90);
  doc.y += 10;
  const { y } = doc;
  doc.font('bold').fontSize(13).fillColor(ink.text);
  say(pen, 'H2', visible(words), [PAGE.margins.left, y], { lineBreak: false });
  doc.font('regular').fontSize(9).fillColor(ink.quiet);
  say(pen, 'P', english, [PAGE.margins.left, y + 5], { width: WIDTH, align: 'right' });
  doc.y = y + 24;
  rule(pen, doc.y);
  doc.y += 8;
}

function rows(pen: Pen, pairs: readonly (readonly [string, string])[]): void {
  const { doc, visible } = pen;
  for (const [label, value] of pairs) {
    const cells = [visible(label), visible(value)] as const;
    doc.font('regular').fontSize(10);
    const height = Math.max(doc.heightOfString(cells[0], { width: LABEL - 8, lineGap: 2 }), doc.heightOfString(cells[1], { width: WIDTH - LABEL, lineGap: 2 }));
    room(doc, height);
    const { y } = doc;
    doc.fillColor(ink.quiet);
    say(pen, 'P', cells[0], [PAGE.margins.left, y], { width: LABEL - 8, lineGap: 2 });
    doc.fillColor(ink.text);
    say(pen, 'P', cells[1], [PAGE.margins.left + LABEL, y], { width: WIDTH - LABEL, lineGap: 2 });
    doc.y = y + height + 3;
  }
  doc.y += 8;
}

/** One line for each item, the choice in bold at a fixed place: nobody has to search for a word that decides. */
function choices(pen: Pen, title: string, lines: readonly (readonly [string, string])[]): void {
  const { doc, visible } = pen;
  const height = 17.5;
  room(doc, lines.length * height + 6);
  let y = doc.y + 2;
  doc.font('bold').fontSize(10.5).fillColor(ink.quiet);
  say(pen, 'P', visible(title), [PAGE.margins.left, y], { lineBreak: false });
  for (const [item, choice] of lines) {
    rule(pen, y - 1);
    doc.font('regular').fontSize(10.5).fillColor(ink.text);
    say(pen, 'P', visible(item), [PAGE.margins.left + LABEL, y], { lineBreak: false });
    doc.font('bold').fontSize(10.5);
    say(pen, 'P', visible(choice), [PAGE.margins.left + 300, y], { lineBreak: false });
    y += height;
  }
  rule(pen, y - 1);
  doc.y = y + 7;
}

function table(pen: Pen, { widths, head, rows: body }: Extract<Block, { kind: 'table' }>): void {
  const { doc, visible } = pen;
  const left = (column: number) => PAGE.margins.left + WIDTH * widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  const width = (column: number) => WIDTH * (widths[column] ?? 0) - 6;
  for (const [index, cells] of [head, ...body].entries()) {
    doc.font(index === 0 ? 'bold' : 'regular').fontSize(9);
    const shown = cells.map(visible);
    const height = Math.max(...shown.map((cell, column) => doc.heightOfString(cell, { width: width(column), lineGap: 1 })));
    room(doc, height + 6);
    const { y } = doc;
    doc.fillColor(index === 0 ? ink.quiet : ink.text);
    for (const [column, cell] of shown.entries()) say(pen, 'P', cell, [left(column), y], { width: width(column), lineGap: 1 });
    doc.y = y + height + 3;
    rule(pen, doc.y);
    doc.y += 4;
  }
  doc.y += 6;
}

function room(doc: Document, height: number): void {
  if (doc.y + height > BOTTOM) doc.addPage();
}

function rule({ doc, tree }: Pen, y: number): void {
  if (tree) doc.markContent('Artifact');
  doc.moveTo(PAGE.margins.left, y).lineTo(PAGE.margins.left + WIDTH, y).lineWidth(0.5).strokeColor(ink.line).stroke();
  if (tree) doc.endMarkedContent();
}

/** Words at a place; of a tagged paper, in the order of reading and under what they are. */
function say({ doc, tree }: Pen, tag: Tag, words: string, [x, y]: readonly [x: number, y: number], options: PDFKit.Mixins.TextOptions): void {
  doc.text(words, x, y, tree ? { ...options, structParent: tree, structType: tag } : options);
  // The library keeps what it began open until the next begins; a line drawn between would be read as part of it.
  if (tree && words !== '') doc.endMarkedContent();
}

/** Outside the margins the library would begin a new page by itself, so they are lifted for these two lines. */
function margins({ doc, visible, tree }: Pen, { above, below }: { readonly above: string; readonly below: string }): void {
  if (tree) doc.markContent('Artifact');
  doc.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
  doc.font('regular').fontSize(8.5).fillColor(ink.quiet);
  doc.text(visible(above), PAGE.margins.left, 40, { width: WIDTH, align: 'right' });
  doc.text(visible(below), PAGE.margins.left, 841.89 - 44, { width: WIDTH, align: 'center' });
  if (tree) doc.endMarkedContent();
}
