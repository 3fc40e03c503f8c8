import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { codeOf } from './card-code.ts';

/** The code as a camera would see it: each square some pixels wide, with white around. */
function pixelsOf({ modules, path }: ReturnType<typeof codeOf>, scale = 4, quiet = 4): { data: Uint8ClampedArray; side: number } {
  const side = (modules + 2 * quiet) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = 0; row < scale; row++) {
      const from = (((Number(y) + quiet) * scale + row) * side + (Number(x) + quiet) * scale) * 4;
      for (let at = from; at < from + Number(length) * scale * 4; at += 4) data.set([0, 0, 0, 255], at);
    }
  }
  return { data, side };
}

test('a camera reads from the code exactly what was put into it, at the length of a full card', () => {
  const link = `https://register.example/v#${'eyJhbGciOiJFUzI1NiIsInppcCI6IkRFRiJ9-_'.repeat(14).slice(0, 520)}`;
  const code = codeOf(link);
  const { data, side } = pixelsOf(code);
  expect(jsQR(data, side, side)?.data).toBe(link);
  // What stands on a screen of 320 px is at least two of its pixels for each square.
  expect((280 * 560) / 640 / (code.modules + 8)).toBeGreaterThan(2.4);
});
