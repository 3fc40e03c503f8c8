/**
 * `pnpm backup [--to FOLDER] [--keep DAYS]`: copies the embedded database while it is at work, and has its log kept from then on;
 * `pnpm backup --verify FOLDER` reads a backup and compares it with its manifest. See docs/operations.md and ADR 47.
 * Exit code 0: done. 1: not done, and why. 2: called in a way that it does not know.
 */
import { lchownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupFault } from '../server/src/database/backup/backup-fault.ts';
import { faultsOfFiles, readManifest } from '../server/src/database/backup/manifest.ts';
import { takeBackup } from '../server/src/database/backup/take-backup.ts';
import { runningDatabase } from '../server/src/database/embedded/postgres.ts';
import { connect } from '../server/src/database/orm.ts';
import { ERASED_LIST, updateErasedList } from '../server/src/vault/erased-list.ts';
import { asCommand, DATABASE, databaseFolderHere, dataFolderHere, homeOf, megabytes, openCluster, progressOf, refuseOwnPostgres, secondsSince, typed } from './backup-access.ts';

const usage = `用法：pnpm backup [--to 目录] [--keep 天数]     备份内置数据库，此后持续归档日志
      pnpm backup --verify 备份目录              核对一份备份
  --to    备份目录，最好在另一块磁盘上；第一次必须指定，之后沿用
  --keep  保留天数，默认 7`;

await asCommand(usage, async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((word) => word !== '--'),
    options: { to: { type: 'string' }, keep: { type: 'string', default: '7' }, verify: { type: 'string' } },
  });
  await (values.verify === undefined ? backUp(values.to, values.keep) : verify(typed(values.verify)));
});

async function backUp(to: string | undefined, keep: string): Promise<void> {
  const keepDays = Number(keep);
  if (!/^\d+$/.test(keep) || keepDays < 1) throw new BackupFault('--keep 应为 1 以上的整数。', '--keep must be a number of days, 1 or more.');
  refuseOwnPostgres();
  const home = homeOf(to, '--to');
  const began = performance.now();
  const { superuserUrl, stop } = await openCluster();
  try {
    const { folder, manifest, pruned } = await takeBackup({
      dataFolder: dataFolderHere(),
      superuserUrl,
      database: DATABASE,
      home,
      keepDays,
      now: () => new Date(),
      onProgress: progressOf('正在复制', 'copying'),
    });
    await keepErasedListIn(home);
    process.stdout.write(
      `已备份 · backed up: ${folder}\n  ${manifest.files.length} 个文件 · files, ${megabytes(manifest.bytes)}, ${secondsSince(began)}\n` +
        `  完成于 · finished at: ${manifest.endedAt}；此后的日志在 · later log in: ${join(home, 'wal')}\n` +
        `  已清理 · forgotten: ${pruned.backups.length} 份旧备份 · old backups, ${pruned.segments} 段日志 · segments\n` +
        '  密钥不在备份里，请另行保存 · the keys are not in it: keep them elsewhere\n',
    );
    if (statSync(home).dev === statSync(databaseFolderHere()).dev) process.stdout.write('  注意：与数据库在同一块磁盘上，会一起丢失 · mind: on the same disk as the database, lost together with it\n');
  } finally {
    await stop();
  }
}

/** The list of erasures lies beside the backups, so that an older one never gives the erased back. */
async function keepErasedListIn(home: string): Promise<void> {
  const orm = await connect(runningDatabase(databaseFolderHere(), DATABASE) ?? '');
  try {
    const list = join(home, ERASED_LIST);
    await updateErasedList(orm.em.fork(), list);
    // The server goes on with it each minute, and may be another account than ours.
    const { uid, gid } = statSync(dataFolderHere());
    if (process.getuid?.() === 0) lchownSync(list, uid, gid);
  } finally {
    await orm.close();
  }
}

async function verify(folder: string): Promise<void> {
  const manifest = readManifest(folder);
  const tell = progressOf('正在核对', 'checking');
  let done = 0;
  const faults = await faultsOfFiles(folder, manifest, (bytes) => {
    done += bytes;
    tell(done, manifest.bytes);
  });
  if (faults.length > 0) throw new BackupFault(`备份已损坏，不要使用：${folder}`, `The backup is damaged, do not use it:\n${faults.join('\n')}`);
  process.stdout.write(`备份完好 · the backup is whole: ${folder}\n  ${manifest.files.length} 个文件 · files, ${megabytes(manifest.bytes)}, PostgreSQL ${manifest.postgres}, ${manifest.endedAt}, ${manifest.startLsn} – ${manifest.stopLsn}\n`);
}
