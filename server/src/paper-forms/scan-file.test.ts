import { describe, expect, it } from 'vitest';
import { asJpeg, asPdf, asPng } from './scan-file.fixture.ts';
import { checkScan, MOST_SCAN_BYTES } from './scan-file.ts';

const faultOf = (bytes: Buffer) => {
  const found = checkScan(bytes);
  return found.ok ? found.mediaType : found.fault;
};

describe('a scan is taken', () => {
  it.each([
    ['a JPEG', asJpeg(), { ok: true, mediaType: 'image/jpeg', pages: 1 }],
    ['a PNG', asPng(), { ok: true, mediaType: 'image/png', pages: 1 }],
    ['a PDF of four pages', asPdf({ pages: 4 }), { ok: true, mediaType: 'application/pdf', pages: 4 }],
    ['a PDF whose objects are packed', asPdf({ packed: '<< /Producer (a scanner) >>' }), { ok: true, mediaType: 'application/pdf', pages: 1 }],
  ])('when it is %s', (_, bytes, found) => {
    expect(checkScan(bytes)).toEqual(found);
  });
});

describe('a scan is refused', () => {
  it.each([
    ['it is empty', Buffer.alloc(0), 'UNKNOWN_TYPE'],
    ['it is a page of HTML', Buffer.from('<html><script>alert(1)</script></html>'), 'UNKNOWN_TYPE'],
    ['it is an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'UNKNOWN_TYPE'],
    ['it is a GIF', Buffer.from('GIF89a0000000000'), 'UNKNOWN_TYPE'],
    ['it is larger than the limit', Buffer.concat([asJpeg(), Buffer.alloc(MOST_SCAN_BYTES)]), 'TOO_LARGE'],
    ['something rides behind a JPEG', asJpeg({ behind: '<script>' }), 'BROKEN'],
    ['something rides behind a PNG', asPng({ behind: 'PK\u0003\u0004' }), 'BROKEN'],
    ['something rides behind a PDF', asPdf({ behind: '<html>' }), 'BROKEN'],
    ['a JPEG is cut off', asJpeg().subarray(0, 12), 'BROKEN'],
    ['a PNG is cut off', asPng().subarray(0, 40), 'BROKEN'],
    ['a picture has no height', asJpeg({ height: 0 }), 'BROKEN'],
    ['a picture would fill the memory of whoever opens it', asPng({ width: 60_000, height: 60_000 }), 'TOO_BIG_A_PICTURE'],
    ['a PDF has five pages', asPdf({ pages: 5 }), 'TOO_MANY_PAGES'],
    ['a PDF has no page', asPdf({ pages: 0 }), 'BROKEN'],
    ['a PDF holds a program', asPdf({ catalog: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >> ' }), 'ACTIVE_CONTENT'],
    ['a PDF spells a program’s name in another way', asPdf({ catalog: '/Names << /#4aava#53cript 9 0 R >> ' }), 'ACTIVE_CONTENT'],
    ['a PDF packs a program into an object stream', asPdf({ packed: '<< /S /JavaScript /JS (app.alert(1)) >>' }), 'ACTIVE_CONTENT'],
    ['a PDF packs a link into an object stream', asPdf({ packed: '<< /S /URI /URI (https://example.com) >>' }), 'ACTIVE_CONTENT'],
    ['a PDF starts a program', asPdf({ catalog: '/AA << /WC << /S /Launch >> >> ' }), 'ACTIVE_CONTENT'],
    ['a PDF carries a file', asPdf({ catalog: '/Names << /EmbeddedFiles 9 0 R >> ' }), 'ACTIVE_CONTENT'],
    ['a PDF asks for input', asPdf({ catalog: '/AcroForm 9 0 R ' }), 'ACTIVE_CONTENT'],
    ['a PDF is closed by a password', asPdf({ catalog: '/Encrypt 9 0 R ' }), 'ACTIVE_CONTENT'],
    ['a PDF names an object stream where none can be opened', asPdf({ catalog: '/X /ObjStm ' }), 'BROKEN'],
    ['a PDF hides its object stream behind another filter', Buffer.from(asPdf({ packed: '<< >>' }).toString('latin1').replace('/Filter /FlateDecode', '/Filter /LZWDecode'), 'latin1'), 'BROKEN'],
    ['a PDF does not end', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Page >>\nendobj\n'), 'BROKEN'],
  ])('when %s', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault);
  });
});
