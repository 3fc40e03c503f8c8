import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const HEADER = { width: 0, height: 4, depth: 8, colourType: 9, interlaced: 12 } as const;
/** PNG colour types: three bytes for a pixel, or one that names a colour of the palette. */
const RGB = 2;
const PALETTE = 3;

/**
 * Writes a screenshot anew with a palette, which takes a third of the room: a screen of words needs few colours, and the
 * shades at the edges of its letters can share them.
 * @throws when the picture is not what a browser takes: 8 bits, RGB, not interlaced.
 */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = Buffer.from(chunks.find(({ type }) => type === 'IHDR')?.data ?? []);
  const [width, height] = [header.readUInt32BE(HEADER.width), header.readUInt32BE(HEADER.height)];
  if (header[HEADER.depth] !== 8 || header[HEADER.colourType] !== RGB || header[HEADER.interlaced] !== 0) throw new Error('This is no screenshot');
  const rows = unfiltered(inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))), width * 3, height);

  const { palette, pixels } = paletted(rows, width, height);
  header[HEADER.colourType] = PALETTE;
  const parts = [chunk('IHDR', header), chunk('PLTE', palette), chunk('IDAT', deflateSync(pixels, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** The 256 colours met most often, and each pixel as the nearest of them: surfaces keep theirs, only edges of letters move. */
function paletted(rows: Buffer, width: number, height: number): { palette: Buffer; pixels: Buffer } {
  const colourAt = (pixel: number): number => rows.readUIntBE(pixel * 3, 3);
  const met = new Map<number, number>();
  for (let pixel = 0; pixel < width * height; pixel += 1) met.set(colourAt(pixel), (met.get(colourAt(pixel)) ?? 0) + 1);
  const kept = [...met].toSorted(([, one], [, other]) => other - one).slice(0, 256).map(([colour]) => colour);
  const placeOf = new Map([...met.keys()].map((colour) => [colour, nearestPlace(kept, colour)]));

  const pixels = Buffer.alloc(height * (width + 1));
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    // Each row begins with its filter: none, which suits a palette best.
    pixels[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = placeOf.get(colourAt(pixel)) ?? 0;
  }
  return { palette: Buffer.from(kept.flatMap(partsOf)), pixels };
}

const partsOf = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearestPlace(colours: readonly number[], wanted: number): number {
  const [red, green, blue] = partsOf(wanted);
  const distances = colours.map(partsOf).map(([r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
  return distances.indexOf(Math.min(...distances));
}

/** Undoes the five filters of a row (PNG 9.2). */
function unfiltered(data: Buffer, stride: number, height: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const place = row * stride + column;
      const left = column >= 3 ? (rows[place - 3] ?? 0) : 0;
      const above = row > 0 ? (rows[place - stride] ?? 0) : 0;
      const corner = column >= 3 && row > 0 ? (rows[place - stride - 3] ?? 0) : 0;
      const guess = [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter] ?? 0;
      rows[place] = (data[row * (stride + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return rows;
}

/** The Paeth predictor (PNG 9.4). */
function nearest(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let place = SIGNATURE.length; place < png.length; ) {
    const length = png.readUInt32BE(place);
    chunks.push({ type: png.toString('latin1', place + 4, place + 8), data: png.subarray(place + 8, place + 8 + length) });
    place += length + 12;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
