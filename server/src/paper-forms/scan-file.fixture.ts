import { deflateSync } from 'node:zlib';

/** The smallest JPEG that says how large it is: start, frame, scan, end. Nobody has to be able to see it. */
export function asJpeg({ width = 1654, height = 2339, behind = '' } = {}): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1]), frame, Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]), Buffer.from(behind)]);
}

/** A PNG of header, one piece of data and end. */
export function asPng({ width = 1654, height = 2339, behind = '' } = {}): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from([0]))), chunk('IEND', Buffer.alloc(0)), Buffer.from(behind)]);
}

/** A PDF of some pages; `catalog` and `packed` put something else into it, in the open or in an object stream. */
export function asPdf({ pages = 1, catalog = '', packed = '', behind = '' } = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n`);
  const data = deflateSync(Buffer.from(`40 0 ${packed}`));
  const stream = packed === '' ? [] : [`30 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Length ${data.length} /Filter /FlateDecode >>\nstream\n`, data, '\nendstream\nendobj\n'];
  const parts = ['%PDF-1.7\n', `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog}>>\nendobj\n`, `2 0 obj\n<< /Type /Pages /Count ${pages} /Kids [] >>\nendobj\n`, ...kids, ...stream, 'trailer\n<< /Root 1 0 R >>\n%%EOF\n', behind];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}
