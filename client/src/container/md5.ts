/**
 * MD5 in lower-case hexadecimal. The gateway wants it as the mark of a request (channel.md 1.7); it keeps no secret here, and
 * browsers do not offer it.
 */
export function md5(text: string): string {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (const block of blocksOf(new TextEncoder().encode(text))) mix(state, block);
  return state.map(hexOf).join('');
}

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));

/** The bytes, a one bit, zeros and the length in bits, as blocks of sixteen little-endian words. */
function* blocksOf(bytes: Uint8Array): Generator<DataView> {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, bytes.length << 3, true);
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 2 ** 29), true);
  for (let start = 0; start < padded.length; start += 64) yield new DataView(padded.buffer, start, 64);
}

function mix(state: number[], block: DataView): void {
  let [a, b, c, d] = state as [number, number, number, number];
  for (let step = 0; step < 64; step += 1) {
    const round = step >> 4;
    const [mixed, word] = roundOf(round, step, b, c, d);
    const sum = (a + mixed + (sines[step] ?? 0) + block.getUint32((word & 15) * 4, true)) | 0;
    const shift = shifts[round * 4 + (step & 3)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  [a, b, c, d].forEach((part, index) => (state[index] = ((state[index] ?? 0) + part) | 0));
}

function roundOf(round: number, step: number, b: number, c: number, d: number): readonly [mixed: number, word: number] {
  if (round === 0) return [(b & c) | (~b & d), step];
  if (round === 1) return [(d & b) | (~d & c), 5 * step + 1];
  if (round === 2) return [b ^ c ^ d, 3 * step + 5];
  return [c ^ (b | ~d), 7 * step];
}

function hexOf(word: number): string {
  return Array.from({ length: 4 }, (_, index) => ((word >>> (index * 8)) & 0xff).toString(16).padStart(2, '0')).join('');
}
