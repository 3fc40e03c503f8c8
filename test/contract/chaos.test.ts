import { beforeAll, describe, expect, it } from 'vitest';
import { build, isBuilt, parts } from '../../scripts/build.ts';
import { runExperiment } from '../../scripts/chaos/experiment.ts';
import { experiments } from '../../scripts/chaos/options.ts';

/** The short form of `pnpm chaos`: faults and their controls, a few times each. Long runs: docs/resilience.md. */
const short: readonly (readonly [id: string, times: number])[] = [
  ['F1', 4],
  ['F1-control', 5],
  ['F2', 3],
  ['F2-control', 2],
  ['F3', 1],
  ['F4', 1],
  ['F5-crash', 1],
  ['F8', 1],
  ['F8-control', 1],
  ['F9', 3],
  ['F9-control', 3],
  ['F16', 1],
  ['F16-control', 3],
  ['S1', 4],
  ['S1-control', 1],
  ['F24', 1],
  ['F24-control', 1],
];

describe.runIf(process.platform === 'linux')('when things are killed while people decide', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    for (const part of parts) if (!isBuilt(part)) await build(part);
  }, 180_000);

  it.each(short)('%s comes to what it must', async (id, times) => {
    const experiment = experiments.find((each) => each.id === id);
    if (!experiment) throw new Error(`There is no experiment ${id}`);
    const record = await runExperiment(experiment, { times, people: 6, say: () => undefined });
    expect(record).toMatchObject({ hasPassed: true });
    if (record.hindrance === null) expect(record.verdict.acknowledged).toBeGreaterThan(20);
  });
});
