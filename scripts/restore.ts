/**
 * `pnpm restore --from BACKUPS --to EMPTY [--until INSTANT]`: brings a backup of the embedded database back into an empty folder, as it
 * was at a moment, checks it and says how to take it into use. It never touches the register that is there. See docs/runbooks.md.
 * Exit code 0: restored and in order. 1: not restored, or not in order, and why. 2: called in a way that it does not know.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupFault } from '../server/src/database/backup/backup-fault.ts';
import { backupsIn, homeInUse } from '../server/src/database/backup/backup-home.ts';
import { closeSegment } from '../server/src/database/backup/close-segment.ts';
import { MANIFEST, readManifest } from '../server/src/database/backup/manifest.ts';
import { restoreBackup } from '../server/src/database/backup/restore-backup.ts';
import { runningCluster } from '../server/src/database/embedded/postgres.ts';
import { asCommand, databaseFolderHere, dataFolderHere, homeOf, keysMustFit, megabytes, progressOf, secondsSince, systemIdentifierHere, typed, vaultHere } from './backup-access.ts';
import { erasedLists, figuresAsLines, makeReady } from './restored-register.ts';

const usage = `用法：pnpm restore --from 备份目录 --to 空目录 [--until 时刻] [--erased 名单]
  --from      备份目录（自动选合适的一份），或其中某一份备份
  --to        空目录；恢复出的数据库放在其中的 postgres
  --until     恢复到的时刻，如 2026-11-26T09:30:00Z；不写则恢复到日志的末尾
  --erased    另外保存的已删除人员名单；没有任何名单时须写 --without-erased-list
  --without-archive  只恢复备份本身，不用归档的日志`;

await asCommand(usage, async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((word) => word !== '--'),
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      until: { type: 'string' },
      erased: { type: 'string' },
      'without-archive': { type: 'boolean', default: false },
      'without-erased-list': { type: 'boolean', default: false },
    },
  });
  if (values.to === undefined) throw new BackupFault('请用 --to 指定一个空目录。', 'Name an empty folder with --to.');
  const [from, to, until] = [homeOf(values.from, '--from'), typed(values.to), instantOf(values.until)];
  const home = existsSync(join(from, MANIFEST)) ? dirname(from) : from;
  const vault = vaultHere();
  const lists = erasedLists(home, values.erased === undefined ? undefined : typed(values.erased), values['without-erased-list']);
  const began = performance.now();
  const restored = await restoreBackup({
    from,
    to,
    until,
    withArchive: !values['without-archive'],
    alsoFrom: values['without-archive'] ? [] : await whatTheRegisterStillKnows(home, until),
    checkKeys: keysMustFit(vault),
    onProgress: progressOf('正在复制', 'copying'),
  });
  process.stdout.write(`已恢复 · restored: ${restored.from}（${megabytes(restored.manifest.bytes)}，PostgreSQL ${restored.manifest.postgres}）, ${secondsSince(began)}\n`);
  process.stdout.write(`日志重放至 · replayed up to: ${restored.lastTransaction?.toISOString() ?? '备份完成时 · the end of the backup'}\n`);
  const found = await makeReady(restored.databaseFolder, vault, lists);
  process.stdout.write(`${figuresAsLines(found).join('\n')}\n用时 · took: ${secondsSince(began)}\n\n${howToUse(restored.databaseFolder).join('\n')}\n`);
  if (found.audit.fault !== null) process.exitCode = 1;
});

function instantOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  // With its zone: 09:30 in China is not 09:30 in UTC, and eight hours of decisions lie between them.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) {
    throw new BackupFault('--until 应写明时区，如 2026-11-26T17:30:00+08:00。', '--until needs its zone, such as 2026-11-26T17:30:00+08:00.');
  }
  const until = new Date(text);
  if (until > new Date()) throw new BackupFault('--until 不能晚于现在。', '--until cannot be later than now.');
  return until;
}

/** What the register that is still there has not archived yet: a running one is asked for it, of a stopped one the files are read. */
async function whatTheRegisterStillKnows(home: string, until: Date | null): Promise<string[]> {
  const folder = databaseFolderHere();
  if (homeInUse(folder) !== (existsSync(home) ? realpathSync(home) : home)) return [];
  const running = runningCluster(folder);
  if (running !== null) {
    const arrived = await closeSegment(running, home);
    if (!arrived && until === null) {
      throw new BackupFault('运行中的数据库没有交出最后一段日志，恢复会缺少最近的内容。请先停止服务再恢复，或用 --until 指定更早的时刻。', 'The running database did not hand over its last segment, so what is newest would be missing. Stop the server first, or name an earlier moment with --until.');
    }
    if (!arrived) process.stderr.write('运行中的数据库没有交出最后一段日志 · the running database did not hand over its last segment\n');
    return [];
  }
  const [newest] = backupsIn(home);
  const isTheirs = newest !== undefined && readManifest(join(home, newest)).systemIdentifier === systemIdentifierHere();
  return isTheirs ? [join(folder, 'data', 'pg_wal')] : [];
}

function howToUse(databaseFolder: string): string[] {
  const here = databaseFolderHere();
  return [
    '投入使用 · to take it into use:',
    '  1. 停止服务 · stop the server',
    `  2. mv ${here} ${here}.before`,
    `  3. mv ${databaseFolder} ${here}`,
    `  4. 密钥留在 ${dataFolderHere()} 不动，启动服务 · leave the keys where they are and start the server`,
    '  5. pnpm backup --to 备份目录：重新开始归档 · archiving begins anew with the next backup',
    '  之后该做什么见 docs/runbooks.md · what else to do: docs/runbooks.md',
  ];
}
