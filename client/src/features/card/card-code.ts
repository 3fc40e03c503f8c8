import { encode } from 'uqr';
import type { CardCode } from './card-picture.ts';

/** A text as a code that any camera reads: each dark square a step of one path, runs joined, so that no seam shows between them. */
export function codeOf(text: string): CardCode {
  const { size, data } = encode(text, { ecc: 'M', border: 0 });
  const path = data.flatMap((row, y) => runsIn(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`)).join('');
  return { modules: size, path };
}

/** Where the dark runs of a row begin and how long they are. */
function runsIn(row: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = runs[runs.length - 1];
    if (dark && last && last[0] + last[1] === x) last[1] += 1;
    else if (dark) runs.push([x, 1]);
  });
  return runs;
}
