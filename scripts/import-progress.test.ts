import { expect, it } from 'vitest';
import { progressLine, tellProgress } from './import-progress.ts';

const sums = { rows: 250_000, taken: 249_000, changed: 0, known: 0, refused: 1_000, withoutBody: 0 };

it('says in one line how far it is, how fast, what is left and what was refused', () => {
  expect(progressLine(sums, 1_000_000, 125)).toBe('[██████░░░░░░░░░░░░░░░░░░] 25% 250000/1000000 行，2000 行/秒，用时 2 分 5 秒，剩余 6 分 15 秒，没有导入 1000');
  expect(progressLine({ ...sums, rows: 0 }, 10, 0)).toContain('剩余 —');
});

it.each([
  ['a terminal', true, 200],
  ['a log', false, 10_000],
])('writes to %s no oftener than anybody reads', (_where, isTTY, every) => {
  let now = 0;
  const written: string[] = [];
  const tell = tellProgress(1_000_000, { isTTY, write: (text: string) => written.push(text) > 0 }, () => now);
  for (let call = 0; call < 10; call++, now += every / 4) tell(sums);
  expect(written).toHaveLength(2);
  expect(written[0]?.startsWith('\r')).toBe(isTTY);
  tell.end();
  expect(written).toHaveLength(isTTY ? 3 : 2);
});
