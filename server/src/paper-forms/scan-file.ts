import { checkPdf } from './scan-pdf.ts';
import { ScanType } from './paper-form.entity.ts';

/** The largest file: a page at 300 dpi in colour has one to two megabytes. The database holds the same limit. */
export const MOST_SCAN_BYTES = 8 * 1024 * 1024;

/** The most pages: a form has two, and each side may lie on a page of its own. */
export const MOST_SCAN_PAGES = 4;

/** The longest side and the largest area of a picture, so that a small file cannot fill the memory of whoever opens it. */
const MOST_SIDE = 12_000;
const MOST_PIXELS = 60_000_000;

/** Why a file is not taken. */
export const ScanFault = { TOO_LARGE: 'TOO_LARGE', UNKNOWN_TYPE: 'UNKNOWN_TYPE', BROKEN: 'BROKEN', ACTIVE_CONTENT: 'ACTIVE_CONTENT', TOO_MANY_PAGES: 'TOO_MANY_PAGES', TOO_BIG_A_PICTURE: 'TOO_BIG_A_PICTURE' } as const;
export type ScanFault = (typeof ScanFault)[keyof typeof ScanFault];

/** What a file is, by what stands in it: names and announced types are never believed. */
export type CheckedScan = { readonly ok: true; readonly mediaType: ScanType; readonly pages: number } | { readonly ok: false; readonly fault: ScanFault };

/** Judges a scan: its true type, that it ends where it says, its size and pages, and that nothing in it runs or calls out. */
export function checkScan(bytes: Buffer): CheckedScan {
  if (bytes.length > MOST_SCAN_BYTES) return refused(ScanFault.TOO_LARGE);
  if (bytes.subarray(0, 3).equals(JPEG)) return picture(ScanType.JPEG, sizeOfJpeg(bytes));
  if (bytes.subarray(0, 8).equals(PNG)) return picture(ScanType.PNG, sizeOfPng(bytes));
  if (bytes.subarray(0, 5).equals(PDF)) {
    const found = checkPdf(bytes, MOST_SCAN_PAGES);
    return typeof found === 'number' ? { ok: true, mediaType: ScanType.PDF, pages: found } : refused(found);
  }
  return refused(ScanFault.UNKNOWN_TYPE);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PDF = Buffer.from('%PDF-');

function refused(fault: ScanFault): CheckedScan {
  return { ok: false, fault };
}

function picture(mediaType: ScanType, size: Size | null): CheckedScan {
  if (!size || size.width === 0 || size.height === 0) return refused(ScanFault.BROKEN);
  if (Math.max(size.width, size.height) > MOST_SIDE || size.width * size.height > MOST_PIXELS) return refused(ScanFault.TOO_BIG_A_PICTURE);
  return { ok: true, mediaType, pages: 1 };
}

/** Walks the segments of a JPEG to its frame; the file must end with the picture, so that nothing rides behind it. */
function sizeOfJpeg(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(bytes.length - 2) !== 0xff_d9) return null;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    // The picture's data begin before any frame said how large it is.
    if (marker === 0xda) return null;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** C0 to CF begin a frame, save for three that are tables. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Walks the chunks of a PNG; the last one must be the last bytes of the file. */
function sizeOfPng(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return end === bytes.length ? size : null;
    at = end;
  }
  return null;
}
