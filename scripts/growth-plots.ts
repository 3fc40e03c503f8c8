/** `pnpm growth:plots`: draws docs/images/growth-*.svg from docs/growth.json, as `pnpm growth --output docs/growth.json` wrote it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GrowthRecord, Step } from './bench/growth-record.ts';
import { type Chart, lineChart } from './bench/line-chart.ts';
import { root } from './stages.ts';

const { steps } = JSON.parse(readFileSync(join(root, 'docs/growth.json'), 'utf8')) as GrowthRecord;
const over = (name: string, figure: (step: Step) => number) => ({ name, points: steps.map((step) => [step.people, figure(step)] as const) });
const last = steps.at(-1);

const charts: Readonly<Record<string, Chart>> = {
  'look-up': {
    ...{ title: 'Looking up one’s own decision', across: 'people on the register', up: 'p50, ms', isLogarithmic: false },
    lines: [
      over('one caller', ({ lookUp }) => lookUp.oneCaller.p50Milliseconds.median),
      over('16 callers', ({ lookUp }) => lookUp.manyCallers.p50Milliseconds.median),
      over('asked for the first time', ({ lookUp }) => lookUp.firstTouch.p50),
    ],
  },
  statistics: {
    ...{ title: 'Figures by division', across: 'people on the register', up: 'p50, ms', isLogarithmic: true },
    lines: [...new Set(steps.flatMap(({ statistics }) => statistics.map(({ question }) => question)))].map((question) => over(question, (step) => step.statistics.find((each) => each.question === question)?.p50 ?? 0)),
  },
  pages: {
    ...{ title: `Pages far down, ${(last?.people ?? 0).toLocaleString('en')} people`, across: 'entries before the page', up: 'p50, ms', isLogarithmic: true },
    lines: (last?.lists ?? []).map(({ list, pages }) => ({ name: list, points: pages.map(({ depth, p50 }) => [Math.max(depth, 1), p50] as const) })),
  },
};

for (const [name, chart] of Object.entries(charts)) {
  if (chart.lines.length > 0) writeFileSync(join(root, `docs/images/growth-${name}.svg`), lineChart(chart));
}
