/**
 * Takes registrations of a former system over into the register: `pnpm import-registrations -- file.csv --system NAME [--dry-run]
 * [--report report.csv] [--summary summary.json]` (docs/operations.md). The keys are those of the servers.
 * Exit code 0: every row is on the register. 1: it was broken off, or nothing could be done. 2: called wrongly. 3: done, and the
 * report names rows that were not taken over, or not whole.
 */
import { open, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { REPORT_HEADER, reportText } from '../server/src/former-system/former-words.ts';
import type { ImportSums } from '../server/src/former-system/import-registrations.ts';
import type { TakeOver, TakeOverOptions } from '../server/src/former-system/take-over-file.ts';
import { asCommand, typed, vaultKeysHere } from './backup-access.ts';
import { build, isBuilt, serverPart } from './build.ts';
import { progressLine, tellProgress } from './import-progress.ts';
import { openDatabase } from './register-access.ts';
import { root } from './stages.ts';

const usage = '用法：pnpm import-registrations -- 文件.csv --system 原系统简称 [--dry-run] [--report 报告.csv] [--summary 汇总.json]\n  --system   小写字母、数字和连字符，例如 hangzhou-2016；同一系统每次都用同一个\n  --dry-run  只核对，不写入';

/** The short name of a former system, as the table takes it. */
const SYSTEM_NAME = /^[a-z0-9][a-z0-9-]{1,39}$/;

/** The exit code when the report names rows. */
const SOME_REFUSED = 3;

interface Wanted {
  readonly path: string;
  readonly system: string;
  readonly dryRun: boolean;
  readonly report: string;
  readonly summary: string | undefined;
}

await asCommand(usage, async () => {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== '--'), allowPositionals: true, options: { system: text, report: text, summary: text, 'dry-run': { type: 'boolean', default: false } } });
  const [file] = positionals;
  const { system, summary, 'dry-run': dryRun } = values;
  if (!file || positionals.length > 1 || !system || !SYSTEM_NAME.test(system)) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
    return;
  }
  process.exitCode = await takeOver({ path: typed(file), system, dryRun, report: typed(values.report ?? `${file}.${stamp()}.report.csv`), summary });
});

async function takeOver({ path, system, dryRun, report, summary }: Wanted): Promise<number> {
  const keys = vaultKeysHere();
  // The rules are those of the server, and its decorators need a compiler.
  if (!isBuilt(serverPart)) await build(serverPart);
  const { takeOverFile } = (await import(pathToFileURL(join(root, 'server/dist/take-over.js')).href)) as { takeOverFile: (options: TakeOverOptions) => Promise<TakeOver> };
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  // Never over an older report, and nobody else's to read.
  const lines = await open(report, 'wx', 0o600).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return String(error.code);
  });
  if (typeof lines === 'string') {
    process.stderr.write(`${lines === 'EEXIST' ? '已经有这个报告文件' : `写不了报告文件（${lines}）`}，没有导入：${report}\n`);
    return 1;
  }
  try {
    await lines.appendFile(REPORT_HEADER);
    process.stdout.write(`正在通读 ${basename(path)} …\n`);
    let began = performance.now();
    let progress = tellProgress(0);
    const done = await takeOverFile({
      ...{ path, system, dryRun, keys, database: openDatabase, signal: ending.signal },
      readThrough: ({ rows, digest }) => {
        process.stdout.write(`${rows} 行，SHA-256 ${digest}，报告写入 ${report}\n`);
        [began, progress] = [performance.now(), tellProgress(rows)];
      },
      report: (line) => lines.appendFile(reportText(line)),
      progress: (sums) => progress(sums),
    });
    progress.end();
    if (done.fault !== null) {
      process.stderr.write(`没有导入完：${done.fault}\n`);
      return 1;
    }
    const seconds = (performance.now() - began) / 1_000;
    const isWhole = done.sums.rows === done.file.rows;
    process.stdout.write(`${summaryText({ sums: done.sums, all: done.file.rows, dryRun, seconds, isWhole })}\n`);
    const record = { file: basename(path), sha256: done.file.digest, system, dryRun, isWhole, ...done.sums, seconds: Math.round(seconds * 10) / 10, rowsPerSecond: Math.round(done.sums.rows / seconds), peakMemoryBytes: process.resourceUsage().maxRSS * 1_024 };
    if (summary !== undefined) await writeFile(typed(summary), `${JSON.stringify(record, null, 2)}\n`);
    if (!isWhole) return 1;
    return done.sums.refused + done.sums.withoutBody > 0 ? SOME_REFUSED : 0;
  } finally {
    await lines.close();
  }
}

function summaryText({ sums, all, dryRun, seconds, isWhole }: { readonly sums: ImportSums; readonly all: number; readonly dryRun: boolean; readonly seconds: number; readonly isWhole: boolean }): string {
  const { rows, taken, changed, known, refused, withoutBody } = sums;
  if (taken + changed + known + refused !== rows) throw new Error('The rows that were read are not those that were accounted for');
  return [
    progressLine(sums, all, seconds),
    `共 ${rows} 行 = ${dryRun ? '可以导入' : '新导入'} ${taken} + 同一人更晚的登记 ${changed} + 以前已导入 ${known} + 没有导入 ${refused}`,
    ...(withoutBody > 0 ? [`另有 ${withoutBody} 行的遗体捐献意愿没有导入，须由本人另行登记`] : []),
    ...(refused + withoutBody > 0 ? ['原因逐行写在报告里，报告只有行号、原系统编号和原因。'] : []),
    ...(dryRun ? ['这是核对，没有写入；文件里同一个人的第二行，到正式导入时才和第一行比较。'] : []),
    ...(isWhole ? [] : ['已中断。已写入的都保留；用同一个文件重新运行，就接着导入。']),
  ].join('\n');
}

function stamp(): string {
  return new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
