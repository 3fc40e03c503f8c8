/** `pnpm test`: everything that must hold before a change is done. All stages run; the last line tells the numbers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, isBuilt, parts } from './build.ts';
import { command, line, runStreaming, type Outcome, type Stage } from './stages.ts';

/** What vitest's JSON reporter tells, as far as we count it. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

interface Numbers {
  readonly passed: number;
  readonly failed: number;
}

const reports = mkdtempSync(join(tmpdir(), 'sanxian-test-'));
const reportOf = (name: string): string => join(reports, `${name.replaceAll(' ', '-')}.json`);

function vitest(name: string, projects: readonly string[]): Stage {
  const wanted = projects.flatMap((project) => ['--project', project]);
  return command(name, 'vitest', ['run', ...wanted, '--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name)}`]);
}

/** The browser meets server and client as they are delivered, so they are built before the journeys. */
const buildWhatChanged: Stage = {
  name: 'build of server and client',
  run: async (say) => {
    for (const part of parts) {
      say(`${part.english}: ${isBuilt(part) ? 'nothing changed' : 'building'}\n`);
      if (!isBuilt(part)) await build(part);
    }
    return true;
  },
};

const stages: readonly Stage[] = [
  command('check', 'node', ['scripts/check.ts']),
  buildWhatChanged,
  vitest('tests of server, client and contract', ['server', 'client', 'api', 'contract']),
  // Alone: a browser that shares two cores with other tests would only measure them.
  vitest('journeys in the browser', ['browser']),
];

/** A stage that failed without a failed test (a check, a build, a file that does not load) counts as one failure. */
function numbersOf({ name, passed }: Outcome): Numbers {
  const report = readReport(name);
  if (!report) return { passed: 0, failed: passed ? 0 : 1 };
  const unloadable = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  const failed = report.numFailedTests + unloadable;
  return { passed: report.numPassedTests, failed: passed ? failed : Math.max(failed, 1) };
}

function readReport(name: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(reportOf(name), 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

const outcomes: Outcome[] = [];
for (const stage of stages) outcomes.push(await runStreaming(stage));
const numbers = outcomes.map(numbersOf);
rmSync(reports, { recursive: true, force: true });

const sum = (kind: keyof Numbers): number => numbers.reduce((total, number) => total + number[kind], 0);
console.log(`\n── summary\n${outcomes.map(line).join('\n')}\n`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
if (outcomes.some(({ passed }) => !passed) || sum('failed') > 0) process.exitCode = 1;
