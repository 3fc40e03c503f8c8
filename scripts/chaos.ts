/**
 * `pnpm chaos`: real servers over real databases are killed, cut off and left behind while people decide, and an independent checker
 * compares what their phones were told with what the register holds. Each fault has a control, the same without a guarantee, which must
 * be seen to fail. Figures: docs/resilience.md. A short form is part of `pnpm test`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describeMachine, describeVersions, holdToTwoProcessors } from './bench/machine.ts';
import { build, isBuilt, parts } from './build.ts';
import { type ExperimentRecord, runExperiment } from './chaos/experiment.ts';
import { type Options, readOptions, timesOf, usage, WrongCall } from './chaos/options.ts';

try {
  if (process.platform !== 'linux') throw new WrongCall('Processes are found in /proc: this runs on Linux only.');
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof WrongCall ? `${error.message}\n\n${usage}` : error);
  process.exitCode = error instanceof WrongCall ? 2 : 1;
}
// Left to itself, Node 26.10 turns in circles over what killed children left behind (`CleanupHandles`).
process.exit();

async function run({ kills, people, wanted, output }: Options): Promise<void> {
  const used = holdToTwoProcessors();
  for (const part of parts) if (!isBuilt(part)) await build(part);
  const records: ExperimentRecord[] = [];
  for (const experiment of wanted) {
    console.log(`${experiment.id}: ${experiment.title}`);
    const record = await runExperiment(experiment, { times: timesOf(experiment, kills), people, say: (line) => console.log(`  ${line}`) });
    console.log(`  ${lineOf(record)}`);
    records.push(record);
    write(output, used, records);
  }
  const broken = records.filter(({ hasPassed }) => !hasPassed);
  console.log(`${records.length - broken.length} of ${records.length} experiments came to what they must. Written to ${relative(process.cwd(), output)}`);
  if (broken.length > 0) process.exitCode = 1;
}

/** After each experiment, so that a run which is stopped has not been for nothing. */
function write(output: string, used: string, records: readonly ExperimentRecord[]): void {
  const sum = (figure: (record: ExperimentRecord) => number, of = records): number => of.reduce((total, record) => total + figure(record), 0);
  const faults = records.filter(({ expects }) => expects === 'NOTHING_BROKEN' || expects === 'NOTHING_FAILS');
  const totals = {
    kills: sum(({ kills }) => kills, faults),
    acknowledged: sum(({ verdict }) => verdict.acknowledged, faults),
    unknown: sum(({ verdict }) => verdict.unknown, faults),
    lost: sum(({ verdict }) => verdict.findings.LOST ?? 0, faults),
    doubled: sum(({ verdict }) => verdict.findings.DOUBLED ?? 0, faults),
    otherBrokenPromises: sum(({ verdict }) => Object.values(verdict.findings).reduce((all, one) => all + one, 0) - (verdict.findings.LOST ?? 0) - (verdict.findings.DOUBLED ?? 0), faults),
  };
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, `${JSON.stringify({ date: new Date().toISOString(), machine: describeMachine(used), versions: describeVersions('18.4'), totals, experiments: records }, null, 2)}\n`);
}

function lineOf({ hasPassed, hindrance, expects, kills, verdict, figures }: ExperimentRecord): string {
  if (hindrance !== null) return `not done here: ${hindrance}`;
  const found = Object.entries(verdict.findings).map(([kind, count]) => `${count} ${kind}`).join(', ') || 'nothing broken';
  return `${hasPassed ? 'as it must be' : `NOT AS IT MUST BE (${expects})`}: ${kills} kills, ${verdict.acknowledged} acknowledged, ${verdict.unknown} unknown, ${found}; ${JSON.stringify(figures)}`;
}
