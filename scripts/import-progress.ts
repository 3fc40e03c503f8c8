/** How far an import is: a bar that moves on a terminal, a line every few seconds elsewhere. */
import type { ImportSums } from '../server/src/former-system/import-registrations.ts';

/** Milliseconds between two looks: on a terminal, and in a log. */
const SHOWN_EVERY = { terminal: 200, log: 10_000 };
const WIDTH = 24;

/** Where progress is told; standard output unless a test says otherwise. */
export type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** Tells progress when it is called, not oftener than anybody reads; `end` closes the line of the bar. */
export function tellProgress(all: number, screen: Screen = process.stdout, clock: () => number = () => performance.now()): ((sums: ImportSums) => void) & { end(): void } {
  const began = clock();
  let shown = began;
  const tell = (sums: ImportSums): void => {
    if (clock() - shown < (screen.isTTY ? SHOWN_EVERY.terminal : SHOWN_EVERY.log)) return;
    shown = clock();
    const line = progressLine(sums, all, (shown - began) / 1_000);
    screen.write(screen.isTTY ? `\r\u001B[K${line}` : `${line}\n`);
  };
  return Object.assign(tell, { end: () => void (screen.isTTY && screen.write('\r\u001B[K')) });
}

/** One line: a bar, rows of all, rows a second, what is left, and what was refused so far. */
export function progressLine({ rows, refused }: ImportSums, all: number, seconds: number): string {
  const share = all === 0 ? 1 : rows / all;
  const filled = Math.round(share * WIDTH);
  const rate = rows / Math.max(seconds, 0.001);
  const left = rows === 0 ? '—' : durationText((all - rows) / rate);
  return `[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}] ${Math.floor(share * 100)}% ${rows}/${all} 行，${Math.round(rate)} 行/秒，用时 ${durationText(seconds)}，剩余 ${left}，没有导入 ${refused}`;
}

function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} 秒` : `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`;
}
