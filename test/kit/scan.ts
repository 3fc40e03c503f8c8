/// <reference lib="dom" />
import jsQR from 'jsqr';
import type { Phone } from './phone.ts';

/** The reader; its package has the function as its whole, and types that say otherwise. */
const read = jsQR as unknown as typeof jsQR.default;

/**
 * What a camera reads from a picture, given as an address (`data:`): the browser unpacks the file, and a reader that is not ours looks
 * at its pixels. Null when no code is found.
 */
export async function scanned(phone: Phone, picture: string): Promise<string | null> {
  const { width, height, grey } = await phone.page.evaluate(async (source) => {
    const image = Object.assign(new Image(), { src: source });
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext('2d');
    pen?.drawImage(image, 0, 0);
    const { data } = pen?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
    let text = '';
    for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(Math.round(((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3));
    return { width: canvas.width, height: canvas.height, grey: btoa(text) };
  }, picture);
  const pixels = Uint8ClampedArray.from([...Buffer.from(grey, 'base64')].flatMap((value) => [value, value, value, 255]));
  return read(pixels, width, height)?.data ?? null;
}
